import CSVFormat

/// CSV of any options read byte by byte, as plainly as can be: the judge of the fast decoder and splitter.
struct PlainDialect {
  struct Record: Equatable {
    /// Null where there is nothing between two delimiters, or what stands for null.
    var fields: [String?] = []
    var isBroken = false
    var isOpen = false
  }

  let options: CSVOptions
  var lineEnd: UInt8 = 0x0a

  private var delimiter: [UInt8] { Array(options.delimiter.utf8) }
  private var comment: [UInt8] { Array(options.comment.utf8) }

  private func isSpace(_ byte: UInt8) -> Bool {
    options.trim && (byte == 0x20 || byte == 0x09) && !delimiter.contains(byte)
  }

  /// How many bytes from `at` on mean themselves behind an escape; 0 where it is no escape.
  private func escaped(_ bytes: [UInt8], _ at: Int) -> Int {
    guard at < bytes.count else { return 0 }
    var single: [UInt8?] = [options.quote ?? 0x22, options.escape, 0x0a, 0x0d]
    if options.trim { single += [0x20, 0x09] }
    if let first = comment.first, first < 0x80 { single.append(first) }
    if single.contains(bytes[at]) { return 1 }
    let first = Array(String(options.delimiter.unicodeScalars.first!).utf8)
    return bytes[at...].starts(with: first) ? first.count : 0
  }

  /// The text without escapes, and without quotes that stand twice where it `isQuoted`.
  private func resolved(_ raw: [UInt8], isQuoted: Bool) -> String {
    var text: [UInt8] = []
    var at = 0
    while at < raw.count {
      if raw[at] == options.escape, case let count = escaped(raw, at + 1), count > 0 {
        text += raw[at + 1..<at + 1 + count]
        at += 1 + count
      } else {
        text.append(raw[at])
        at += isQuoted && raw[at] == options.quote ? 2 : 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// What stands without quotes: null, or a text.
  private func loose(_ raw: [UInt8]) -> String? {
    var text = raw[...]
    while let first = text.first, isSpace(first) { text.removeFirst() }
    var taken: UInt8?
    while let last = text.last, isSpace(last) { taken = text.removeLast() }
    let marks = text.reversed().prefix { $0 == options.escape }.count
    if let taken, marks % 2 == 1 { text.append(raw[text.endIndex] == taken ? taken : raw[text.endIndex]) }
    if text.isEmpty || !options.nullText.isEmpty && Array(text) == Array(options.nullText.utf8) { return nil }
    return resolved(Array(text), isQuoted: false)
  }

  /// Reads all records; as a file is `cut`, a quote that closes on another line, before something else, breaks its own
  /// line alone.
  func read(_ bytes: [UInt8], cut: Bool = false) -> [Record] {
    var records: [Record] = []
    var lineStart = 0
    while lineStart < bytes.count {
      if !comment.isEmpty && bytes[lineStart...].starts(with: comment) {
        lineStart = (bytes[lineStart...].firstIndex(of: lineEnd) ?? bytes.count - 1) + 1
        continue
      }
      var record = Record()
      var at = lineStart
      var isLast = false
      var broke: Int?
      while !isLast && broke == nil { (isLast, broke) = field(bytes, &at, lineStart, &record, cut: cut) }
      if let broke {
        records.append(record)
        lineStart = broke
        continue
      }
      let end = at < bytes.count ? at : bytes.count
      let line = bytes[lineStart..<end]
      if !(line.isEmpty || line == [0x0d] && lineEnd == 0x0a) { records.append(record) }
      lineStart = at + 1
    }
    return records
  }

  /// Reads a field; tells whether it is the record's last, `at` whose line end `at` stands then, or where to go on if the
  /// record's line breaks alone.
  private func field(
    _ bytes: [UInt8], _ at: inout Int, _ lineStart: Int, _ record: inout Record, cut: Bool
  ) -> (Bool, Int?) {
    let start = at
    var opening = at
    while opening < bytes.count, isSpace(bytes[opening]) { opening += 1 }
    var quoted: String?
    // Up to here an escape is a character like others.
    var plainUpTo = at
    if options.quote != nil, opening < bytes.count, bytes[opening] == options.quote {
      var close = opening + 1
      while close < bytes.count {
        if bytes[close] == options.escape {
          close += escapeLength(bytes, close)
        } else if bytes[close] == options.quote {
          if close + 1 < bytes.count, bytes[close + 1] == options.quote { close += 2 } else { break }
        } else {
          close += 1
        }
      }
      if close >= bytes.count {
        record.isBroken = true
        record.isOpen = true
        record.fields.append(nil)
        at = bytes.count
        return (true, nil)
      }
      quoted = resolved(Array(bytes[opening + 1..<close]), isQuoted: true)
      at = close + 1
      while at < bytes.count, isSpace(bytes[at]) { at += 1 }
      let met = zip(bytes[at...], delimiter).prefix { $0 == $1 }.count
      let isEnd =
        at == bytes.count || bytes[at] == lineEnd || met == delimiter.count
        || bytes[at] == 0x0d && lineEnd == 0x0a && (at + 1 == bytes.count || bytes[at + 1] == lineEnd)
      if !isEnd {
        record.isBroken = true
        let stray = at + met
        plainUpTo = min(stray + 1, bytes.count)
        let isReturn = met == 0 && bytes[at] == 0x0d
        if cut, !isReturn, stray < bytes.count, bytes[stray] != lineEnd,
          let end = bytes[lineStart..<stray].firstIndex(of: lineEnd)
        {
          return (true, end + 1)
        }
      }
    }
    while at < bytes.count, bytes[at] != lineEnd {
      if bytes[at...].starts(with: delimiter) {
        record.fields.append(quoted ?? loose(Array(bytes[start..<at])))
        at += delimiter.count
        return (false, nil)
      }
      at += at >= plainUpTo && bytes[at] == options.escape ? escapeLength(bytes, at) : 1
    }
    at = min(at, bytes.count)
    var stop = at
    if lineEnd == 0x0a, stop > start, bytes[stop - 1] == 0x0d {
      let marks = bytes[start..<stop - 1].reversed().prefix { $0 == options.escape }.count
      if marks % 2 == 0 { stop -= 1 }
    }
    record.fields.append(quoted ?? loose(Array(bytes[start..<stop])))
    return (true, nil)
  }

  /// How many bytes an escape takes, itself among them.
  private func escapeLength(_ bytes: [UInt8], _ at: Int) -> Int { min(2, bytes.count - at) }
}

package import CSVFormat

/// CSV of any options cut and read byte by byte, as plainly as can be: the judge of the fast splitter and decoder.
package struct PlainCSV {
  /// A record as it stands in a file.
  package struct Record: Equatable, Sendable {
    /// Its bytes, the line end left out.
    package var range: Range<Int>
    /// Null where there is nothing, or what stands for null, without quotes.
    package var fields: [[UInt8]?] = []
    /// The same, with nothing taken for null: the names, where it is a header.
    package var names: [[UInt8]] = []
    /// Whether its quotes aren't as they should be, or it is too long.
    package var isBroken = false
    /// Whether that is since nothing closes a quote.
    package var isOpen = false
  }

  private let bytes: [UInt8]
  let options: CSVOptions
  /// How long a record may be.
  private let most: Int
  private let delimiter: [UInt8]
  private let comment: [UInt8]
  private let lineEnd: UInt8
  /// Where the header or the first record may begin.
  private let beginning: Int

  /// A reader of a file whose records are at most so long.
  package init(_ bytes: [UInt8], _ options: CSVOptions, most: Int = .max) {
    let told = bytes.prefix(1 << 16)
    let tells = options.header || options.skip > 0
    let lineEnd: UInt8 = tells && !told.contains(0x0a) && told.contains(0x0d) ? 0x0d : 0x0a
    var at = PlainText.markLength(of: bytes)
    for _ in 0..<options.skip { at = bytes[at...].firstIndex(of: lineEnd).map { $0 + 1 } ?? bytes.count }
    self.init(bytes, options, most: most, lineEnd: lineEnd, beginning: at)
  }

  /// A reader of records that begin somewhere, whose lines end with what was told before.
  package init(
    _ bytes: [UInt8], _ options: CSVOptions, most: Int = .max, lineEnd: UInt8, beginning: Int = 0
  ) {
    self.bytes = bytes
    self.options = options
    self.most = most
    self.lineEnd = lineEnd
    self.beginning = beginning
    delimiter = Array(options.delimiter.utf8)
    comment = Array(options.comment.utf8)
  }

  /// All records, a header among them. As a file is `cut`, a quote that closes on another line, before something else,
  /// or nowhere, breaks its own line alone.
  package func records(cut: Bool = true) -> [Record] {
    var records: [Record] = []
    var at = beginning
    while at < bytes.count {
      let line = bytes[at...].firstIndex(of: lineEnd).map { $0 + 1 } ?? bytes.count
      if !comment.isEmpty && bytes[at...].starts(with: comment) {
        at = line
        continue
      }
      var (record, next, isLost) = record(at, bytes.count)
      if cut && (record.isOpen || isLost || bare(at, next) - at > most) {
        let isOpen = record.isOpen && !isLost
        record = self.record(at, line).0
        // A line that is too long itself is passed over.
        if bare(at, line) - at > most { record = Record(range: at..<bare(at, line), isBroken: true) }
        record.isOpen = isOpen
        next = line
      }
      // Blank lines are none.
      if !record.range.isEmpty { records.append(record) }
      at = next
    }
    return records
  }

  /// The record at `start` in what there is up to `limit`; where the next begins, and whether a quote of it closes on
  /// another line, before what may not follow there.
  private func record(_ start: Int, _ limit: Int) -> (Record, next: Int, isLost: Bool) {
    var record = Record(range: start..<start)
    var at = start
    var isLost = false
    while true {
      let field = at
      var quoted: [UInt8]?
      // Up to here an escape is a character like others.
      var plainUpTo = at
      let opening = spaceEnd(at, limit)
      if options.quote != nil, opening < limit, bytes[opening] == options.quote {
        guard let close = closing(opening, limit) else {
          (record.isBroken, record.isOpen) = (true, true)
          let end = bytes[limit - 1] == lineEnd ? limit - 1 : limit
          record.range = start..<withoutReturn(field, end)
          return (record, limit, isLost)
        }
        quoted = resolved(bytes[opening + 1..<close], isQuoted: true)
        at = spaceEnd(close + 1, limit)
        let met = zip(bytes[at..<limit], delimiter).prefix { $0 == $1 }.count
        let isReturn = at < limit && bytes[at] == 0x0d && lineEnd == 0x0a
        let isEnd =
          at == limit || bytes[at] == lineEnd || met == delimiter.count
          || isReturn && (at + 1 == limit || bytes[at + 1] == lineEnd)
        if !isEnd {
          record.isBroken = true
          let stray = at + met
          plainUpTo = min(stray + 1, limit)
          let isCharacter = stray < limit && bytes[stray] != lineEnd && !(met == 0 && bytes[at] == 0x0d)
          if isCharacter && bytes[start..<stray].contains(lineEnd) { isLost = true }
        }
      }
      while at < limit, bytes[at] != lineEnd, !bytes[at..<limit].starts(with: delimiter) {
        at += at >= plainUpTo && bytes[at] == options.escape ? min(2, limit - at) : 1
      }
      if at < limit && bytes[at] != lineEnd {
        record.add(quoted, loose(bytes[field..<at]), self)
        at += delimiter.count
        continue
      }
      let stop = withoutReturn(field, at)
      record.add(quoted, loose(bytes[field..<stop]), self)
      record.range = start..<stop
      return (record, min(at + 1, limit), isLost)
    }
  }

  /// Where a quoted field closes that opens at `opening`.
  private func closing(_ opening: Int, _ limit: Int) -> Int? {
    var at = opening + 1
    while at < limit {
      if bytes[at] == options.escape {
        at += 2
      } else if bytes[at] == options.quote {
        if at + 1 == limit || bytes[at + 1] != options.quote { return at }
        at += 2
      } else {
        at += 1
      }
    }
    return nil
  }

  /// How many bytes from `at` on mean themselves behind an escape; 0 where it is no escape.
  private func escaped(_ text: ArraySlice<UInt8>, _ at: Int) -> Int {
    guard at < text.endIndex else { return 0 }
    var single: [UInt8?] = [options.quote ?? 0x22, options.escape, 0x0a, 0x0d]
    if options.trim { single += [0x20, 0x09] }
    if let first = comment.first, first < 0x80 { single.append(first) }
    if single.contains(text[at]) { return 1 }
    let first = Array(String(options.delimiter.unicodeScalars.first!).utf8)
    return text[at...].starts(with: first) ? first.count : 0
  }

  /// The text without escapes, and without quotes that stand twice where it `isQuoted`.
  fileprivate func resolved(_ raw: ArraySlice<UInt8>, isQuoted: Bool) -> [UInt8] {
    var text: [UInt8] = []
    var at = raw.startIndex
    while at < raw.endIndex {
      if raw[at] == options.escape, case let count = escaped(raw, at + 1), count > 0 {
        text += raw[at + 1..<at + 1 + count]
        at += 1 + count
      } else {
        text.append(raw[at])
        at += isQuoted && raw[at] == options.quote ? 2 : 1
      }
    }
    return text
  }

  /// What stands without quotes, its escapes not resolved.
  private func loose(_ raw: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = spaceEnd(raw.startIndex, raw.endIndex)
    var end = raw.endIndex
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    if end < raw.endIndex && isMarked(start, end) { end += 1 }
    return bytes[start..<end]
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    options.trim && (byte == 0x20 || byte == 0x09) && !delimiter.contains(byte)
  }

  private func spaceEnd(_ at: Int, _ limit: Int) -> Int {
    bytes[at..<limit].firstIndex { !isSpace($0) } ?? limit
  }

  /// Whether an escape stands before `place`, in a field that begins at `start`.
  private func isMarked(_ start: Int, _ place: Int) -> Bool {
    bytes[start..<place].reversed().prefix { $0 == options.escape }.count % 2 == 1
  }

  /// Where a record ends whose last field begins at `field` and whose line ends at `end`.
  private func withoutReturn(_ field: Int, _ end: Int) -> Int {
    let isReturn = lineEnd == 0x0a && end > field && bytes[end - 1] == 0x0d && !isMarked(field, end - 1)
    return isReturn ? end - 1 : end
  }

  /// Where what stands up to `next` ends without its line end, whatever escapes say.
  private func bare(_ start: Int, _ next: Int) -> Int {
    guard next > start, bytes[next - 1] == lineEnd else { return next }
    return lineEnd == 0x0a && next - 1 > start && bytes[next - 2] == 0x0d ? next - 2 : next - 1
  }
}

extension PlainCSV.Record {
  /// Adds a field that is `quoted`, or else is what stands there without quotes.
  fileprivate mutating func add(_ quoted: [UInt8]?, _ loose: ArraySlice<UInt8>, _ reader: PlainCSV) {
    let text = quoted ?? reader.resolved(loose, isQuoted: false)
    let isNull = quoted == nil && (loose.isEmpty || Array(loose) == Array(reader.options.nullText.utf8))
    fields.append(isNull ? nil : text)
    names.append(text)
  }
}

package import CSVFormat

/// CSV cut and read byte by byte, as plainly as can be: the judge of the fast splitter and decoder.
package struct PlainCSV {
  /// A record as it stands in a file.
  package struct Record: Equatable, Sendable {
    /// Its bytes, the line end left out.
    package var range: Range<Int>
    /// Null where there is nothing, or what stands for null, without quotes.
    package var fields: [[UInt8]?] = []
    /// Whether its quotes aren't as they should be, or it is too long.
    package var isBroken = false
  }

  private let bytes: [UInt8]
  let options: CSVOptions
  /// How long a record may be.
  private let most: Int
  private let delimiter: UInt8
  /// What ends a line: a carriage return where the file has a header, and begins with those and no line feed.
  private let feed: UInt8

  /// A reader of a file whose records are at most so long.
  package init(_ bytes: [UInt8], _ options: CSVOptions, most: Int = .max) {
    self.bytes = bytes
    self.options = options
    self.most = most
    delimiter = options.delimiter.utf8.first!
    let beginning = bytes.prefix(1 << 16)
    feed = options.header && !beginning.contains(0x0a) && beginning.contains(0x0d) ? 0x0d : 0x0a
  }

  /// All records of the file, the header among them.
  package func records() -> [Record] {
    var records: [Record] = []
    var at = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while at < bytes.count {
      let line = lineEnd(at)
      let text = at..<withoutReturn(at, line)
      if text.isEmpty {
        at = line + 1
        continue
      }
      var (record, end, isOpen) = record(at)
      if isOpen || end - at > most {
        // Its line alone is given up.
        record = Record(range: text, isBroken: true)
        end = line + 1
      }
      records.append(record)
      at = end
    }
    return records
  }

  /// The record that begins at `start`; where the next begins, and whether a quote is open at the file's end.
  private func record(_ start: Int) -> (Record, end: Int, isOpen: Bool) {
    var record = Record(range: start..<start)
    var at = start
    while true {
      var text: [UInt8] = []
      let isQuoted = at < bytes.count && bytes[at] == options.quote
      if isQuoted {
        at += 1
        while true {
          if at == bytes.count { return (record, at, true) }
          if bytes[at] == options.quote {
            at += 1
            if at == bytes.count || bytes[at] != options.quote { break }
          }
          text.append(bytes[at])
          at += 1
        }
      }
      let rest = at
      while at < bytes.count && bytes[at] != delimiter && bytes[at] != feed { at += 1 }
      let isLast = at == bytes.count || bytes[at] == feed
      let stop = isLast ? withoutReturn(rest, at) : at
      if isQuoted && stop > rest {
        record.isBroken = true
        // A quote that closes on another line, before something else, breaks its own line alone.
        let line = lineEnd(start)
        if bytes[rest] != 0x0d, line < rest {
          return (Record(range: start..<withoutReturn(start, line), isBroken: true), line + 1, false)
        }
      }
      text += bytes[rest..<stop]
      let isNull = !isQuoted && (text.isEmpty || text == Array(options.nullText.utf8))
      record.fields.append(isNull ? nil : text)
      if isLast {
        record.range = start..<stop
        return (record, min(at + 1, bytes.count), false)
      }
      at += 1
    }
  }

  private func lineEnd(_ at: Int) -> Int { bytes[at...].firstIndex(of: feed) ?? bytes.count }

  private func withoutReturn(_ start: Int, _ end: Int) -> Int {
    feed == 0x0a && end > start && bytes[end - 1] == 0x0d ? end - 1 : end
  }
}

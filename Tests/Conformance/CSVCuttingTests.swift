import CSVFormat
import Columns
import Encodings
import Engine
import Specifications
import Testing

@Suite("CSV, cut as it comes") struct CSVCuttingTests {
  /// A record that was read, or why it wasn't, with where it stood.
  private struct Row: Equatable, CustomStringConvertible {
    var position: Int64
    var line: Int?
    var text: String
    var description: String { "\(position), line \(line ?? 0): \(text)" }
  }

  private let schema = Schema([Field("a", .text), Field("b", .text)])

  /// Cuts and decodes a file of which at most `piece` bytes come at a time, from a place on.
  private func read(
    _ bytes: [UInt8], _ options: CSVOptions, piece: Int = .max, records: Int = 8192, maxRecord: Int = 1 << 20,
    from start: (position: Int64, lines: Int?) = (0, 0)
  ) throws -> [Row] {
    var cutter = RecordCutter(options.splitter, maxRecord: ByteCount(maxRecord))
    let limit = ReadLimit(records: records, bytes: 64 << 10)
    let decoder = options.decoder(schema: schema)
    var rows: [Row] = []
    var isThere = start.position == 0
    while true {
      if !isThere, try cutter.findPrologue() {
        cutter.restart(at: start.position, from: start.position, lines: start.lines)
        isThere = true
      }
      switch isThere ? try cutter.cut(limit) : .more {
      case .ended: return rows
      case .more:
        let offset = Int(cutter.offset)
        let count = min(cutter.missing(for: limit), piece, bytes.count - offset)
        _ = unsafe cutter.fill(cutter.missing(for: limit)) { room in
          unsafe room.copyBytes(from: bytes[offset..<offset + count])
          return count
        }
        if offset + count == bytes.count { cutter.end() }
      case .records(let batch):
        for long in batch.oversized { rows.append(Row(position: long.position.message, line: long.line, text: "long")) }
        let decoded = decoder.decode(batch.frames)
        var lines = RecordLines(batch, decoded.rows, decodedBy: decoder)
        for row in 0..<decoded.rows.count {
          let place = (0..<decoded.batch.count).first { decoded.batch.origins[$0] == row }
          let text =
            place.map { place in decoded.batch.columns.map { $0.text(place) ?? "null" }.joined(separator: "|") }
            ?? decoded.failures.first { $0.row == row }?.message ?? ""
          rows.append(
            Row(position: batch.position(of: row, in: decoded.rows).message, line: lines.line(of: row), text: text))
        }
      }
    }
  }

  private static let text = #"""
    made by hand
    # names
    a,b
    1,ä
    "2
    zwei","x ""y"""

    # no, "record
    3
    4,5,6
    7,"oops
    8,é
    "9"x,10
    11,"ü
    end"

    """#

  private static let wanted = [
    "1|ä", "2\nzwei|x \"y\"", "1 field was found where 2 are wanted", "3 fields were found where 2 are wanted",
    "the quoted field that begins at character 2 is never closed", "8|é",
    "the quoted field that begins at character 0 goes on behind its closing quote", "11|ü\nend",
  ]
  private static let lines = [4, 5, 9, 10, 11, 12, 13, 14]

  private func options(_ encoding: TextEncoding) -> CSVOptions {
    var options = CSVOptions()
    options.encoding = encoding
    options.skip = 1
    options.comment = "#"
    return options
  }

  @Test(
    "lines, records and what is broken are the same in every encoding, whatever the pieces",
    arguments: TextEncoding.allCases, ["\n", "\r\n", "\r"])
  func encodings(encoding: TextEncoding, lineEnd: String) throws {
    let text = Self.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
    var bytes = try #require(encoding.bytes(of: text))
    if encoding == .utf16 { bytes = [0xff, 0xfe] + bytes }
    let wanted = Self.wanted.map { $0.split(separator: "\n").joined(separator: lineEnd) }
    let whole = try read(bytes, options(encoding))
    #expect(whole.map(\.text) == wanted)
    #expect(whole.map(\.line) == Self.lines)
    for piece in [1, 2, 3, 7, 64] {
      #expect(try read(bytes, options(encoding), piece: piece) == whole, "in pieces of \(piece)")
      #expect(try read(bytes, options(encoding), piece: piece, records: 1) == whole, "by ones, in pieces of \(piece)")
    }
    // At each record reading can go on.
    for (number, row) in whole.enumerated() {
      let rest = try read(bytes, options(encoding), piece: 5, from: (row.position, row.line.map { $0 - 1 }))
      #expect(rest == Array(whole[number...]))
      let blind = try read(bytes, options(encoding), from: (row.position, nil))
      #expect(blind.map(\.text) == Array(wanted[number...]) && blind.allSatisfy { $0.line == nil })
    }
  }

  @Test(
    "a quote that nothing closes takes no more than its line, and a record that is too long is passed over",
    arguments: [TextEncoding.utf8, .utf16, .latin1])
  func longRecords(encoding: TextEncoding) throws {
    var options = CSVOptions()
    options.encoding = encoding
    let rest = (0..<3000).map { "\($0),x\n" }.joined()
    let text = "a,b\n1,\"oops\n" + rest + "\"\(String(repeating: "y", count: 20_000))\",z\nlast,é\n"
    let bytes = try #require(encoding.bytes(of: text))
    for piece in [100, 1001, .max] {
      let rows = try read(bytes, options, piece: piece, maxRecord: 8001)
      #expect(rows.count == 3003)
      #expect(rows[0].text == "the quoted field that begins at character 2 is never closed")
      #expect(rows[0].line == 2)
      #expect(rows[1].text == "0|x" && rows[1].line == 3)
      #expect(rows[3001].text == "long" && rows[3001].line == 3003)
      #expect(rows[3002].text == "last|é" && rows[3002].line == 3004)
    }
  }

  @Test("byte order marks are no part of a name, however many there are", arguments: TextEncoding.allCases)
  func marks(encoding: TextEncoding) throws {
    var options = CSVOptions()
    options.encoding = encoding
    let isSingle = [.latin1, .windows1252].contains(encoding)
    let mark: [UInt8] =
      isSingle ? [0xef, 0xbb, 0xbf] : encoding == .utf16 ? [0xff, 0xfe] : try #require(encoding.bytes(of: "\u{feff}"))
    for count in 0..<4 where count > 0 || encoding != .utf16 {
      let bytes = Array(repeating: mark, count: count).joined() + (try #require(encoding.bytes(of: "a,b\n1,2\n")))
      #expect(try read(Array(bytes), options, piece: 1).map(\.text) == ["1|2"])
    }
  }

  @Test(
    "comments and blank lines may be longer than any record",
    arguments: [TextEncoding.utf8, .utf16, .latin1], [100, 1001, .max])
  func longComments(encoding: TextEncoding, piece: Int) throws {
    var options = CSVOptions()
    options.encoding = encoding
    options.comment = "#"
    let comment = "#" + String(repeating: "no, \"", count: 5000)
    let text = "a,b\n1,2\n" + comment + "\n3,4\n" + String(repeating: "\r\n", count: 9000) + "5,6\n" + comment
    let bytes = try #require(encoding.bytes(of: text))
    let rows = try read(bytes, options, piece: piece, maxRecord: 8001)
    #expect(rows.map(\.text) == ["1|2", "3|4", "5|6"])
    #expect(rows.map(\.line) == [2, 4, 9005])
  }

  @Test("carriage returns end lines only where a file says so at its beginning")
  func carriageReturns() throws {
    var options = CSVOptions()
    let mac = Array("a,b\r1,2\r3,4\r\r5,\"6\r7\"".utf8)
    #expect(try read(mac, options, piece: 1).map(\.text) == ["1|2", "3|4", "5|6\r7"])
    #expect(try read(mac, options).map(\.line) == [2, 3, 5])
    // With a line feed in it, its carriage returns are characters like others.
    let mixed = Array("a,b\n1,2\r3,4\n".utf8)
    #expect(
      try read(mixed, options).map(\.text) == [
        "3 fields were found where 2 are wanted; carriage returns are in it, which end lines only where all of a file's do and it has a header"
      ])
    options.header = false
    #expect(try read(mac, options).map(\.text).count == 1)
  }
}

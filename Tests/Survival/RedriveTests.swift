import SQLiteClient
import TestSupport
import Testing

/// Dead letters, sent again.
@Suite("Sent again") struct RedriveTests {
  /// A format, and files in it whose records are `id` and `v`, of which some `v` are no number.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    /// The format, as the configuration has it.
    let format: String
    let files: [[UInt8]]
    /// Whether each file is a message of a topic.
    var areMessages = false

    var testDescription: String { name + (areMessages ? ", in messages" : "") }

    /// The same, with each file a message.
    var inMessages: Kind { Kind(name: name, format: format, files: files, areMessages: true) }
  }

  private static func wide(_ text: String, isBig: Bool, hasMark: Bool = true) -> [UInt8] {
    ((hasMark ? [0xfeff] : []) + Array(text.utf16)).flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
      return isBig ? [high, low] : [low, high]
    }
  }

  private static let csv = [
    "id,v\n1,5\n2,x\n3,\"a\n\"\"b\"\"\"\n4,6\n", "v;id\r\n".replacing(";", with: ",") + "y,11\r\n12,12\r\n",
  ]
  private static let lines = "{\"id\":1,\"v\":5}\n{\"id\":2,\"v\":\"x\"}\n{\"id\":3,\"v\":\"ä\\n\"}\n"
  private static let array = " [ {\"id\":1,\"v\":5}, {\"id\":2,\"v\":\"x\"} ,\n {\"id\":3,\n\"v\":\"y]\"}]\n"

  static let files = [
    Kind(name: "CSV", format: "csv", files: csv.map { Array($0.utf8) }),
    Kind(name: "CSV with a byte order mark", format: "csv", files: csv.map { [0xef, 0xbb, 0xbf] + Array($0.utf8) }),
    Kind(
      name: "CSV without a header", format: "{ csv: { header: false, skip: 2 } }",
      files: ["one\ntwo\n1,x\n2,5\n3,y\n"].map { Array($0.utf8) }),
    Kind(
      name: "CSV of carriage returns", format: "{ csv: { delimiter: \";\" } }",
      files: ["id;v\r1;x\r2;5\r3;\"a;b\"\r"].map { Array($0.utf8) }),
    Kind(
      name: "CSV in UTF-16, high bytes first", format: "{ csv: { encoding: utf-16 } }",
      files: csv.map { wide($0, isBig: true) }),
    Kind(
      name: "CSV in UTF-16, low bytes first", format: "{ csv: { encoding: utf-16 } }",
      files: [wide(csv[0] + "9,€\n", isBig: false)]),
    Kind(
      name: "CSV in Latin-1", format: "{ csv: { encoding: latin-1 } }",
      files: [Array("id,v\n1,".utf8) + [0xe4, 0x0a] + Array("2,5\n".utf8)]),
    Kind(name: "lines of JSON", format: "json", files: [Array(lines.utf8)]),
    Kind(name: "an array of JSON", format: "json", files: [Array(array.utf8), Array(lines.utf8)]),
    Kind(
      name: "a nested array of JSON", format: "{ json: { at: /a/b } }",
      files: [Array("{\"x\":[1],\"a\":{\"c\":2,\"b\":\(array)}}".utf8)]),
    Kind(
      name: "a nested object of JSON", format: "{ json: { at: /a } }",
      files: [Array("{\"x\":[1],\"a\":{\"id\":3,\"v\":\"[{\"}}".utf8)]),
    Kind(
      name: "objects of JSON", format: "json",
      files: [Array("{\"id\":1,\n\"v\":5}\n{\"id\":2,\n \"v\":\"x\"}{\"id\":3,\"v\":\"}\"}".utf8)]),
    Kind(
      name: "JSON of one record", format: "{ json: { shape: document } }",
      files: [Array("\n{\"id\":3,\n\"v\":\"z\"}\n".utf8)]),
  ]

  @Test(
    "a record is what it would have been, read at first as the configuration is now",
    arguments: files + files.map(\.inMessages))
  func sameAsRead(kind: Kind) async throws {
    try await alone { try Comparison(kind).run() }
  }
}

/// Reads records by a contract that some break, mends it, and sends those again; beside it another pipeline reads all of
/// them by the mended contract.
private struct Comparison {
  private let folder = TemporaryFolder()
  private let kind: RedriveTests.Kind

  init(_ kind: RedriveTests.Kind) { self.kind = kind }

  private func configure(_ type: String, _ names: [String]) {
    let source =
      kind.areMessages
      ? "topic: { connection: events, name: sent, format: \(kind.format) }"
      : "files: { path: \"in/*.dat\", format: \(kind.format) }"
    let known =
      kind.areMessages
      ? "o: _offset, r: _row, t: _topic, p: _partition, k: _key, h: \"_headers['from']\", w: _timestamp"
      : "o: _offset, f: _file"
    let pipelines = names.map { name in
      """
        \(name):
          source: { \(source) }
          contract: { fields: { id: { type: int32, required: true }, v: { type: \(type), required: true } } }
          steps: [ { set: { v: "'<' || cast(v as text) || '>'", \(known) } } ]
          sink: { table: { connection: store, name: \(name) } }
      """
    }
    let fill = """
        fill:
          source: { files: { path: "in/*.dat", format: raw } }
          contract: { fields: { bytes: bytes } }
          sink:
            topic: { connection: events, name: sent, format: raw, partitions: 2, key: _file, headers: { from: "{_file}" } }
      """
    folder.write(
      """
      connections:
        events: { type: embedded, path: events.db }
        store: { type: sqlite, path: store.db }
      pipelines:
      \((pipelines + (kind.areMessages ? [fill] : [])).joined(separator: "\n"))

      """, to: "c.yaml")
  }

  private func finish(_ words: String...) throws {
    let program = try Program(words)
    try program.wait(within: .seconds(60))
    #expect(program.end == .exited(0), "\(words): \(program.said)")
  }

  func run() throws {
    for (number, file) in kind.files.enumerated() { folder.write(file, to: "in/\(number).dat") }
    let file = folder.file("c.yaml")
    configure("int32", ["load"])
    if kind.areMessages { try finish("run", file, "--only", "fill", "--until", "end") }
    try finish("run", file, "--only", "load", "--until", "end")
    let broken = try letters()
    #expect(broken > 0, "none was broken")
    configure("text", ["load", "fresh"])
    try finish("dead-letters", "redrive", "--all", "--yes", "--pipeline", "load", file)
    #expect(try letters() == 0)
    try finish("run", file, "--only", "fresh", "--until", "end")
    let fresh = try rows(of: "fresh")
    #expect(fresh.count > 0)
    #expect(try rows(of: "load") == fresh)
    // Nothing is left to be sent, and a run finds nothing to read again.
    try finish("run", file, "--only", "load", "--until", "end")
    #expect(try rows(of: "load") == fresh)
  }

  private func letters() throws -> Int64 {
    try Connection(opening: folder.file(".ouzel/state.db")).integer(
      "SELECT count(*) FROM dead_letters WHERE is_settled AND pipeline = 'load'") ?? 0
  }

  private func rows(of table: String) throws -> [String] {
    let connection = try Connection(opening: folder.file("store.db"))
    var names: [String] = []
    var columns = try connection.prepare("SELECT name FROM pragma_table_info('\(table)') ORDER BY name")
    while try columns.step() == .row { names.append("'\(columns.text(0))=' || ifnull(\"\(columns.text(0))\", 'null')") }
    var select = try connection.prepare(
      "SELECT \(names.joined(separator: " || ' ' || ")) FROM \(table) ORDER BY 1")
    var rows: [String] = []
    while try select.step() == .row { rows.append(select.text(0)) }
    return rows
  }
}

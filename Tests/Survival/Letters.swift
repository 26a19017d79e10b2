import Glibc
import SQLiteClient
import TestSupport
import Testing

/// A folder with one pipeline, `p`, whose records become letters.
final class Letters: Sendable {
  private let folder = TemporaryFolder()
  private let source: String

  init(source: String = "files: { path: \"*.csv\", format: csv }") { self.source = source }

  var configuration: String { folder.file("c.yaml") }
  var database: String { folder.file("store.db") }

  func put(_ text: String, as name: String = "records.csv") { folder.write(text, to: name) }
  func put(_ bytes: [UInt8]) { folder.write(bytes, to: "records.csv") }

  /// What is exported to a file.
  func export(_ words: String...) throws -> String {
    let target = folder.file("letters.jsonl")
    let program = try Program(["dead-letters", "export", "--output", target] + words + [configuration])
    try program.wait(within: .seconds(60))
    #expect(program.end == .exited(0), "\(program.said)")
    return try text(of: target)
  }

  private func text(of path: String) throws -> String {
    guard let shown = unsafe popen("cat '\(path)'", "re") else { return "" }
    defer { unsafe pclose(shown) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    // The array holds what is read at once.
    while case let count = unsafe fread(&piece, 1, piece.count, shown), count > 0 { bytes += piece[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What SQLite makes of a text.
  func value(_ expression: String, of text: String) throws -> String? {
    var select = try Connection(opening: ":memory:").prepare("SELECT \(expression)")
    try select.bind(text: text, at: 1)
    _ = try select.step()
    return select.isNull(0) ? nil : select.text(0)
  }

  func configure(_ fields: String, _ rest: String, filling: Bool = false) {
    let fill = """
        fill:
          source: { files: { path: "*.csv", format: raw } }
          contract: { fields: { bytes: bytes } }
          sink: { topic: { connection: events, name: t, format: raw } }
      """
    folder.write(
      """
      connections:
        store: { type: sqlite, path: store.db }
        events: { type: embedded, path: events.db }
      pipelines:
        p:
          source: { \(source) }
          contract: { fields: { \(fields) } }
          \(rest)
      \(filling ? fill : "")

      """, to: "c.yaml")
  }

  @discardableResult
  func finish(_ command: String, _ words: String...) throws -> Program {
    let program = try Program([command, configuration] + words)
    try program.wait(within: .seconds(60))
    #expect(program.end == .exited(0), "\(program.said)")
    return program
  }

  @discardableResult
  func redrive(_ words: String...) throws -> Program {
    let program = try Program(["dead-letters", "redrive"] + words + [configuration])
    try program.wait(within: .seconds(60))
    #expect(program.end == .exited(0), "\(program.said)")
    return program
  }

  /// The letters: the first field of each, its sink and stage.
  func letters() throws -> [String] {
    var letters: [String] = []
    _ = try Workplace.reading(folder.file(".ouzel/state.db"), of: "dead_letters") { connection in
      var select = try connection.prepare("SELECT bytes, sink, stage FROM dead_letters WHERE is_settled")
      while try select.step() == .row {
        let id = String(decoding: select.blob(0).prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self)
        letters.append("\(id) \(select.text(1)) \(select.text(2))")
      }
      return 0
    }
    return letters.sorted()
  }

  func count(_ table: String) throws -> Int64 {
    try Workplace.reading(database, of: table) { connection in
      try connection.integer("SELECT count(*) FROM \(table)")
    } ?? 0
  }

  /// How many messages the topics have.
  func messages() throws -> Int64 {
    try Workplace.reading(folder.file("events.db"), of: "partitions") { connection in
      try connection.integer("SELECT sum(next_offset) FROM partitions")
    } ?? 0
  }

  /// How many letters are still to be sent to the topic.
  func unsent() throws -> Int64? {
    try Workplace.reading(folder.file(".ouzel/state.db"), of: "letters_to_send") { connection in
      try connection.integer("SELECT count(*) FROM letters_to_send")
    }
  }

  func numbers(_ query: String) throws -> [Int64] {
    var select = try Connection(opening: database).prepare(query)
    var numbers: [Int64] = []
    while try select.step() == .row { numbers.append(select.int64(0)) }
    return numbers
  }
}

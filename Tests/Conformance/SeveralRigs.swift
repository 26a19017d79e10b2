import Configuration
import Engine
import Glibc
import SQLiteClient
import Synchronization
import TestSupport

/// Two sinks: a table that takes every third number, and another table of its file, or a topic, that takes the others.
final class PairRig: SinkRig {
  let folder: TemporaryFolder
  let isTopic: Bool
  let name = "pair"
  private let holder = Mutex<DatabaseHolder?>(nil)

  init(folder: TemporaryFolder, isTopic: Bool) {
    self.folder = folder
    self.isTopic = isTopic
  }

  private var path: String { folder.file("arrived.db") }
  private var topics: String { folder.file("topics.db") }

  var connections: [String] {
    ["store: { type: sqlite, path: \(path) }"] + (isTopic ? ["topics: { type: embedded, path: \(topics) }"] : [])
  }

  func block(key: String) -> String { "{ table: { connection: store, name: third } }" }

  func blocks(key: String) -> String? {
    let rest =
      isTopic
      ? "topic: { connection: topics, name: rest, partitions: 2, key: \"cast(\(key) as text)\", format: json }"
      : "table: { connection: store, name: rest }"
    let steps = "steps: [ { select: [\(key), note] } ]"
    return """
      { third: { table: { connection: store, name: third }, when: "\(key) % 3 = 0", \(steps) }, \
      rest: { \(rest), when: otherwise, \(steps) } }
      """
  }

  /// The keys in both; one that is in the wrong one isn't told as a key.
  func arrived(key: String) throws -> [String] {
    let third = try keys(key, of: "third")
    let rest = isTopic ? try messages(key) : try keys(key, of: "rest")
    return third.map { isThird($0) ? $0 : "\($0) in the table" } + rest.map { isThird($0) ? "\($0) in the rest" : $0 }
  }

  private func isThird(_ key: String) -> Bool { (Int(key) ?? 1) % 3 == 0 }

  private func keys(_ key: String, of table: String) throws -> [String] {
    let connection = try Connection(opening: path)
    guard try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = '\(table)'") == 1 else { return [] }
    var select = try connection.prepare("SELECT \(key) FROM \(table)")
    var keys: [String] = []
    while try select.step() == .row { keys.append(select.text(0)) }
    return keys
  }

  private func messages(_ key: String) throws -> [String] {
    guard unsafe access(topics, F_OK) == 0 else { return [] }
    return try TopicFill(path: topics, name: "rest").values().map { keyOfJSON($0, key) }
  }

  func takeAway() { holder.withLock { $0 = DatabaseHolder(of: path) } }
  func bringBack() { holder.withLock { $0.take()?.end() } }

  var mistakes: [(block: String, message: String)] {
    [("{ table: { connection: stor, name: third } }", "did you mean `store`?")]
  }
}

/// Messages of two kinds, each with a contract of its own, chosen by what a record says of itself.
struct KindsRig: SourceRig {
  let folder: TemporaryFolder
  let name = "kinds"

  private var path: String { folder.file("events.db") }
  var connections: [String] { ["events: { type: embedded, path: \(path) }"] }

  var contracts: [String] {
    [
      "plain: { fields: { n: { type: int64, required: true }, note: text } }",
      "marked: { fields: { mark: text, n: { type: int64, required: true }, note: text } }",
    ]
  }

  func block(_ load: Load) -> String {
    "{ topic: { connection: events, name: notes, format: json, until: end } }"
  }

  func contract(_ load: Load) -> String {
    "{ by: \"json_extract_string(_value, '$.kind')\", map: { a: plain, b: marked }, otherwise: dead_letter }"
  }

  /// Of what can't be read one is of no known kind.
  private func value(_ number: Int, _ load: Load) -> String {
    let kind = load.isPoison(number) && number % 2 == 0 ? "none" : number % 4 < 2 ? "a" : "b"
    let n = load.isPoison(number) ? "\"x\(number)\"" : "\(number)"
    return "{\"kind\":\"\(kind)\",\"n\":\(n),\"note\":\"\(load.note(number))\"}"
  }

  func fill(_ load: Load) async throws {
    try await TopicFill(path: path, name: "notes").fill((0..<load.count).map { value($0, load) })
  }

  func expected(_ load: Load) -> Expected {
    Expected(arrivals: CSVLines.expected(load).arrivals, letters: load.poison.sorted().map { value($0, load) })
  }

  var mistakes: [(block: String, message: String)] { [] }
}

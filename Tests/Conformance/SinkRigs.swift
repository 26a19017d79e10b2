import Columns
import Configuration
import Engine
import Glibc
import JSONFormat
import SQLiteClient
import StandardStreamsConnector
import Synchronization
import TestSupport

/// Another process's lock, which keeps a database from being written.
final class DatabaseOutage: Sendable {
  let path: String
  private let holder = Mutex<DatabaseHolder?>(nil)

  init(of path: String) { self.path = path }

  func begin() { holder.withLock { $0 = DatabaseHolder(of: path) } }
  func end() { holder.withLock { $0.take()?.end() } }
}

/// A sink in a database file.
protocol DatabaseSinkRig: SinkRig {
  var outage: DatabaseOutage { get }
}

extension DatabaseSinkRig {
  func takeAway() { outage.begin() }
  func bringBack() { outage.end() }
}

/// A table without a key, so that what comes twice is there twice; or several, which records name.
final class TableRig: DatabaseSinkRig {
  let folder: TemporaryFolder
  let name: String
  let outage: DatabaseOutage
  private let isMany: Bool

  init(folder: TemporaryFolder, many isMany: Bool = false) {
    self.folder = folder
    self.isMany = isMany
    name = isMany ? "tables" : "table"
    outage = DatabaseOutage(of: folder.file("arrived.db"))
  }

  var connections: [String] { ["store: { type: sqlite, path: \(outage.path) }"] }
  func block(key: String) -> String {
    "{ table: { connection: store, name: \(isMany ? "\"arrived_{\(key) % 3}\"" : "arrived") } }"
  }

  func arrived(key: String) throws -> [String] {
    let connection = try Connection(opening: outage.path)
    var tables = try connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'arrived*'")
    var keys: [String] = []
    while try tables.step() == .row {
      var select = try connection.prepare("SELECT \(key) FROM \(tables.text(0))")
      while try select.step() == .row { keys.append(select.text(0)) }
    }
    return keys
  }

  var mistakes: [(block: String, message: String)] {
    isMany
      ? [
        ("{ table: { connection: store, name: \"a_{m}\" } }", "`m` is no column here"),
        ("{ table: { connection: store, name: \"a_{n\" } }", "the brace that opens here is never closed"),
        ("{ table: { connection: store, name: a, max_targets: 0 } }", "`max_targets`"),
      ]
      : [
        ("{ table: { connection: store, nam: a } }", "`nam` is no option of table; did you mean `name`?"),
        ("{ table: { connection: store, name: a, key: [m] } }", "the key's column `m` is none of those that arrive"),
        ("{ table: { connection: store, name: a, mode: upsert } }", "`mode: upsert` needs a `key`"),
        ("{ table: { connection: store, name: a, evolve: add } }", "`evolve` is not in this build yet"),
      ]
  }
}

/// A topic of two partitions; or several, which records name.
final class TopicSinkRig: DatabaseSinkRig {
  let folder: TemporaryFolder
  let name: String
  let outage: DatabaseOutage
  private let isMany: Bool

  init(folder: TemporaryFolder, many isMany: Bool = false) {
    self.folder = folder
    self.isMany = isMany
    name = isMany ? "topics" : "topic"
    outage = DatabaseOutage(of: folder.file("topics.db"))
  }

  var connections: [String] { ["topics: { type: embedded, path: \(outage.path) }"] }

  func block(key: String) -> String {
    let name = isMany ? "\"arrived_{\(key) % 3}\"" : "arrived"
    return
      "{ topic: { connection: topics, name: \(name), partitions: 2, key: \"cast(\(key) as text)\", format: json } }"
  }

  func arrived(key: String) throws -> [String] {
    guard unsafe access(outage.path, F_OK) == 0 else { return [] }
    let names = isMany ? (0..<3).map { "arrived_\($0)" } : ["arrived"]
    return try names.flatMap { try TopicFill(path: outage.path, name: $0).values().map { keyOfJSON($0, key) } }
  }

  var mistakes: [(block: String, message: String)] {
    isMany
      ? [
        ("{ topic: { connection: topics, name: \"a_{m}\", format: json } }", "`m` is no column here"),
        ("{ topic: { connection: topics, name: a, headers: { h: \"{m}\" }, format: json } }", "`m` is no column here"),
      ]
      : [
        (
          "{ topic: { connection: topics, name: a, partitons: 3, format: json } }",
          "`partitons` is no option of topic; did you mean `partitions`?"
        ),
        ("{ topic: { connection: topics, name: a, partitions: 0, format: json } }", "`partitions`"),
        ("{ topic: { connection: topics, name: a, key: nn, format: json } }", "`nn` is no column here"),
        (
          "{ topic: { connection: topics, name: a, format: json, replication: 3 } }",
          "`replication` is not in this build"
        ),
      ]
  }
}

/// Standard output, into a file.
final class OutputRig: SinkRig {
  let folder: TemporaryFolder
  let name = "stdout"
  private let descriptor = Mutex<Int32>(-1)

  init(folder: TemporaryFolder) { self.folder = folder }

  func block(key: String) -> String { "{ stdout: { format: json } }" }

  func sinks(_ plan: PipelinePlan) throws -> [any Sink] {
    let number = output()
    descriptor.withLock { $0 = number }
    let schema = Schema([Field("n", .int64), Field("note", .text)])
    return [OutputSink(encoder: JSONEncoder(), schema: schema, descriptor: number)]
  }

  private func output() -> Int32 {
    unsafe open(folder.file("output"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
  }

  func arrived(key: String) throws -> [String] {
    guard let file = unsafe fopen(folder.file("output"), "r") else { return [] }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while case let count = unsafe fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { keyOfJSON(String($0), key) }
  }

  func takeAway() { redirect(to: unsafe open("/dev/full", O_WRONLY | O_CLOEXEC)) }
  func bringBack() { redirect(to: output()) }

  deinit { _ = descriptor.withLock { close($0) } }

  private func redirect(to other: Int32) {
    descriptor.withLock { _ = dup2(other, $0) }
    close(other)
  }

  var mistakes: [(block: String, message: String)] {
    [
      ("{ stdout: { formt: json } }", "`formt` is no option of stdout; did you mean `format`?"),
      ("{ stdout: {} }", "stdout lacks `format`"),
    ]
  }
}

/// The value of a key of a line as `{"n":13,"note":"…"}`; the line itself if it has none.
func keyOfJSON(_ line: String, _ key: String) -> String {
  guard line.hasPrefix("{\"\(key)\":"), line.hasSuffix("}") else { return line }
  return String(line.dropFirst(key.count + 4).prefix { $0 != "," && $0 != "}" })
}

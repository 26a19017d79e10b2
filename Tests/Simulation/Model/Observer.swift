import CSimulatedDisk
import Engine
import SQLiteClient
import Threads

/// Looks at a simulation's disk from outside, as a process that nothing happens to.
@safe struct Observer {
  private let disk: OpaquePointer
  private let folder: String

  init(_ disk: OpaquePointer, _ folder: String) {
    unsafe self.disk = disk
    self.folder = folder
  }

  /// Runs `body` on a database.
  func use(_ file: String, _ body: (borrowing Connection) throws(SQLiteError) -> Void) {
    let name = "\(folder)/observer"
    // It is left below, once the connection is closed.
    let handles = unsafe disk_join(disk, name, { _, _, _, _ in DiskGo }, nil)!
    let host = SimulatedHost(9, on: Scheduler(order: nil), seed: 0, disk: name)
    Hosts.$current.withValue(host) {
      do {
        let connection = try Connection(opening: "\(folder)/p0/\(file)")
        try body(connection)
      } catch {
        preconditionFailure("the observer can't look at \(file): \(error)")
      }
    }
    unsafe disk_leave(handles)
  }

  /// What is wrong with what is there, when all have ended.
  func judge(_ scenario: Scenario) -> [String] {
    var wrong: [String] = []
    for table in scenario.tables {
      let wanted = scenario.records.filter { scenario.isWanted($0, in: table) }.map(\.id)
      let rows = ids(of: table, in: scenario)
      wrong += Self.differences(of: rows.map(\.id), from: wanted, in: "table \(table)")
      for lane in 0..<scenario.schedule.lanes {
        let numbers = rows.filter { $0.id / 1000 == lane }.map(\.id)
        if numbers != numbers.sorted() { wrong.append("the rows of lane \(lane) have lost their order in \(table)") }
      }
    }
    let dead = scenario.records.filter { [.broken, .refused].contains(scenario.fate(of: $0)) }.map(\.id)
    wrong += Self.differences(of: letters(), from: dead, in: "dead letters")
    return wrong
  }

  private func ids(of table: String, in scenario: Scenario) -> [(row: Int64, id: Int)] {
    var found: [(Int64, Int)] = []
    use(table == "stored" ? scenario.tableFile : "tables.db") { (connection) throws(SQLiteError) in
      guard try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = '\(table)'") == 1 else { return }
      var select = try connection.prepare("SELECT rowid, id FROM \(table) ORDER BY rowid")
      while try select.step() == .row { found.append((select.int64(0), Int(select.int64(1)))) }
    }
    return found
  }

  private func letters() -> [Int] {
    var found: [Int] = []
    use("state/state.db") { (connection) throws(SQLiteError) in
      guard try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'dead_letters'") == 1 else {
        return
      }
      var select = try connection.prepare("SELECT bytes FROM dead_letters WHERE is_settled")
      while try select.step() == .row {
        // `{"id": 17,` and more.
        let text = String(decoding: select.blob(0), as: UTF8.self)
        found.append(Int(text.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? -1)
      }
    }
    return found
  }

  private static func differences(of found: [Int], from wanted: [Int], in place: String) -> [String] {
    let counts = Dictionary(found.map { ($0, 1) }, uniquingKeysWith: +)
    let lost = wanted.filter { counts[$0] == nil }
    let doubled = counts.filter { $0.value > 1 }.keys.sorted()
    let strange = counts.keys.filter { !wanted.contains($0) }.sorted()
    return [("lost", lost), ("there twice", doubled), ("there, and shouldn't be", strange)]
      .filter { !$0.1.isEmpty }
      .map { "\(place): \($0.1.map(String.init).joined(separator: ", ")) \($0.1.count == 1 ? "is" : "are") \($0.0)" }
  }
}

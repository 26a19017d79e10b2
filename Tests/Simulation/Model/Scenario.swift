import Engine

/// What a schedule's processes run, what they read, and what is to come of it.
struct Scenario {
  let schedule: Schedule

  /// A record of a lane: which it is, and what is to become of it.
  struct Record: Hashable, Comparable {
    let lane: Int
    let number: Int

    var id: Int { lane * 1000 + number }
    static func < (a: Record, b: Record) -> Bool { a.id < b.id }
  }

  enum Fate {
    case stored, filtered, broken, refused
  }

  var records: [Record] {
    (0..<schedule.lanes).flatMap { lane in (0..<schedule.records).map { Record(lane: lane, number: $0) } }
  }

  func fate(of record: Record) -> Fate {
    if schedule.hasBadRecords && record.number % 11 == 3 { return .broken }
    if record.number % 5 == 1 { return .filtered }
    if schedule.hasBadRecords && record.number % 7 == 4 { return .refused }
    return .stored
  }

  /// Whether a record is to arrive in a table: only the first refuses some.
  func isWanted(_ record: Record, in table: String) -> Bool {
    switch fate(of: record) {
    case .stored: true
    case .refused: table != "stored"
    case .filtered, .broken: false
    }
  }

  /// The file of a lane.
  func text(ofLane lane: Int) -> String {
    records.filter { $0.lane == lane }.map { record in
      fate(of: record) == .broken
        ? "{\"id\": \(record.id), broken\n"
        : "{\"id\": \(record.id), \"lane\": \(record.lane), \"number\": \(record.number)}\n"
    }.joined()
  }

  /// The table that is there from the beginning, where it refuses something.
  static let table = """
    CREATE TABLE stored (id INTEGER, lane INTEGER, number INTEGER CHECK (number % 7 <> 4));
    """

  /// The database of the table.
  var tableFile: String { schedule.shape == .topicAndTable ? "topics.db" : "tables.db" }

  /// The tables that the stored records end in.
  var tables: [String] { schedule.shape == .topicAndBoth ? ["stored", "copied"] : ["stored"] }

  /// What is wrong with what was counted, where nothing was disturbed: each record counts once.
  func differences(from counted: [String: Counts]) -> [String] {
    guard let move = counted["move"] else { return ["nothing is counted"] }
    let fates = Dictionary(grouping: records, by: fate).mapValues(\.count)
    let broken = fates[.broken] ?? 0
    // What is broken doesn't come to the topic.
    let wanted = schedule.shape == .table ? records.count : records.count - broken
    let isWell =
      move.read == wanted && move.filtered == fates[.filtered] ?? 0
      && move.deadLettered == (fates[.refused] ?? 0) + (schedule.shape == .table ? broken : 0)
    return isWell ? [] : ["counted are \(move), of \(wanted)"]
  }

  func configuration(process: Int, in folder: String) -> String {
    let own = "\(folder)/p\(process)"
    func topic(_ connection: String, _ name: String, _ more: String = "") -> String {
      "topic: { connection: \(connection), name: \(name), format: json\(more) }"
    }
    func table(_ name: String) -> String { "table: { connection: store, name: \(name) }" }
    func pipeline(_ name: String, _ source: String, _ rest: String) -> String {
      "  \(name): { source: { \(source) }, contract: record, \(rest) }\n"
    }
    let files = "files: { path: \"\(folder)/in/*.json\", format: json }"
    let filter = "steps: [ { filter: \"number % 5 <> 1\" } ]"
    let load = pipeline(
      "load", files, "sink: { \(topic("topics", "raw", ", partitions: 2, key: \"cast(lane as text)\"")) }")
    let pipelines =
      switch schedule.shape {
      case .table: pipeline("move", files, "\(filter), sink: { \(table("stored")) }")
      case .topicAndTable, .topicAndOtherTable:
        load + pipeline("move", topic("topics", "raw"), "\(filter), sink: { \(table("stored")) }")
      case .topicAndBoth:
        load
          + pipeline(
            "move", topic("topics", "raw"),
            "\(filter), sinks: { rows: { \(table("stored")) }, messages: { \(topic("others", "copies")) } }")
          + pipeline("back", topic("others", "copies"), "sink: { \(table("copied")) }")
      }
    return """
      connections:
        store: { type: sqlite, path: \(own)/\(tableFile) }
        topics: { type: embedded, path: \(own)/topics.db }
        others: { type: embedded, path: \(own)/others.db }
      contracts:
        record: { fields: { id: int64, lane: int64, number: int64 } }
      state: \(own)/state
      pipelines:
      \(pipelines)
      """
  }
}

import Engine
import SQLiteClient

/// The tables of what became of each pipeline's last records: runs of them, and the reasons that runs name by number.
enum WindowTable {
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS failure_windows (
        pipeline TEXT PRIMARY KEY, configuration TEXT NOT NULL, runs TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS failure_reasons (
        pipeline TEXT NOT NULL, number INTEGER NOT NULL, stage TEXT NOT NULL, shape TEXT NOT NULL, place TEXT NOT NULL,
        PRIMARY KEY (pipeline, number)
      ) WITHOUT ROWID;
      """)
  }

  static func keep(
    _ window: FailureWindow, of pipeline: String, configuration hash: String, on connection: borrowing Connection
  ) throws(SQLiteError) {
    var forget = try connection.prepare("DELETE FROM failure_reasons WHERE pipeline = ?1")
    try forget.bind(text: pipeline, at: 1)
    try forget.run()
    var upsert = try connection.prepare("INSERT OR REPLACE INTO failure_windows VALUES (?1, ?2, ?3)")
    try upsert.bind(text: pipeline, at: 1)
    try upsert.bind(text: hash, at: 2)
    try upsert.bind(text: window.runs.map(written).joined(separator: " "), at: 3)
    try upsert.run()
    var insert = try connection.prepare("INSERT INTO failure_reasons VALUES (?1, ?2, ?3, ?4, ?5)")
    for (number, known) in window.reasons.enumerated() {
      try insert.bind(text: pipeline, at: 1)
      try insert.bind(integer: Int64(number), at: 2)
      try insert.bind(text: known.reason.stage, at: 3)
      try insert.bind(text: known.reason.shape, at: 4)
      try insert.bind(text: known.place, at: 5)
      try insert.run()
    }
  }

  /// The window that was kept under the same configuration; an empty one if there is none.
  static func window(
    of pipeline: String, configuration hash: String, in connection: borrowing Connection
  ) throws(SQLiteError) -> FailureWindow {
    var select = try connection.prepare("SELECT runs FROM failure_windows WHERE pipeline = ?1 AND configuration = ?2")
    try select.bind(text: pipeline, at: 1)
    try select.bind(text: hash, at: 2)
    guard try select.step() == .row else { return FailureWindow() }
    var reasons: [FailedRecords.Known] = []
    var known = try connection.prepare(
      "SELECT stage, shape, place FROM failure_reasons WHERE pipeline = ?1 ORDER BY number")
    try known.bind(text: pipeline, at: 1)
    while try known.step() == .row {
      reasons.append(
        FailedRecords.Known(reason: FailureReason(stage: known.text(0), shape: known.text(1)), place: known.text(2)))
    }
    let runs = select.text(0).split(separator: " ").compactMap { run($0, of: reasons.count) }
    return FailureWindow(reasons: reasons, runs: runs)
  }

  /// `ok*40` for records that didn't fail, `2*7` for those that failed for reason 2.
  private static func written(_ run: FailureWindow.Run) -> String {
    "\(run.reason.map(String.init) ?? "ok")*\(run.count)"
  }

  private static func run(_ text: Substring, of reasons: Int) -> FailureWindow.Run? {
    let parts = text.split(separator: "*")
    guard parts.count == 2, let count = Int(parts[1]), count > 0 else { return nil }
    if parts[0] == "ok" { return FailureWindow.Run(reason: nil, count: count) }
    return Int(parts[0]).flatMap { (0..<reasons).contains($0) ? FailureWindow.Run(reason: $0, count: count) : nil }
  }
}

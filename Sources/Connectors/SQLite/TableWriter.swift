import Columns
import Engine
import SQLiteClient
import State

/// The open database of a sink, and the tables of it that were met.
struct TableWriter: ~Copyable {
  private let targets: TableTargets
  private let isDistrusted: Bool
  private let connection: Connection
  private var tables: [TableTargets.Place: OpenTable] = [:]
  /// How often a table was opened.
  private(set) var openings = 0
  /// The tables that the open transaction made: they go with it.
  private var made: [TableTargets.Place] = []
  /// More statements than these aren't kept ready.
  private static let mostOpen = 256

  /// A writer of tables, of which those that all records go to are there.
  init(
    _ targets: TableTargets, in connection: consuming Connection, distrusting isDistrusted: Bool
  ) throws(TableRefusal) {
    self.targets = targets
    self.isDistrusted = isDistrusted
    for place in targets.constants {
      tables[place] = try OpenTable(targets.target(place), in: connection, distrusting: isDistrusted)
    }
    self.connection = connection
  }

  /// The tables as they were found.
  var layouts: [TableTargets.Place: TableLayout] { tables.mapValues(\.layout) }

  mutating func begin() throws(SQLiteError) { try connection.begin() }

  /// Undoes what was written. That it fails changes nothing: what isn't committed is gone with the connection.
  mutating func rollback() {
    try? connection.rollback()
    forgetMade()
  }

  mutating func entries(of ledger: LedgerName) throws(SQLiteError) -> [LedgerEntry] {
    try PositionTable.entries(of: ledger, in: connection)
  }

  /// Commits what was written with the lanes' moves; returns the lanes that were lost, and then nothing is.
  mutating func store(_ moves: [LedgerMove], in ledger: LedgerName) throws(SQLiteError) -> [LaneID] {
    // Whether the transaction was committed or undone, what it made is looked for anew.
    defer { forgetMade() }
    return try PositionTable.store(moves, in: ledger, on: connection)
  }

  private mutating func forgetMade() {
    for place in made { tables[place] = nil }
    made = []
  }

  /// What came of writing rows.
  enum Written {
    case all
    /// The tables refuse these; none of the rows was written.
    case refused([RefusedRow])
    /// A table refuses rows although it had no rule to: it is another than when it was opened.
    case changed(String)
    /// A table undid the whole transaction when it refused a row.
    case undone(String, why: String)
    /// A table can't be filled.
    case misfit(TableRefusal)
  }

  /// Writes rows inside the open transaction, each into its table.
  mutating func write(_ rows: PreparedTables) throws(SQLiteError) -> Written {
    var parts: [(rows: PreparedTable, table: OpenTable)] = []
    var refused: [RefusedRow] = []
    for part in rows.parts {
      let found: OpenTable?
      do throws(TableRefusal) {
        found = try table(part.place)
      } catch {
        if case .database(let error) = error { throw error }
        return .misfit(error)
      }
      guard let found else {
        let why = "there is no table \(quoted(part.place.name)), and `create: never` forbids to make it"
        refused += (0..<part.count).map { RefusedRow(row: part.origin(of: $0), message: why) }
        continue
      }
      let fitting = part.layout == found.layout ? part : part.prepared(for: found.layout)
      if fitting.layout != part.layout {
        refused += fitting.failures.map { RefusedRow(row: $0.row, message: $0.sentence) }
      }
      parts.append((fitting, found))
    }
    guard refused.isEmpty else { return .refused(refused.sorted { $0.row < $1.row }) }
    return try insert(parts)
  }

  private func insert(_ parts: [(rows: PreparedTable, table: OpenTable)]) throws(SQLiteError) -> Written {
    let canRefuse = parts.contains { $0.table.layout.canRefuse }
    if canRefuse { try connection.execute("SAVEPOINT rows") }
    var refused: [RefusedRow] = []
    var undone: String?
    for (rows, table) in parts {
      var isChanged = false
      try table.write(rows) { row, error in
        isChanged = !table.layout.canRefuse
        // A trigger or constraint may undo the whole transaction: what was inserted now would be committed by itself.
        guard connection.isInTransaction else {
          undone = Self.reason(of: error, rows)
          return false
        }
        refused.append(
          RefusedRow(row: rows.origin(of: row), message: "the table refuses it: \(Self.reason(of: error, rows))"))
        return true
      }
      if let undone { return .undone(rows.place.name, why: undone) }
      if isChanged { return .changed(rows.place.name) }
    }
    guard canRefuse else { return .all }
    if !refused.isEmpty { try connection.execute("ROLLBACK TO rows") }
    try connection.execute("RELEASE rows")
    return refused.isEmpty ? .all : .refused(refused.sorted { $0.row < $1.row })
  }

  /// What SQLite says of a row; a trigger says what its author wants, and that may quote the row.
  private static func reason(of error: SQLiteError, _ rows: PreparedTable) -> String {
    error.kind == .constraint(.trigger) && rows.isPersonal ? "a trigger says «personal»" : error.message
  }

  /// The table, made if it is missing; nil where it may not be.
  private mutating func table(_ place: TableTargets.Place) throws(TableRefusal) -> OpenTable? {
    if let open = tables[place] { return open }
    let target = targets.target(place)
    do throws(SQLiteError) {
      if try !target.isThere(in: connection) {
        if target.create == .never { return nil }
        try connection.execute(target.creation)
        made.append(place)
      }
    } catch {
      throw .database(error)
    }
    let open = try OpenTable(target, in: connection, distrusting: isDistrusted)
    if tables.count >= Self.mostOpen { tables = [:] }
    tables[place] = open
    openings += 1
    return open
  }
}

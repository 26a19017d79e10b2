import Engine
import SQLiteClient
import State
import Testing

@Suite("the table of positions") struct PositionTableTests {
  let folder = TemporaryFolder()
  let ledger = LedgerName(pipeline: "p", target: "orders")
  let lane = LaneID(name: "orders.csv", identity: "f1")

  private func connection() throws -> Connection {
    let connection = try Connection(opening: folder.file("a.db"))
    try PositionTable.create(in: connection)
    try connection.execute("CREATE TABLE IF NOT EXISTS rows (a)")
    return connection
  }

  private func store(
    _ moves: [LedgerMove], on connection: borrowing Connection, in ledger: LedgerName? = nil
  ) throws -> [LaneID] {
    try connection.begin()
    try connection.execute("INSERT INTO rows VALUES (1)")
    return try PositionTable.store(moves, in: ledger ?? self.ledger, on: connection)
  }

  @Test("moves a lane in the transaction of its rows") func moves() throws {
    let connection = try connection()
    let move = LedgerMove(lane: lane, expected: nil, to: Position(message: 7, row: 2), check: "c")
    #expect(try store([move], on: connection).isEmpty)
    #expect(
      try PositionTable.entries(of: ledger, in: connection) == [
        LedgerEntry.moved(lane, to: Position(message: 7, row: 2), check: "c")
      ])
    #expect(try connection.integer("SELECT count(*) FROM rows") == 1)
    let isOpen = connection.isInTransaction
    #expect(!isOpen)
  }

  @Test("finding another position than the expected, loses the lane and stores no row") func lost() throws {
    let connection = try connection()
    let first = LedgerMove(lane: lane, expected: nil, to: Position(message: 7))
    let late = LedgerMove(lane: lane, expected: Position(message: 3), to: Position(message: 9))
    _ = try store([first], on: connection)
    #expect(try store([late], on: connection) == [lane])
    #expect(try connection.integer("SELECT count(*) FROM rows") == 1)
    #expect(try PositionTable.entries(of: ledger, in: connection).map(\.position) == [Position(message: 7)])
  }

  @Test("finding the new position, knows that the rows are in and stores none twice") func alreadyMoved() throws {
    let connection = try connection()
    let move = LedgerMove(lane: lane, expected: nil, to: Position(message: 7))
    _ = try store([move], on: connection)
    #expect(try store([move], on: connection).isEmpty)
    #expect(try connection.integer("SELECT count(*) FROM rows") == 1)
  }

  @Test("where only some lanes have moved already, those are lost and nothing is stored") func mixed() throws {
    let connection = try connection()
    let other = LaneID(name: "more.csv", identity: "f2")
    let move = LedgerMove(lane: lane, expected: nil, to: Position(message: 7))
    _ = try store([move], on: connection)
    #expect(try store([LedgerMove(lane: other, expected: nil, to: .start), move], on: connection) == [lane])
    #expect(try PositionTable.entries(of: ledger, in: connection).map(\.lane) == [lane])
    #expect(try connection.integer("SELECT count(*) FROM rows") == 1)
  }

  @Test("a renamed lane keeps its position under the new name") func renamed() throws {
    let connection = try connection()
    _ = try store([LedgerMove(lane: lane, expected: nil, to: Position(message: 7))], on: connection)
    let renamed = LaneID(name: "old.csv", identity: "f1")
    let move = LedgerMove(lane: renamed, expected: Position(message: 7), to: Position(message: 9), former: lane)
    #expect(try store([move], on: connection).isEmpty)
    #expect(
      try PositionTable.entries(of: ledger, in: connection) == [
        LedgerEntry.moved(renamed, to: Position(message: 9))
      ])
    // Told again after a lost answer, it finds itself done.
    #expect(try store([move], on: connection).isEmpty)
    #expect(try connection.integer("SELECT count(*) FROM rows") == 2)
  }

  @Test("positions of other pipelines, targets and identities are others") func apart() throws {
    let connection = try connection()
    let move = LedgerMove(lane: lane, expected: nil, to: Position(message: 7))
    let names = [
      ledger, LedgerName(pipeline: "q", target: "orders"), LedgerName(pipeline: "p", target: "o"),
      LedgerName(pipeline: "p", sink: "second", target: "orders"),
    ]
    for name in names { #expect(try store([move], on: connection, in: name).isEmpty) }
    let again = LedgerMove(lane: LaneID(name: lane.name, identity: "f9"), expected: nil, to: Position(message: 1))
    #expect(try store([again], on: connection).isEmpty)
    #expect(try PositionTable.entries(of: ledger, in: connection).count == 2)
    try PositionTable.forget(target: "orders", in: connection)
    #expect(try PositionTable.entries(of: ledger, in: connection).isEmpty)
    #expect(try PositionTable.entries(of: names[2], in: connection).count == 1)
  }

  @Test("goes on under a new name where the former one stood, which then is nobody's")
  func pipelineRenamed() throws {
    let connection = try connection()
    let other = LaneID(name: "more.csv", identity: "f2")
    let first = LedgerMove(lane: lane, expected: nil, to: Position(message: 7))
    let second = LedgerMove(lane: other, expected: nil, to: Position(message: 3))
    _ = try store([first, second], on: connection)
    let renamed = LedgerName(pipeline: "new", target: "orders", formerNames: ["older", "p"])
    #expect(try Set(PositionTable.entries(of: renamed, in: connection).map(\.position.message)) == [7, 3])
    let on = LedgerMove(lane: lane, expected: Position(message: 7), to: Position(message: 9))
    #expect(try store([on], on: connection, in: renamed).isEmpty)
    #expect(try Set(PositionTable.entries(of: renamed, in: connection).map(\.position.message)) == [9, 3])
    #expect(try PositionTable.entries(of: ledger, in: connection).map(\.lane) == [other])
    // A process that still runs under the old name has lost the lane.
    #expect(try store([on], on: connection) == [lane])
    let unsaid = LedgerName(pipeline: "new2", target: "orders")
    #expect(try PositionTable.entries(of: unsaid, in: connection).isEmpty)
  }
}

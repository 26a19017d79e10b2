import Columns
import Engine
import Synchronization

/// A record as sinks in memory keep it.
struct MemoryRow: Hashable, Sendable, CustomStringConvertible {
  let lane: String
  let message: Int64
  var description: String { "\(lane)/\(message)" }
}

struct MemoryRows: PreparedRows {
  let rows: [MemoryRow]
  var count: Int { rows.count }
  var failures: [RowFailure] { [] }
  var footprint: Int { 0 }
}

/// What goes wrong with one call of a sink in memory.
enum MemoryFault: Sendable {
  case away
  /// What was to be stored is, but the answer is lost.
  case lostAnswer
  case take(TakeFailure)
}

/// Databases in memory, which sinks of several processes fill: what is durable, and who writes.
final class MemoryWorld: Sendable {
  enum Call: Sendable, Equatable { case open, entries, take, store }

  struct Session: Hashable, Sendable {
    let process: Int
    let sink: String
  }

  struct State: Sendable {
    var ledgers: [String: [LaneID: LedgerEntry]] = [:]
    var tables: [String: [MemoryRow]] = [:]
    /// Where each sink's lanes began.
    var firsts: [String: [LaneID: Int64]] = [:]
    var writers: [String: Session] = [:]
    /// What sinks were told, one line a call.
    var calls: [String] = []
    /// What can't be right whatever happens.
    var violations: [String] = []
  }

  private let state = Mutex(State())
  private let faults = Mutex<@Sendable (Call, String, [MemoryRow]) -> MemoryFault?>({ _, _, _ in nil })

  var now: State { state.withLock { $0 } }
  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  /// Decides what goes wrong: the call, the sink's name, the rows to be taken.
  func decide(_ faults: @escaping @Sendable (Call, String, [MemoryRow]) -> MemoryFault?) {
    self.faults.withLock { $0 = faults }
  }

  func fault(_ call: Call, _ sink: String, _ rows: [MemoryRow] = []) -> MemoryFault? {
    faults.withLock { $0 }(call, sink, rows)
  }

  /// What happened since it was asked last.
  func calls() -> [String] {
    state.withLock { state in
      defer { state.calls = [] }
      return state.calls
    }
  }

  func position(_ sink: String, _ name: String) -> Int64? { now.ledgers[sink]?[id(name)]?.position.message }

  func stand(_ sink: String, _ name: String, at message: Int64, tenure: String = "before") {
    change {
      $0.ledgers[sink, default: [:]][id(name)] = LedgerEntry(
        lane: id(name), position: Position(message: message), tenure: Tenure(id: tenure, since: .start))
    }
  }
}

/// A sink in memory that is a ledger of its positions, and takes turns at its database.
final class MemorySink: Sink {
  private let world: MemoryWorld
  private let session: MemoryWorld.Session
  let turn: String?
  /// What it holds while it writes, whether it says so or not.
  private let lock: String?
  private let held = Mutex<[MemoryRow]>([])
  /// What is done to moves on their way, and to what the ledger tells: to show that a mistake is found.
  let alter: @Sendable ([LedgerMove]) -> [LedgerMove]
  let recall: @Sendable ([LedgerEntry]) -> [LedgerEntry]

  init(
    _ name: String, turn: String?, lock: String? = nil, in world: MemoryWorld, process: Int = 0,
    alter: @escaping @Sendable ([LedgerMove]) -> [LedgerMove] = { $0 },
    recall: @escaping @Sendable ([LedgerEntry]) -> [LedgerEntry] = { $0 }
  ) {
    self.world = world
    self.turn = turn
    self.lock = lock ?? turn
    session = MemoryWorld.Session(process: process, sink: name)
    self.alter = alter
    self.recall = recall
  }

  private var name: String { session.sink }
  var target: String { name }
  var guarantee: Guarantee { .exactlyOnce }
  var reason: String { "" }
  private var failure: Failure { Failure(.outage, "OZ-D001", "\(name) is away") }

  func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows {
    preconditionFailure("rows are made by the tests")
  }

  func open() async throws(Failure) {
    await abandon()
    if world.fault(.open, name) != nil { throw failure }
  }

  func entries() async throws(Failure) -> [LedgerEntry] {
    if world.fault(.entries, name) != nil { throw failure }
    return recall(Array((world.now.ledgers[name] ?? [:]).values))
  }

  /// Whether the sink has the turn now. One of this process that has it would be waited for in vain.
  private func enter() -> Bool {
    guard let lock else { return true }
    var isOurs = true
    world.change { state in
      let writer = state.writers[lock] ?? session
      isOurs = writer == session
      if writer.process == session.process, !isOurs {
        state.violations.append("\(name) waits for \(writer.sink), which waits for it")
      }
      if isOurs { state.writers[lock] = session }
    }
    return isOurs
  }

  private func leave() {
    guard let lock else { return }
    world.change { if $0.writers[lock] == session { $0.writers[lock] = nil } }
  }

  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    let rows = (rows as? MemoryRows)?.rows ?? []
    switch world.fault(.take, name, rows) {
    case .away, .lostAnswer:
      await abandon()
      throw .failure(failure)
    case .take(let failure): throw failure
    case nil: break
    }
    guard enter() else {
      await abandon()
      throw .failure(failure)
    }
    held.withLock { $0 += rows }
    world.change { $0.calls.append("\(name) takes \(rows.map { "\($0.message)" }.joined(separator: " "))") }
  }

  func store(_ moves: [LedgerMove]) async throws(StoreFailure) {
    let fault = world.fault(.store, name)
    if case .away? = fault {
      await abandon()
      throw .failure(failure)
    }
    guard enter() else {
      await abandon()
      throw .failure(failure)
    }
    let told = moves.map { move in
      "\(move.lane) \(move.expected.map(\.description) ?? "-")→\(move.to)"
    }.sorted().joined(separator: ", ")
    let moves = alter(moves)
    var lost: [LaneID] = []
    let rows = held.withLock { $0 }
    world.change { state in
      state.calls.append("\(name) stores \(told)")
      let ledger = state.ledgers[name] ?? [:]
      let verdicts = moves.map { move in
        (move, move.verdict(found: move.former.flatMap { ledger[$0] } ?? ledger[move.lane]))
      }
      if !moves.isEmpty, verdicts.allSatisfy({ $0.1 == .alreadyMoved }) { return }
      lost = verdicts.filter { $0.1 != .move }.map(\.0.lane)
      guard lost.isEmpty else { return }
      for move in moves {
        if let former = move.former { state.ledgers[name]?[former] = nil }
        if move.expected == nil { state.firsts[name, default: [:]][move.lane] = move.to.message }
        state.ledgers[name, default: [:]][move.lane] = LedgerEntry(
          lane: move.lane, position: move.to, check: move.check, tenure: move.tenure)
      }
      state.tables[name, default: []] += rows
    }
    await abandon()
    if !lost.isEmpty { throw .lost(lost) }
    if case .lostAnswer? = fault { throw .failure(failure) }
  }

  func abandon() async {
    held.withLock { $0 = [] }
    leave()
  }

  func close() async { await abandon() }
}

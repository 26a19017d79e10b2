import Engine
import Synchronization

/// Lanes of numbered messages and three sinks, of which two share a database, as several processes see them.
final class FanOutWorld: Sendable {
  struct Faults: Sendable {
    var crash = 0.0
    var outage = 0.0
    /// What is stored is, but its answer is lost.
    var lostAnswer = 0.0
  }

  /// What is done wrong on purpose, to show that the simulation finds it.
  enum Sabotage: CaseIterable, Sendable {
    /// A store that comes early moves the lane further than its sink has taken.
    case earlyStoreTooFar
    case storedBeforeLetters
    /// A sink gets records that lie below its own position.
    case settledAreNotPassedOver
    /// Nobody knows that two sinks share a database.
    case turnsUntold
    /// A sink's ledger is asked once, and never again.
    case standingsOfYore
    /// All letters go to the first sink.
    case lettersOfTheFirst
  }

  static let names = ["one", "two", "three"]
  static let lanes = ["a", "b"]
  let count: Int64 = 60
  let sabotage: Sabotage?
  let memory = MemoryWorld()
  let letters = MemoryLetters()
  private let random: Mutex<SplitMix>
  private let faults: Mutex<Faults>
  /// Whether a sink is taking rows, so that whatever is stored meanwhile is stored early.
  private let isTaking = Atomic(false)

  /// Where lanes without a position begin; nil where each look finds a later place, as `from: latest` does.
  let first: Int64?
  private let latest = Atomic<Int64>(4)

  init(faults: Faults, seed: UInt64, sabotage: Sabotage?, first: Int64? = 0) {
    self.sabotage = sabotage
    self.first = first
    random = Mutex(SplitMix(seed: seed))
    self.faults = Mutex(faults)
    memory.decide { [unowned self] call, sink, rows in
      let faults = self.faults.withLock { $0 }
      if chance(faults.outage / 3) { return call == .store && chance(faults.lostAnswer) ? .lostAnswer : .away }
      let refused = rows.indices.filter { self.isRefused(rows[$0].message, by: sink) }
      if call != .take || refused.isEmpty { return nil }
      // A sink may know which rows it refuses, or not.
      return rows[0].message % 2 == 0
        ? .take(.rows(refused.map { RefusedRow(row: $0, message: "refused") }))
        : .take(.somewhere(message: "refused", mayPass: chance(0.5)))
    }
  }

  /// The source, as one process asks it now.
  var source: MemorySource {
    if let first { return MemorySource(fresh: first) }
    return MemorySource(
      fresh: min(count, latest.wrappingAdd(1, ordering: .relaxed).newValue), isKept: true)
  }

  // MARK: What becomes of a message

  /// Fails before it is known which sinks take it: its letter belongs to the first.
  func isPoison(_ message: Int64) -> Bool { message % 17 == 3 }
  /// No sink takes it; so it is with the last messages.
  func isFiltered(_ message: Int64) -> Bool { message % 5 == 1 || message >= 56 }
  /// Fails on the way to one sink.
  func fails(_ message: Int64, for sink: String) -> Bool { sink == "three" && message % 19 == 5 }
  func isRefused(_ message: Int64, by sink: String) -> Bool {
    switch sink {
    case "one": message % 21 == 12
    case "two": message % 23 == 7
    default: message % 29 == 2
    }
  }
  /// Whether it comes to a sink's branch.
  func reaches(_ message: Int64, _ sink: String) -> Bool {
    if isPoison(message) || isFiltered(message) { return false }
    return switch sink {
    case "one": message % 3 == 0
    case "two": message % 3 != 0
    default: message % 4 != 0
    }
  }
  func isDead(_ message: Int64, _ sink: String) -> Bool {
    if isPoison(message) { return sink == "one" }
    return reaches(message, sink) && (fails(message, for: sink) || isRefused(message, by: sink))
  }

  // MARK: Chance

  func chance(_ share: Double) -> Bool { share > 0 && random.withLock { $0.fraction() } < share }
  func pick(_ range: ClosedRange<Int>) -> Int { random.withLock { Int.random(in: range, using: &$0) } }
  func seed() -> UInt64 { random.withLock { $0.next() } }
  var now: Faults { faults.withLock { $0 } }
  func calm() { faults.withLock { $0 = Faults() } }

  func taking(_ isTaking: Bool) { self.isTaking.store(isTaking, ordering: .relaxed) }

  // MARK: Sinks

  func sinks(of process: Int) -> [SinkGroup.Member] {
    Self.names.map { name in
      let turn = name == "three" ? "y" : "x"
      let first = Mutex<[LedgerEntry]?>(nil)
      let sink = MemorySink(
        name, turn: sabotage == .turnsUntold ? nil : turn, lock: turn, in: memory, process: process,
        alter: { [unowned self] moves in
          guard sabotage == .earlyStoreTooFar, isTaking.load(ordering: .relaxed) else { return moves }
          return moves.map { move in
            var move = move
            move.to.message = min(count, move.to.message + 2)
            return move
          }
        },
        recall: { [unowned self] entries in
          guard sabotage == .standingsOfYore else { return entries }
          return first.withLock { first in
            first = first ?? entries
            return first ?? entries
          }
        })
      return SinkGroup.Member(name: name, sink: sink)
    }
  }

  /// What is wrong with what is durable, at the end.
  func verdict() -> [String] {
    let state = memory.now
    var wrong = Array(Set(state.violations))
    let letters = letters.settled
    for name in Self.names {
      let stored = state.tables[name] ?? []
      let counted = Dictionary(stored.map { ($0, 1) }, uniquingKeysWith: +)
      let dead = letters.filter { $0.sink == name }.map(\.row)
      if Set(dead).count != dead.count { wrong.append("a record has two letters of \(name)") }
      for lane in Self.lanes {
        let order = stored.filter { $0.lane == lane }.map(\.message)
        if zip(order, order.dropFirst()).contains(where: { $0 >= $1 }) {
          wrong.append("\(name) has \(lane) out of order")
        }
        // Where the lane was begun in the first sink, it is in all of them.
        let first = self.first ?? state.firsts[Self.names[0]]?[id(lane)] ?? 0
        for message in 0..<count {
          let row = MemoryRow(lane: lane, message: message)
          let isDead = isDead(message, name) && message >= first
          let wanted = reaches(message, name) && !isDead && message >= first ? 1 : 0
          if counted[row, default: 0] != wanted { wrong.append("\(name) has \(row) \(counted[row, default: 0]) times") }
          if dead.contains(row) != isDead { wrong.append("\(row) \(isDead ? "lacks its" : "has a") letter of \(name)") }
        }
        let stands = memory.position(name, lane) ?? 0
        if stands != count { wrong.append("\(name) stands at \(stands) of \(lane)") }
      }
    }
    return wrong.sorted()
  }
}

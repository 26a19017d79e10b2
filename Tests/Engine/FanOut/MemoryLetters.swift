import Columns
import Engine
import Synchronization

/// Dead letters in memory: which of them count follows from what the ledgers say.
final class MemoryLetters: DeadLetterStore {
  struct Letter: Hashable, Sendable {
    let sink: String
    let row: MemoryRow
    let tenure: String
  }

  /// Each letter, and whether it is settled.
  private let letters = Mutex<[Letter: Bool]>([:])

  /// Those that count, and to whom they belong.
  var settled: [Letter] { letters.withLock { $0.filter(\.value).map(\.key) } }
  var all: [Letter] { letters.withLock { Array($0.keys) } }

  func keep(_ sink: String, _ row: MemoryRow, tenure: String) {
    letters.withLock { $0[Letter(sink: sink, row: row, tenure: tenure)] = false }
  }

  func begin(_ box: LetterBox, at position: Position, last: Tenure?) async throws(Failure) {
    letters.withLock { letters in
      Self.withdraw(&letters, box, from: position)
      if let last { Self.settle(&letters, box, upTo: position, by: last) }
    }
  }

  func keep(_ letters: [DeadLetter], tenure: String, configuration hash: String) async throws(Failure) {
    for letter in letters {
      keep(letter.sink, MemoryRow(lane: letter.lane.name, message: letter.position.message), tenure: tenure)
    }
  }

  func settled(_ box: LetterBox, upTo position: Position, by tenure: Tenure) async throws(Failure) {
    letters.withLock { letters in
      Self.settle(&letters, box, upTo: position, by: tenure)
      Self.withdraw(&letters, box, from: position)
    }
  }

  func keep(_ window: FailureWindow, of pipeline: String, configuration hash: String) async throws(Failure) {}

  private static func withdraw(_ letters: inout [Letter: Bool], _ box: LetterBox, from position: Position) {
    for letter in letters.keys where isIn(letter, box) && letter.row.message >= position.message {
      letters[letter] = false
    }
  }

  private static func settle(
    _ letters: inout [Letter: Bool], _ box: LetterBox, upTo position: Position, by tenure: Tenure
  ) {
    for letter in letters.keys
    where isIn(letter, box) && letter.row.message < position.message && letter.row.message >= tenure.since.message {
      letters[letter] = letter.tenure == tenure.id ? true : nil
    }
  }

  private static func isIn(_ letter: Letter, _ box: LetterBox) -> Bool {
    letter.sink == box.sink && letter.row.lane == box.lane.name
  }
}

/// A source that begins where a ledger stands, as each sink asks.
struct MemorySource: Source {
  /// Where a lane without a position begins.
  var fresh: Int64 = 0
  var isKept = false
  /// Lanes that have another name than the ledger knows.
  var renamed: [LaneID: LaneID] = [:]

  func open() async throws(Failure) {}
  func change() async throws(Failure) -> LaneChange { LaneChange() }
  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    lanes.map { lane in
      let entry = ledger[lane.id] ?? renamed[lane.id].flatMap { ledger[$0] }
      return LaneStart(
        lane: lane, position: entry?.position ?? Position(message: fresh), entry: entry,
        isKept: isKept && entry == nil)
    }
  }
  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult { .caughtUp }
  func close() async {}
}

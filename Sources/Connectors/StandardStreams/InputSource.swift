package import Columns
package import Engine
import Glibc
package import Specifications
import Threads

/// Reads standard input: one lane, which no other run has. What isn't stored is kept, since it can't be read again.
package actor InputSource: Source {
  /// How long a read waits before it says that nothing came; so long may draining wait for it, too.
  private static let patience: Int32 = 100

  private let pipe: Pipe
  private let lane: Lane
  private let thread = BlockingThread(name: "stdin")
  private var cutter: RecordCutter
  private var unsettled: UnsettledBatches

  /// A source that reads `descriptor`.
  package init(splitter: any Splitter, maxRecord: ByteCount, descriptor: Int32 = STDIN_FILENO) {
    pipe = Pipe(number: descriptor, name: "stdin")
    lane = Lane(id: LaneID(name: "stdin", identity: "\(getpid())-\(UInt64.random(in: 0 ... .max))"))
    cutter = RecordCutter(splitter, maxRecord: maxRecord)
    unsettled = UnsettledBatches(splitter)
  }

  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  package nonisolated var needsSoleRunner: Bool { false }
  package nonisolated var keepsPositions: Bool { false }

  package func open() async throws(Failure) {}

  package func change() async throws(Failure) -> LaneChange { LaneChange(gained: [lane], isFinal: true) }

  package func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    // The ledger, if there is one, knows the lane when this run has stored some of it.
    lanes.map { lane in
      let entry = ledger[lane.id]
      return LaneStart(lane: lane, position: entry?.position ?? Position(message: unsettled.settled), entry: entry)
    }
  }

  package func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult {
    if position.message < cutter.position {
      guard let batch = unsettled.batch(from: position.message) else {
        throw Failure(
          .fatal, "OZ-P004", "stdin can't be read again from byte \(position)", mend: "start again with all of it")
      }
      return .batch(batch)
    }
    while true {
      try fill(limit)
      switch try cut(limit) {
      case .records(let batch):
        unsettled.add(batch)
        return .batch(batch)
      case .ended: return .ended
      case .more: if !pipe.canRead(within: Self.patience) { return .caughtUp }
      }
    }
  }

  package func commit(_ lane: Lane, _ position: Position) async throws(Failure) { unsettled.settle(position.message) }

  package func close() async {}

  /// Takes in what there is already, up to a batch.
  private func fill(_ limit: ReadLimit) throws(Failure) {
    while true {
      let missing = cutter.missing(for: limit)
      guard missing > 0, pipe.canRead(within: 0) else { return }
      let count = try unsafe cutter.fill(min(missing, 1 << 16)) { (room) throws(Failure) in
        try unsafe pipe.read(into: room)
      }
      if count == 0 { cutter.end() }
    }
  }

  private func cut(_ limit: ReadLimit) throws(Failure) -> RecordCutter.Cut {
    do {
      return try cutter.cut(limit)
    } catch {
      let sentence = error.sentence(of: "stdin")
      switch error {
      case .prologueTooLong:
        throw Failure(
          .fatal, "OZ-P005", sentence, mend: "look whether it is the right input and `format`, or raise `max_record`")
      case .endingTooLong:
        throw Failure(.fatal, "OZ-P005", sentence, mend: "raise `max_record`, and start again")
      case .broken: throw Failure(.fatal, "OZ-P006", sentence, mend: "look at what writes it, and start again")
      }
    }
  }
}

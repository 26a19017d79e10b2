/// Names a batch while it is under way.
package typealias BatchID = Int

/// What happened: all that a pipeline's machine ever learns.
package enum PipelineEvent: Sendable {
  case start
  case sinkOpened(Failure?)
  case sourceOpened(Failure?)
  case lanes(LaneChange)
  case lanesFailed(Failure)
  case began([LaneStart], generation: Int)
  case beginFailed(Failure, generation: Int)
  case read(LaneID, BatchID, ReadFacts)
  case processed(BatchID, BatchFacts)
  case taken(BatchID, TakeFacts)
  /// Letters of rows that the sink refused are durable; `repeated` of the rows are of records that have one already.
  case kept(BatchID, Failure?, repeated: Int = 0, failed: FailedRecords = FailedRecords())
  case stored(StoreFailure?)
  /// The window of failures is durable, or isn't.
  case windowKept(Failure?)
  /// All letters that count were sent on, or could not be.
  case lettersSent(Failure?)
  case abandoned
  case committed(LaneID, Failure?)
  case released(LaneID)
  case measured(LaneID, Position?, Failure?)
  case confirmed(Bool)
  /// Where lanes end, as far as the source can tell.
  case lagMeasured([LaneID: Position])
  /// Whether a pipeline of this run that fills the source is still busy.
  case feeding(Bool)
  case tick
  /// Finish what is under way, store it, and end.
  case drain
}

/// What a read brought, in numbers.
package enum ReadFacts: Sendable {
  /// `isLast` says whether nothing stood behind it.
  case batch(from: Position, to: Position, records: Int, bytes: Int, check: String, isLast: Bool = false)
  case caughtUp
  /// What comes next lies beyond what was asked for.
  case stopped
  case ended
  case failed(Failure)
}

/// What became of a batch's records before the sink.
package struct BatchFacts: Sendable, Equatable {
  /// Rows for the sink.
  package var rows: Int
  package var filtered: Int
  /// Rows that failed in decoding, the contract or the steps.
  package var failed: Int
  /// Records that were decoded, or should have been.
  package var read: Int
  /// The rows by what a sink is asked to take at once: they follow each other.
  package var parts: [Int]
  /// Which of the records failed, and why.
  package var failedRecords = FailedRecords()
  /// Why the pipeline has to stop.
  package var fatal: Failure?

  package init(rows: Int, filtered: Int = 0, failed: Int = 0) {
    self.rows = rows
    self.filtered = filtered
    self.failed = failed
    read = rows + filtered + failed
    parts = [rows]
  }
}

/// What became of the rows that a sink was asked to take.
package enum TakeFacts: Sendable {
  /// They are taken; `next` is where the first row behind them stands.
  case taken(next: Position)
  case rows([RefusedRow])
  case somewhere(message: String, mayPass: Bool)
  /// Other processes have these lanes; nothing that was taken is held any more.
  case lost([LaneID])
  case failed(Failure)
  /// The batch's letters couldn't be made durable, and the sink wasn't asked.
  case unkept(Failure)
}

/// What is to be done. Whoever performs an action answers with its event.
package enum PipelineAction: Sendable {
  case openSink
  case openSource
  case watchLanes
  case begin([Lane], generation: Int)
  case read(Lane, BatchID, tenure: String, from: Position, ReadLimit)
  case process(BatchID)
  /// Rows of the batch, as prepared.
  case take(BatchID, Range<Int>)
  /// Makes the letters of refused rows durable.
  case keep(BatchID, [RefusedRow])
  case store([LedgerMove])
  /// Makes durable which of the last records failed.
  case keepWindow(FailureWindow)
  /// Sends on all letters that count.
  case sendLetters
  case abandon
  case commit(Lane, Position)
  case release(Lane)
  case measure(Lane)
  /// Asks where lanes end, to know how far behind they are.
  case measureLag([Lane])
  /// Asks whether others have settled what isn't in these lanes, the ones that the machine knows.
  case confirm(beside: [Lane])
  /// The batch's memory is free.
  case forget(BatchID)
  case say(Saying)
  case finish(Outcome)
}

/// What people are told.
package enum Saying: Sendable, Equatable {
  case paused(Pause)
  /// What was busy isn't any more: as much is under way at once as before.
  case fullSpeed
  case resumed(after: Duration)
  case lost(LaneID)
  case note(LaneID, String)
  case caughtUp
  case failed(Failure)
  case draining
  /// Letters are kept that couldn't be sent on.
  case unsent(Failure)
  /// Another process runs the pipeline; this one waits for its end.
  case standingBy
}

/// What is told of an outage: at the change, and once a minute after it.
package struct Pause: Sendable, Equatable {
  package var failure: Failure
  /// How long it has lasted.
  package var lasting: Duration
  /// When the next try is due; nil while one is under way.
  package var next: Duration?
  /// How many batches may be under way behind it, where the other side is only busy.
  package var batches: Int?
  /// How long it is waited for, where nothing was ever connected; nil for ever.
  package var limit: Duration?
  package var lag: Lag?

  package init(_ failure: Failure, lasting: Duration, next: Duration? = nil) {
    self.failure = failure
    self.lasting = lasting
    self.next = next
  }
}

/// What a pipeline is at.
package enum Activity: String, Sendable {
  case starting, running
  case paused = "PAUSED"
  case draining
  case caughtUp = "caught up"
}

/// How a pipeline ended.
package enum Outcome: Sendable, Equatable {
  case done
  case drained
  /// It never got a connection.
  case unconnected(Failure)
  case failed(Failure)
  /// It didn't run, since another, behind which it would have, did not end well.
  case passedOver(because: String)
}

/// Records counted, as of the last store.
package struct Counts: Sendable, Equatable {
  package var read = 0
  package var written = 0
  package var filtered = 0
  package var deadLettered = 0

  package init() {}

  package static func + (a: Counts, b: Counts) -> Counts {
    var sum = a
    sum += b
    return sum
  }

  package static func += (a: inout Counts, b: Counts) {
    a.read += b.read
    a.written += b.written
    a.filtered += b.filtered
    a.deadLettered += b.deadLettered
  }
}

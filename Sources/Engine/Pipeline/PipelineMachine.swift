/// Decides everything about one running pipeline: events in, actions out. It has no task, no clock and no disk, so that
/// a test, or a simulation, can drive it through any order of events.
package struct PipelineMachine: Sendable {
  enum Phase: Sendable, Equatable {
    case openingSink, openingSource, running
    /// Reading has ended; what is under way is finished.
    case ending(Outcome, deadline: Duration)
    case ended
  }

  /// What the sink is doing; it does one thing at a time.
  enum Writer: Sendable, Equatable {
    case closed
    case idle
    case taking(BatchID)
    case keeping(BatchID)
    case storing
    case abandoning
  }

  /// A batch under way.
  struct Batch: Sendable {
    let lane: LaneID
    /// Where the batch was asked for; behind it, how far its rows are taken.
    var takenUpTo: Position
    var to: Position
    var check = ""
    /// How many records may come, and once they are read: how many there are.
    var asked: Int
    var records = 0
    /// What became of it before the sink; nil while it is being read or processed.
    var facts: BatchFacts?
    /// Rows still to be taken, once the first part was tried.
    var bisection: Bisection?
    var refused = 0
    /// Refused rows of records that have a letter already.
    var repeated = 0
    /// Records that failed, those that the sink refused among them.
    var failed = FailedRecords()
  }

  let settings: PipelineSettings
  var phase = Phase.openingSink
  var writer = Writer.closed
  var lanes: [LaneID: LaneProgress] = [:]
  /// The lanes in the order in which they are served.
  var order: [LaneID] = []
  var batches: [BatchID: Batch] = [:]
  var lastBatch: BatchID = 0
  var transaction = Transaction()
  var concurrency: Concurrency
  var lagWatch = LagWatch()
  var outage: Outage?
  /// The outage that a try has ended, until the side is seen to work.
  var lastOutage: Outage?
  var pace: Pace?
  var random: SplitMix
  /// Raised whenever lanes are rewound: answers to earlier begins are passed over.
  var generation = 0
  var isWatching = false
  /// Before it the lanes aren't watched again, since that has just failed.
  var watchAgain = Duration.zero
  /// Whether the source has told yet which lanes there are.
  var hasToldLanes = false
  var hasAllLanes = false
  var isFed = false
  var started = Duration.zero
  var idleSince: Duration?
  var confirmAgain = Duration.zero
  var isConfirming = false
  var isConfirmed = false
  /// When the row at hand, refused in a way that may pass, is tried again.
  var retakeAt: Duration?
  var hasSaidCaughtUp = false
  /// Why lanes couldn't be read any further, though the others could: the pipeline fails at its end.
  var laneFailures: [Failure] = []
  /// What became of the last records, up to what is taken, and up to what is stored.
  var window: FailureWindow
  var storedWindow: FailureWindow
  /// Whether what is stored is to be made durable, and whether that is under way.
  var isWindowDue = false
  var isKeepingWindow = false
  /// Whether letters are being sent on, and have been: a pipeline that is done does that last.
  var isSendingLetters = false
  var hasSentLetters = false
  var isAwaitingLetters = false
  /// Whether source and sink were connected at least once.
  var wasConnected = false

  /// What the pipeline is at, in a word.
  package var activity: Activity {
    switch phase {
    case .ending, .ended: .draining
    case _ where outage != nil: .paused
    case .openingSink, .openingSource: .starting
    case .running: hasSaidCaughtUp ? .caughtUp : .running
    }
  }

  /// How many of the records that were read are stored.
  var storedRecords = 0

  /// How many records were read and not dropped again: what `until: records` counts.
  var readRecords: Int { storedRecords + transaction.records + batches.values.reduce(0) { $0 + $1.records } }

  /// Records settled so far.
  package private(set) var counts = Counts()
  /// What was stored by transactions is counted here.
  mutating func settle(_ more: Counts) { counts += more }

  package init(_ settings: PipelineSettings) {
    self.settings = settings
    concurrency = Concurrency(most: settings.depth)
    window = settings.window
    storedWindow = settings.window
    random = SplitMix(seed: settings.seed)
    pace = settings.rate.map(Pace.init)
  }

  /// Takes in one event and decides what is to be done now.
  package mutating func handle(_ event: PipelineEvent, at now: Duration) -> [PipelineAction] {
    guard phase != .ended else { return [] }
    var actions: [PipelineAction] = []
    switch event {
    case .start:
      started = now
      actions.append(.openSink)
    case .sinkOpened(let failure): opened(.sink, failure, now, &actions)
    case .sourceOpened(let failure): opened(.source, failure, now, &actions)
    case .lanes(let change): changed(change, now)
    case .lanesFailed(let failure):
      isWatching = false
      watchAgain = now + .seconds(1)
      sourceFailed(failure, now, &actions)
    case .began(let starts, let generation): began(starts, generation, now, &actions)
    case .beginFailed(let failure, let generation): beginFailed(failure, generation, now, &actions)
    case .read(let lane, let batch, let facts): read(lane, batch, facts, now, &actions)
    case .processed(let batch, let facts): processed(batch, facts, now, &actions)
    case .taken(let batch, let facts): taken(batch, facts, now, &actions)
    case .kept(let batch, let failure, let repeated, let failed):
      kept(batch, failure, repeated: repeated, failed, now, &actions)
    case .stored(let failure): stored(failure, now, &actions)
    case .windowKept(let failure): windowKept(failure)
    case .lettersSent(let failure): lettersSent(failure, now, &actions)
    case .abandoned: abandoned(now, &actions)
    case .committed(let lane, let failure): committed(lane, failure, now)
    case .released(let lane): released(lane, now)
    case .measured(let lane, let position, let failure): measured(lane, position, failure, now, &actions)
    case .lagMeasured(let ends): lagMeasured(ends, now)
    case .confirmed(let isSettled): confirmed(isSettled, now)
    case .feeding(let isFed): self.isFed = isFed
    case .tick: break
    case .drain: drain(now, &actions)
    }
    advance(now, &actions)
    return actions
  }

  /// Does all that can be done now.
  private mutating func advance(_ now: Duration, _ actions: inout [PipelineAction]) {
    reconnect(now, &actions)
    remind(now, &actions)
    measureLag(now, &actions)
    beginLanes(now, &actions)
    readOn(now, &actions)
    write(now, &actions)
    keepWindow(&actions)
    commitGroups(now, &actions)
    releaseLanes(&actions)
    judgeEnd(now, &actions)
    finish(now, &actions)
  }
}

/// Performs what the machine decides: reads, works, takes and stores as child tasks, and tells the machine what came of
/// it. It decides nothing.
package struct PipelineDriver: Sendable {
  package let settings: PipelineSettings
  package let source: any Source
  package let sinks: SinkGroup
  package let processing: Processing
  package let letters: any DeadLetterStore
  package let configurationHash: String
  package let budget: BudgetDesk
  package let observer: PipelineObserver

  package init(
    settings: PipelineSettings, source: any Source, sinks: [SinkGroup.Member], processing: Processing,
    letters: any DeadLetterStore, configurationHash: String, budget: BudgetDesk, observer: PipelineObserver
  ) {
    self.settings = settings
    self.source = source
    self.sinks = SinkGroup(sinks, pipeline: processing.pipeline, letters: letters)
    self.processing = processing
    self.letters = letters
    self.configurationHash = configurationHash
    self.budget = budget
    self.observer = observer
  }

  /// Runs the pipeline to its end. `isFed` says whether a pipeline of this run still fills its source; `commands` brings
  /// what comes from outside: drain, feeding.
  package func run(isFed: Bool, commands: AsyncStream<PipelineEvent>) async -> Outcome {
    let (messages, inbox) = AsyncStream.makeStream(of: DriverMessage.self)
    let outcome = await withDiscardingTaskGroup(returning: Outcome.self) { group in
      group.addTask { for await event in commands { inbox.yield(DriverMessage(event)) } }
      group.addTask { await letters.serve() }
      var loop = DriverLoop(self, inbox)
      loop.take(DriverMessage(.feeding(isFed)), &group)
      loop.take(DriverMessage(.start), &group)
      if loop.outcome == nil {
        for await message in messages {
          loop.take(message, &group)
          if loop.outcome != nil { break }
        }
      }
      group.cancelAll()
      loop.releaseAll()
      return loop.outcome ?? .drained
    }
    await sinks.abandon()
    await source.close()
    await sinks.close()
    do throws(Failure) { try await letters.finish() } catch { observer.say(.unsent(error)) }
    return outcome
  }
}

/// Who is told what a pipeline does.
package struct PipelineObserver: Sendable {
  /// What people are to read.
  package let say: @Sendable (Saying) -> Void
  /// The counts and what the pipeline is at, after every event.
  package let show: @Sendable (Counts, Activity) -> Void
  /// Every action begun and ended, by name: for tests and for looking into a run.
  package let trace: (@Sendable (String) -> Void)?
  /// What a batch's records go on without.
  package let leaveOut: @Sendable (LeftOut) -> Void
  /// How far the pipeline is behind, whenever that was measured.
  package let lag: @Sendable (Lag?) -> Void

  package init(
    say: @escaping @Sendable (Saying) -> Void, show: @escaping @Sendable (Counts, Activity) -> Void,
    leaveOut: @escaping @Sendable (LeftOut) -> Void = { _ in }, lag: @escaping @Sendable (Lag?) -> Void = { _ in },
    trace: (@Sendable (String) -> Void)? = nil
  ) {
    self.leaveOut = leaveOut
    self.lag = lag
    self.say = say
    self.show = show
    self.trace = trace
  }
}

/// What children send back: an event, and the payload that the machine needs no knowledge of.
struct DriverMessage: Sendable {
  var event: PipelineEvent
  /// Of a tick that was ordered: for when.
  var wake: Duration?
  var raw: RawBatch?
  var processed: ProcessedBatch?
  /// Of lanes that were begun: for each sink, where its own records begin.
  var standings: [LaneID: [Position]] = [:]

  init(_ event: PipelineEvent) { self.event = event }
}

import Synchronization
import Threads

/// A pipeline ready to run, once or again and again.
package struct PlannedPipeline: Sendable {
  package let member: RunMachine.Member
  /// Makes a driver with source and sink of its own, for each run; gives up waiting for what it needs once it is told
  /// that the run is being drained.
  package let driver: @Sendable (_ isDrained: @Sendable () -> Bool) async throws(Failure) -> PipelineDriver

  package init(
    _ member: RunMachine.Member,
    driver: @escaping @Sendable (_ isDrained: @Sendable () -> Bool) async throws(Failure) -> PipelineDriver
  ) {
    self.member = member
    self.driver = driver
  }
}

/// Locks that the kernel frees with their holder, one a pipeline whose source shares nothing out.
package protocol SoleRunners: Sendable {
  /// Takes the lock, or holds it already; false if another process holds it.
  func enter(_ pipeline: String) async throws(Failure) -> Bool
}

/// Who is told of a run's pipelines.
package struct RunObserver: Sendable {
  package let began: @Sendable (String) -> Void
  package let ended: @Sendable (String, Outcome) -> Void
  package let say: @Sendable (String, RunMachine.Notice) -> Void
  /// What failed beside the pipelines themselves.
  package let failed: @Sendable (String, Failure) -> Void

  package init(
    began: @escaping @Sendable (String) -> Void, ended: @escaping @Sendable (String, Outcome) -> Void,
    say: @escaping @Sendable (String, RunMachine.Notice) -> Void,
    failed: @escaping @Sendable (String, Failure) -> Void
  ) {
    self.began = began
    self.ended = ended
    self.say = say
    self.failed = failed
  }
}

/// Runs all pipelines of a configuration until the last has ended. What begins when is the machine's decision.
package struct Run: Sendable {
  package let pipelines: [PlannedPipeline]
  package let soleRunners: any SoleRunners
  package let history: any RunHistory
  package let clock: any WallClock
  package let observer: RunObserver

  /// Clocks may be set: what is far off is looked at again after so long.
  private static let longestSleep: Duration = .seconds(30)

  package init(
    pipelines: [PlannedPipeline], soleRunners: any SoleRunners, history: any RunHistory, clock: any WallClock,
    observer: RunObserver
  ) {
    self.pipelines = pipelines
    self.soleRunners = soleRunners
    self.history = history
    self.clock = clock
    self.observer = observer
  }

  /// Runs until all have ended; the first element of `drains` asks all of them to finish.
  package func run(drains: AsyncStream<Void>) async {
    let (events, inbox) = AsyncStream.makeStream(of: RunMachine.Event.self)
    await withDiscardingTaskGroup { group in
      let drain = Drain()
      group.addTask {
        for await _ in drains {
          drain.begin()
          inbox.yield(.drain)
        }
      }
      var machine = RunMachine(pipelines.map(\.member))
      var commands: [String: AsyncStream<PipelineEvent>.Continuation] = [:]
      var isSleeping = false
      inbox.yield(.begin)
      for await event in events {
        if case .tick = event { isSleeping = false }
        for action in machine.handle(event, at: clock.now.components.seconds) {
          switch action {
          case .run(let name, let isFed):
            guard let pipeline = pipelines.first(where: { $0.member.name == name }) else { continue }
            let (stream, continuation) = AsyncStream.makeStream(of: PipelineEvent.self)
            commands[name] = continuation
            group.addTask { inbox.yield(.ended(name, await run(pipeline, isFed, commands: stream, drain))) }
          case .feed(let name, let isFed): commands[name]?.yield(.feeding(isFed))
          case .drain(let name): commands[name]?.yield(.drain)
          case .say(let name, let notice): observer.say(name, notice)
          case .over(let name, let outcome): observer.ended(name, outcome)
          case .keep(let name, let due): await keep(name, due)
          case .finish: inbox.finish()
          }
        }
        if let wake = machine.nextWake, !isSleeping {
          isSleeping = true
          let span = min(max(.seconds(wake) - clock.now, .zero), Self.longestSleep)
          group.addTask {
            await clock.sleep(for: span)
            inbox.yield(.tick)
          }
        }
      }
      group.cancelAll()
    }
  }

  private func keep(_ name: String, _ due: Int64) async {
    do throws(Failure) { try await history.keep(name, due: due) } catch { observer.failed(name, error) }
  }

  private func run(
    _ pipeline: PlannedPipeline, _ isFed: Bool, commands: AsyncStream<PipelineEvent>, _ drain: Drain
  ) async -> Outcome {
    let name = pipeline.member.name
    let driver: PipelineDriver
    do throws(Failure) { driver = try await pipeline.driver { drain.hasBegun } } catch {
      observer.failed(name, error)
      return .failed(error)
    }
    observer.began(name)
    // Told before anything else: `until: end` may else find an end before its feeders have begun.
    guard driver.source.needsSoleRunner else { return await driver.run(isFed: isFed, commands: commands) }
    var hasSaid = false
    while true {
      do throws(Failure) {
        if try await soleRunners.enter(name) { return await driver.run(isFed: isFed, commands: commands) }
      } catch {
        driver.observer.say(.failed(error))
        return .unconnected(error)
      }
      if !hasSaid { driver.observer.say(.standingBy) }
      hasSaid = true
      if drain.hasBegun || Task.isCancelled { return .drained }
      await SteadyClock().sleep(for: .milliseconds(250))
    }
  }
}

/// Whether the run is being drained.
private final class Drain: Sendable {
  private let flag = Atomic(false)
  var hasBegun: Bool { flag.load(ordering: .relaxed) }
  func begin() { flag.store(true, ordering: .relaxed) }
}

import Synchronization

/// A pipeline ready to run.
package struct PlannedPipeline: Sendable {
  package let driver: PipelineDriver
  /// The names of pipelines of this run that fill its source.
  package let fedBy: [String]

  package init(driver: PipelineDriver, fedBy: [String]) {
    self.driver = driver
    self.fedBy = fedBy
  }

  package var name: String { driver.settings.name }
}

/// Locks that the kernel frees with their holder, one a pipeline whose source shares nothing out.
package protocol SoleRunners: Sendable {
  /// Takes the lock; false if another process holds it.
  func enter(_ pipeline: String) async throws(Failure) -> Bool
}

/// Runs all pipelines of a configuration side by side until the last has ended.
package struct Run: Sendable {
  package let pipelines: [PlannedPipeline]
  package let soleRunners: any SoleRunners

  package init(pipelines: [PlannedPipeline], soleRunners: any SoleRunners) {
    self.pipelines = pipelines
    self.soleRunners = soleRunners
  }

  /// Runs until all have ended; the first element of `drains` asks all of them to finish.
  package func run(drains: AsyncStream<Void>, ended: @escaping @Sendable (String, Outcome) -> Void) async {
    var commands: [String: AsyncStream<PipelineEvent>.Continuation] = [:]
    var streams: [String: AsyncStream<PipelineEvent>] = [:]
    for pipeline in pipelines {
      let (stream, continuation) = AsyncStream.makeStream(of: PipelineEvent.self)
      commands[pipeline.name] = continuation
      streams[pipeline.name] = stream
    }
    let (outcomes, inbox) = AsyncStream.makeStream(of: (String, Outcome).self)
    let channels = commands
    await withDiscardingTaskGroup { group in
      let drainer = Drain()
      group.addTask {
        for await _ in drains {
          drainer.begin()
          for command in channels.values { command.yield(.drain) }
        }
      }
      for pipeline in pipelines {
        guard let stream = streams[pipeline.name] else { continue }
        group.addTask { inbox.yield((pipeline.name, await run(pipeline, commands: stream, drainer))) }
      }
      var busy = Set(pipelines.map(\.name))
      for await (name, outcome) in outcomes {
        busy.remove(name)
        ended(name, outcome)
        if busy.isEmpty { break }
        for pipeline in pipelines where pipeline.fedBy.contains(name) && busy.isDisjoint(with: pipeline.fedBy) {
          channels[pipeline.name]?.yield(.feeding(false))
        }
      }
      group.cancelAll()
    }
  }

  private func run(
    _ pipeline: PlannedPipeline, commands: AsyncStream<PipelineEvent>, _ drain: Drain
  ) async -> Outcome {
    // Told before anything else: `until: end` may else find an end before its feeders have begun.
    let isFed = !pipeline.fedBy.isEmpty
    guard pipeline.driver.source.needsSoleRunner else {
      return await pipeline.driver.run(isFed: isFed, commands: commands)
    }
    var hasSaid = false
    while true {
      do throws(Failure) {
        if try await soleRunners.enter(pipeline.name) {
          return await pipeline.driver.run(isFed: isFed, commands: commands)
        }
      } catch {
        pipeline.driver.observer.say(.failed(error))
        return .unconnected(error)
      }
      if !hasSaid { pipeline.driver.observer.say(.standingBy) }
      hasSaid = true
      if drain.hasBegun || Task.isCancelled { return .drained }
      try? await Task.sleep(for: .milliseconds(250))
    }
  }
}

/// Whether the run is being drained.
private final class Drain: Sendable {
  private let flag = Atomic(false)
  var hasBegun: Bool { flag.load(ordering: .relaxed) }
  func begin() { flag.store(true, ordering: .relaxed) }
}

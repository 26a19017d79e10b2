import Configuration
import Engine
import Specifications
import State
import Telemetry

/// The dead letters that are older than their pipelines keep them.
struct OldLetters {
  private let pipelines: [PipelinePlan]
  private let state: StateDatabase

  init(of pipelines: [PipelinePlan], in state: StateDatabase) {
    self.pipelines = pipelines
    self.state = state
  }

  /// Removes them once an hour, until cancelled.
  func removeEachHour() async {
    while true {
      await SystemClock().sleep(for: .seconds(3600))
      if Task.isCancelled { return }
      await remove()
    }
  }

  func remove() async { for pipeline in pipelines { await remove(of: pipeline) } }

  private func remove(of pipeline: PipelinePlan) async {
    let (name, age) = (pipeline.name, pipeline.letters.keep)
    do throws(Failure) {
      let count = try await state.removeLetters(of: name, olderThan: age)
      guard count > 0 else { return }
      let letters = count == 1 ? "1 dead letter" : "\(count.grouped) dead letters"
      Logger(name: name).info("removed \(letters) older than \(age.written), as `keep` says")
    } catch {
      Logger(name: name).warning("could not remove old dead letters: \(error)")
    }
  }
}

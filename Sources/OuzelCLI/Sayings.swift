import Engine
import Telemetry

extension Logger {
  /// Tells people what a pipeline has to say.
  func say(_ saying: Saying) {
    switch saying {
    case .paused(let failure, let since, let next):
      log(
        .warning, as: "PAUSED \(since.forPeople) ·",
        "\(failure.message) · nothing lost · next try in \(next.forPeople) · \(failure.code)")
    case .resumed(let after): info("goes on after \(after.forPeople)")
    case .lost(let lane): warning("lost the lane \(lane) to another process; its records are read again there")
    case .note(let lane, let note): info("\(lane): \(note)")
    case .caughtUp: break
    case .failed(let failure): log(.error, as: "FAILED ·", "\(failure)")
    case .draining: info("drains: reads no more, stores what is under way")
    case .unsent(let failure): warning("dead letters are kept here that the next run sends on: \(failure)")
    case .standingBy: info("stands by: another process runs it")
    }
  }
}

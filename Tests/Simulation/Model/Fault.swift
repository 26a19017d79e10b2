/// What goes wrong in a schedule.
package enum Fault: Sendable, Equatable {
  /// The process is killed when it is about to change its disk, when it has, or when it has half done it.
  case kill(Moment)
  /// It is killed between two steps.
  case killAtStep
  /// It is stopped, and goes on after so many seconds.
  case stop(seconds: Int)
  /// One of its calls that wait takes so many seconds, while the rest goes on.
  case stall(seconds: Int)
  /// The next changes of the disk fail.
  case diskFails(changes: Int)
  /// They find no room.
  case diskFull(changes: Int)
  /// The next sync is done, but answered as if it had failed.
  case lostAnswer
  /// The power fails: every process dies, and of what wasn't synced any sector may be gone.
  case powerLoss
  /// The clock on the wall is set.
  case clockSet(seconds: Int)
  /// The process is asked to drain, as by SIGTERM.
  case drain

  package enum Moment: Sendable, CaseIterable {
    case before, after, halfway
  }
}

/// When a fault comes to which process.
package struct PlannedFault: Sendable, Equatable, CustomStringConvertible {
  package let process: Int
  package let fault: Fault
  /// By the process's changes of its disk where the fault is one of those, else by all steps of the simulation.
  package let at: Int

  package var description: String {
    let who = "process \(process)"
    switch fault {
    case .kill(let moment): return "\(who) is killed \(moment) change \(at) of its disk"
    case .killAtStep: return "\(who) is killed at step \(at)"
    case .stop(let seconds): return "\(who) is stopped for \(seconds) s at step \(at)"
    case .stall(let seconds): return "a call of \(who) takes \(seconds) s at step \(at)"
    case .diskFails(let changes): return "\(changes) changes of \(who)'s disk fail from change \(at) on"
    case .diskFull(let changes): return "\(changes) changes of \(who) find the disk full from change \(at) on"
    case .lostAnswer: return "a sync of \(who) from change \(at) on is done, but its answer is lost"
    case .powerLoss: return "the power fails at step \(at)"
    case .clockSet(let seconds): return "the clock of \(who) is set by \(seconds) s at step \(at)"
    case .drain: return "\(who) is asked to drain at step \(at)"
    }
  }

  /// Whether it comes with a change of the disk.
  var isOfDisk: Bool {
    switch fault {
    case .kill, .diskFails, .diskFull, .lostAnswer: true
    case .killAtStep, .stop, .stall, .powerLoss, .clockSet, .drain: false
    }
  }
}

/// Decides which pipeline of a run begins when: at once, behind others, or by its schedule. It has no task and no clock;
/// times are seconds since 1970.
package struct RunMachine: Sendable {
  /// A pipeline, as far as its beginning and ending go.
  package struct Member: Sendable {
    package var name: String
    /// The pipelines that fill its source.
    package var fedBy: [String]
    /// The pipelines behind which it runs.
    package var after: [String]
    package var schedule: Schedule?
    /// Whether its failure stops all others.
    package var stopsAll: Bool
    /// The time of the schedule that was run last, by an earlier process; nil if none is known.
    package var lastDue: Int64?

    package init(
      _ name: String, fedBy: [String] = [], after: [String] = [], schedule: Schedule? = nil, stopsAll: Bool = false,
      lastDue: Int64? = nil
    ) {
      self.name = name
      self.fedBy = fedBy
      self.after = after
      self.schedule = schedule
      self.stopsAll = stopsAll
      self.lastDue = lastDue
    }
  }

  package enum Event: Sendable {
    case begin
    case ended(String, Outcome)
    case tick
    case drain
  }

  package enum Action: Sendable, Equatable {
    /// Runs the pipeline; `isFed` says whether one that fills it is busy.
    case run(String, isFed: Bool)
    /// Keeps the time of the schedule that is run.
    case keep(String, due: Int64)
    case feed(String, Bool)
    case drain(String)
    case say(String, Notice)
    /// It runs no more.
    case over(String, Outcome)
    case finish
  }

  /// What people are told of a pipeline that doesn't run just now.
  package enum Notice: Sendable, Equatable {
    case waits(for: [String])
    case next(String)
    /// A time came while the program was away, and is made good for, or is passed over.
    case missed(String, isRun: Bool)
    /// A time came while the last run goes on, and is run behind it, or is passed over.
    case overlaps(String, isQueued: Bool)
    /// It doesn't run this time, since another has failed.
    case notThisTime(because: String)
    case stopsAll(because: String)
  }

  private enum Life: Sendable, Equatable {
    /// For those behind which it runs.
    case waiting
    /// For its next time.
    case resting
    case running
    case over
  }

  private struct State: Sendable {
    let member: Member
    var life: Life
    /// The next time of the schedule.
    var due: Int64?
    /// A time that waits for the end of the run.
    var queued: Int64?
    var isQueued = false
    /// Those that have ended well since it began last.
    var arrived: Set<String> = []
    var isFed = false
  }

  /// A time that comes so late was slept through.
  private static let tolerance: Int64 = 60

  private var states: [State]
  /// Found once: many ways may lead from one pipeline to another.
  private let repeating: Set<String>
  private var isDraining = false
  private var isFinished = false

  package init(_ members: [Member]) {
    states = members.map { State(member: $0, life: .waiting) }
    repeating = Member.repeating(among: members)
  }

  /// When the machine wants to be woken though nothing ends; nil if never.
  package var nextWake: Int64? { isDraining ? nil : states.compactMap { $0.life == .over ? nil : $0.due }.min() }

  /// Takes in one event and decides what is to be done now.
  package mutating func handle(_ event: Event, at now: Int64) -> [Action] {
    guard !isFinished else { return [] }
    var actions: [Action] = []
    switch event {
    case .begin: begin(now, &actions)
    case .ended(let name, let outcome): ended(name, outcome, now, &actions)
    case .tick: break
    case .drain: drain(&actions)
    }
    if !isDraining { for index in states.indices { comeDue(index, now, &actions) } }
    feed(&actions)
    if !states.contains(where: { $0.life == .running }), isDraining || states.allSatisfy({ $0.life == .over }) {
      isFinished = true
      actions.append(.finish)
    }
    return actions
  }

  private func index(of name: String) -> Int? { states.firstIndex { $0.member.name == name } }

  /// Whether a pipeline runs again and again: by its schedule, or behind one that does.
  private func repeats(_ name: String) -> Bool { repeating.contains(name) }

  // MARK: Beginning

  private mutating func begin(_ now: Int64, _ actions: inout [Action]) {
    var ready: [Int] = []
    for index in states.indices {
      let member = states[index].member
      if let schedule = member.schedule {
        if plan(index, schedule, now, &actions) { ready.append(index) }
      } else if !member.after.isEmpty {
        actions.append(.say(member.name, .waits(for: member.after)))
      } else {
        ready.append(index)
      }
    }
    // All are marked before the first is told whether it is fed.
    for index in ready { states[index].life = .running }
    for index in ready { run(index, &actions) }
  }

  /// Finds the first time of a schedule. Returns whether a missed one is run now.
  private mutating func plan(
    _ index: Int, _ schedule: Schedule, _ now: Int64, _ actions: inout [Action]
  ) -> Bool {
    let name = states[index].member.name
    states[index].life = .resting
    states[index].due = schedule.cron.next(after: now, in: schedule.zone)
    guard let last = states[index].member.lastDue else {
      // From now on what is missed is known.
      actions.append(.keep(name, due: now))
      sayNext(index, &actions)
      return false
    }
    guard let missed = schedule.cron.last(after: last, upTo: now, in: schedule.zone) else {
      sayNext(index, &actions)
      return false
    }
    let isRun = schedule.missed == .once || now - missed <= Self.tolerance
    actions.append(.say(name, .missed(schedule.shown(missed), isRun: isRun)))
    actions.append(.keep(name, due: missed))
    if !isRun { sayNext(index, &actions) }
    return isRun
  }

  private func sayNext(_ index: Int, _ actions: inout [Action]) {
    guard let schedule = states[index].member.schedule, let due = states[index].due else { return }
    actions.append(.say(states[index].member.name, .next(schedule.shown(due))))
  }

  private mutating func run(_ index: Int, _ actions: inout [Action]) {
    states[index].life = .running
    states[index].isQueued = false
    states[index].queued = nil
    // Who runs once has arrived for good.
    states[index].arrived = states[index].arrived.filter { !repeats($0) }
    states[index].isFed = isFed(index)
    actions.append(.run(states[index].member.name, isFed: states[index].isFed))
  }

  /// Lets the times of a schedule come that are due.
  private mutating func comeDue(_ index: Int, _ now: Int64, _ actions: inout [Action]) {
    guard let schedule = states[index].member.schedule, let due = states[index].due, due <= now else { return }
    let name = states[index].member.name
    // The machine may have slept through several: the last one counts.
    let time = schedule.cron.last(after: due - 1, upTo: now, in: schedule.zone) ?? due
    states[index].due = schedule.cron.next(after: now, in: schedule.zone)
    if now - time > Self.tolerance {
      let isRun = schedule.missed == .once
      actions.append(.say(name, .missed(schedule.shown(time), isRun: isRun)))
      if !isRun {
        actions.append(.keep(name, due: time))
        if states[index].life == .resting { sayNext(index, &actions) }
        return
      }
    }
    switch states[index].life {
    case .running:
      let isQueued = schedule.overlap == .queue
      actions.append(.say(name, .overlaps(schedule.shown(time), isQueued: isQueued)))
      if isQueued {
        states[index].isQueued = true
        states[index].queued = time
      } else {
        actions.append(.keep(name, due: time))
      }
    case .waiting, .resting:
      actions.append(.keep(name, due: time))
      run(index, &actions)
    case .over: break
    }
  }

  // MARK: Ending

  private mutating func ended(_ name: String, _ outcome: Outcome, _ now: Int64, _ actions: inout [Action]) {
    guard let index = index(of: name), states[index].life == .running else { return }
    let again = repeats(name)
    states[index].life = !again ? .over : states[index].member.schedule == nil ? .waiting : .resting
    actions.append(.over(name, outcome))
    if isDraining { return }
    if outcome != .done, states[index].member.stopsAll {
      for other in states where other.life == .running {
        actions.append(.say(other.member.name, .stopsAll(because: name)))
      }
      for other in states.indices where states[other].life == .waiting && !repeats(states[other].member.name) {
        states[other].life = .over
        actions.append(.over(states[other].member.name, .passedOver(because: name)))
      }
      return drain(&actions)
    }
    if states[index].isQueued {
      if let due = states[index].queued { actions.append(.keep(name, due: due)) }
      run(index, &actions)
    } else if again {
      sayNext(index, &actions)
    }
    for other in states.indices where states[other].member.after.contains(name) && states[other].life != .over {
      if outcome == .done { arrived(name, at: other, &actions) } else { missed(name, at: other, again, &actions) }
    }
  }

  private mutating func arrived(_ name: String, at index: Int, _ actions: inout [Action]) {
    states[index].arrived.insert(name)
    guard states[index].arrived.isSuperset(of: states[index].member.after) else { return }
    if states[index].life == .running { states[index].isQueued = true } else { run(index, &actions) }
  }

  /// One of those behind which a pipeline runs has failed: it doesn't run, this time or ever.
  private mutating func missed(_ name: String, at index: Int, _ again: Bool, _ actions: inout [Action]) {
    let member = states[index].member
    states[index].arrived.remove(name)
    if again { return actions.append(.say(member.name, .notThisTime(because: name))) }
    guard states[index].life != .running else { return }
    states[index].life = .over
    actions.append(.over(member.name, .passedOver(because: name)))
    for other in states.indices where states[other].member.after.contains(member.name) && states[other].life != .over {
      missed(member.name, at: other, false, &actions)
    }
  }

  private mutating func drain(_ actions: inout [Action]) {
    isDraining = true
    for state in states where state.life == .running { actions.append(.drain(state.member.name)) }
  }

  // MARK: Feeding

  /// Whether one that fills the pipeline runs, or is still to run.
  private func isFed(_ index: Int) -> Bool {
    states[index].member.fedBy.contains { name in
      guard let feeder = states.first(where: { $0.member.name == name }) else { return false }
      return feeder.life == .running || (feeder.life == .waiting && !isDraining && !repeats(name))
    }
  }

  private mutating func feed(_ actions: inout [Action]) {
    for index in states.indices where states[index].life == .running {
      let isFed = isFed(index)
      guard isFed != states[index].isFed else { continue }
      states[index].isFed = isFed
      actions.append(.feed(states[index].member.name, isFed))
    }
  }
}

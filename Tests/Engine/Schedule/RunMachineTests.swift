import Columns
import Engine
import Testing

/// Drives a run's machine by hand and writes down what it decides.
private final class RunTrace {
  var machine: RunMachine
  var now: Int64

  /// `at` is an hour and minute of one day.
  init(at time: String, _ members: RunMachine.Member...) {
    machine = RunMachine(members)
    now = moment(time)
  }

  func on(_ event: RunMachine.Event, at time: String? = nil) -> [String] {
    if let time { now = moment(time) }
    let actions = machine.handle(event, at: now).map(describe)
    #expect(machine.nextWake.map { $0 > now } ?? true)
    return actions
  }
}

private func moment(_ time: String) -> Int64 { Moment(parsing: "2024-06-01T\(time)")!.microseconds / 1_000_000 }
private func clock(_ moment: Int64) -> Substring {
  Moment(microseconds: moment * 1_000_000).description.dropFirst(11).prefix(5)
}
private func hourly(
  overlap: Schedule.Overlap = .skip, missed: Schedule.Missed = .once
) -> Schedule { Schedule(cron: try! Cron(parsing: "@hourly"), overlap: overlap, missed: missed) }

private func describe(_ action: RunMachine.Action) -> String {
  func time(_ shown: String) -> Substring { shown.dropFirst(11).prefix(5) }
  return switch action {
  case .run(let name, let isFed): "run \(name)\(isFed ? " (fed)" : "")"
  case .keep(let name, let due): "keep \(name) \(clock(due))"
  case .feed(let name, let isFed): "\(isFed ? "feed" : "starve") \(name)"
  case .drain(let name): "drain \(name)"
  case .over(let name, .passedOver(let other)): "\(name) passed over for \(other)"
  case .over(let name, _): "over \(name)"
  case .finish: "finish"
  case .say(let name, let notice):
    switch notice {
    case .waits(let others): "\(name) waits for \(others.joined(separator: ","))"
    case .next(let shown): "\(name) next \(time(shown))"
    case .missed(let shown, let isRun): "\(name) missed \(time(shown))\(isRun ? "" : ", passed over")"
    case .overlaps(let shown, let isQueued): "\(name) overlaps \(time(shown))\(isQueued ? ", queued" : "")"
    case .notThisTime(let other): "\(name) not this time for \(other)"
    case .stopsAll(let other): "\(name) stopped by \(other)"
    }
  }
}

private let failed = Outcome.failed(denied)

@Suite struct RunMachineTests {
  @Test("pipelines begin together, those filled by others hear so, and the run ends with the last")
  func together() {
    let t = RunTrace(at: "10:00", RunMachine.Member("a"), RunMachine.Member("b", fedBy: ["a"]))
    #expect(t.on(.begin) == ["run a", "run b (fed)"])
    #expect(t.on(.ended("a", .done)) == ["over a", "starve b"])
    #expect(t.on(.ended("b", .done)) == ["over b", "finish"])
  }

  @Test("what runs after others begins when all of them have ended well")
  func after() {
    let t = RunTrace(
      at: "10:00", RunMachine.Member("c", after: ["a", "b"]), RunMachine.Member("a"), RunMachine.Member("b"))
    #expect(t.on(.begin) == ["c waits for a,b", "run a", "run b"])
    #expect(t.on(.ended("b", .done)) == ["over b"])
    #expect(t.on(.ended("a", .done)) == ["over a", "run c"])
    #expect(t.on(.ended("c", .done)) == ["over c", "finish"])
  }

  @Test("a ladder of pipelines that all run after both before them is looked through once")
  func ladder() {
    var members = [RunMachine.Member("a0"), RunMachine.Member("b0")]
    for rung in 1...60 {
      let before = ["a\(rung - 1)", "b\(rung - 1)"]
      members += [RunMachine.Member("a\(rung)", after: before), RunMachine.Member("b\(rung)", after: before)]
    }
    var machine = RunMachine(members)
    _ = machine.handle(.begin, at: 0)
    for rung in 0...60 {
      #expect(machine.handle(.ended("a\(rung)", .done), at: 0).map(describe) == ["over a\(rung)"])
      let next = rung == 60 ? ["finish"] : ["run a\(rung + 1)", "run b\(rung + 1)"]
      #expect(machine.handle(.ended("b\(rung)", .done), at: 0).map(describe) == ["over b\(rung)"] + next)
    }
  }

  @Test("behind one that failed, nothing runs, however far behind", arguments: [failed, .unconnected(denied)])
  func afterFailure(outcome: Outcome) {
    let t = RunTrace(
      at: "10:00", RunMachine.Member("a"), RunMachine.Member("b", after: ["a"]), RunMachine.Member("c", after: ["b"]),
      RunMachine.Member("d"))
    _ = t.on(.begin)
    #expect(t.on(.ended("a", outcome)) == ["over a", "b passed over for a", "c passed over for b"])
    #expect(t.on(.ended("d", .done)) == ["over d", "finish"])
  }

  @Test("a topic counts as being filled while the pipeline that fills it still waits to begin")
  func fedByWaiting() {
    let t = RunTrace(
      at: "10:00", RunMachine.Member("reader", fedBy: ["late"]), RunMachine.Member("first"),
      RunMachine.Member("late", after: ["first"]))
    #expect(t.on(.begin) == ["late waits for first", "run reader (fed)", "run first"])
    #expect(t.on(.ended("first", .done)) == ["over first", "run late"])
    #expect(t.on(.ended("late", .done)) == ["over late", "starve reader"])
  }

  @Test("a failure stops all others where its pipeline says so, and else none")
  func stopAll() {
    for stops in [true, false] {
      let t = RunTrace(
        at: "10:00", RunMachine.Member("a", stopsAll: stops), RunMachine.Member("b"),
        RunMachine.Member("c", after: ["b"]), RunMachine.Member("d", schedule: hourly(), lastDue: moment("10:00")))
      _ = t.on(.begin)
      let seen = t.on(.ended("a", failed))
      #expect(seen == (stops ? ["over a", "b stopped by a", "c passed over for a", "drain b"] : ["over a"]))
      if stops { #expect(t.on(.ended("b", .drained)) == ["over b", "finish"]) }
    }
  }

  @Test("a schedule waits for its time, runs, and waits again, until the run is drained")
  func schedule() {
    let t = RunTrace(at: "10:20", RunMachine.Member("a", schedule: hourly()))
    // The first time it is seen is kept, so that what is missed later is known.
    #expect(t.on(.begin) == ["keep a 10:20", "a next 11:00"])
    #expect(t.machine.nextWake == moment("11:00"))
    #expect(t.on(.tick, at: "10:50") == [])
    #expect(t.on(.tick, at: "11:00") == ["keep a 11:00", "run a"])
    #expect(t.on(.ended("a", failed), at: "11:10") == ["over a", "a next 12:00"])
    #expect(t.on(.tick, at: "12:00") == ["keep a 12:00", "run a"])
    #expect(t.on(.drain) == ["drain a"])
    #expect(t.on(.ended("a", .drained)) == ["over a", "finish"])
    let waiting = RunTrace(at: "10:20", RunMachine.Member("a", schedule: hourly()))
    _ = waiting.on(.begin)
    #expect(waiting.on(.drain) == ["finish"])
  }

  @Test("what was missed while the program was away is made good for by one run, or passed over")
  func missed() {
    let once = RunTrace(at: "10:20", RunMachine.Member("a", schedule: hourly(), lastDue: moment("07:00")))
    #expect(once.on(.begin) == ["a missed 10:00", "keep a 10:00", "run a"])
    #expect(once.on(.ended("a", .done)) == ["over a", "a next 11:00"])
    let skip = RunTrace(
      at: "10:20", RunMachine.Member("a", schedule: hourly(missed: .skip), lastDue: moment("07:00")))
    #expect(skip.on(.begin) == ["a missed 10:00, passed over", "keep a 10:00", "a next 11:00"])
    let none = RunTrace(at: "10:20", RunMachine.Member("a", schedule: hourly(), lastDue: moment("10:00")))
    #expect(none.on(.begin) == ["a next 11:00"])
  }

  @Test("times that the machine slept through are missed too")
  func slept() {
    let once = RunTrace(at: "10:20", RunMachine.Member("a", schedule: hourly(), lastDue: moment("10:00")))
    _ = once.on(.begin)
    #expect(once.on(.tick, at: "13:30") == ["a missed 13:00", "keep a 13:00", "run a"])
    let skip = RunTrace(
      at: "10:20", RunMachine.Member("a", schedule: hourly(missed: .skip), lastDue: moment("10:00")))
    _ = skip.on(.begin)
    #expect(skip.on(.tick, at: "13:30") == ["a missed 13:00, passed over", "keep a 13:00", "a next 14:00"])
  }

  @Test("a time that comes while the last run goes on is passed over, or run behind it, once")
  func overlap() {
    let skip = RunTrace(at: "10:20", RunMachine.Member("a", schedule: hourly(), lastDue: moment("10:00")))
    _ = skip.on(.begin)
    _ = skip.on(.tick, at: "11:00")
    #expect(skip.on(.tick, at: "12:00") == ["a overlaps 12:00", "keep a 12:00"])
    #expect(skip.on(.ended("a", .done), at: "12:10") == ["over a", "a next 13:00"])
    let queue = RunTrace(
      at: "10:20", RunMachine.Member("a", schedule: hourly(overlap: .queue), lastDue: moment("10:00")))
    _ = queue.on(.begin)
    _ = queue.on(.tick, at: "11:00")
    #expect(queue.on(.tick, at: "12:00") == ["a overlaps 12:00, queued"])
    #expect(queue.on(.tick, at: "13:00") == ["a overlaps 13:00, queued"])
    #expect(queue.on(.ended("a", .done), at: "13:10") == ["over a", "keep a 13:00", "run a"])
    #expect(queue.on(.ended("a", .done), at: "13:20") == ["over a", "a next 14:00"])
  }

  @Test("what runs after a schedule runs after each of its runs that ended well")
  func afterSchedule() {
    let t = RunTrace(
      at: "10:20", RunMachine.Member("a", schedule: hourly(), lastDue: moment("10:00")),
      RunMachine.Member("b", after: ["a", "once"]), RunMachine.Member("once"))
    #expect(t.on(.begin) == ["a next 11:00", "b waits for a,once", "run once"])
    #expect(t.on(.ended("once", .done)) == ["over once"])
    _ = t.on(.tick, at: "11:00")
    #expect(t.on(.ended("a", .done)) == ["over a", "a next 12:00", "run b"])
    #expect(t.on(.ended("b", .done)) == ["over b"])
    _ = t.on(.tick, at: "12:00")
    #expect(t.on(.ended("a", failed)) == ["over a", "a next 13:00", "b not this time for a"])
    _ = t.on(.tick, at: "13:00")
    #expect(t.on(.ended("a", .done)) == ["over a", "a next 14:00", "run b"])
  }

  @Test("a reader hears when a scheduled pipeline that fills its source is at it")
  func feedingSchedule() {
    let t = RunTrace(
      at: "10:20", RunMachine.Member("a", schedule: hourly(), lastDue: moment("10:00")),
      RunMachine.Member("reader", fedBy: ["a"]))
    #expect(t.on(.begin) == ["a next 11:00", "run reader"])
    #expect(t.on(.tick, at: "11:00") == ["keep a 11:00", "run a", "feed reader"])
    #expect(t.on(.ended("a", .done)) == ["over a", "a next 12:00", "starve reader"])
  }
}

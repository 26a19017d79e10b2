import Configuration
import Engine
import State

/// One thing that a connector did and should not have done.
struct Violation: Sendable, Equatable, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What every connector has to pass. A case returns what was violated, so that a sabotaged connector can be seen to.
enum Case: String, CaseIterable, Sendable {
  case resume, redelivery, poison, outage, drain, backPressure

  /// Whether the case has a meaning for the subject: what a pipe gave away can't be read by another run.
  func applies(to subject: Subject) -> Bool {
    if subject.without.contains(self) { return false }
    switch self {
    case .resume, .redelivery: return subject.name != Subject.stdin.name
    default: return true
    }
  }

  func violations(_ subject: Subject, _ sabotage: Sabotage? = nil) async throws -> [Violation] {
    await Benches.all.enter()
    defer { Benches.all.leave() }
    let laboratory = Laboratory(subject)
    switch self {
    case .resume: return try await resume(laboratory, sabotage)
    case .redelivery: return try await redelivery(laboratory, sabotage)
    case .poison: return try await poison(laboratory, sabotage)
    case .outage: return try await outage(laboratory, subject, sabotage)
    case .drain: return try await drain(laboratory, sabotage)
    case .backPressure: return try await backPressure(laboratory, sabotage)
    }
  }

  /// Killed in the middle, it goes on where it was.
  private func resume(_ laboratory: Laboratory, _ sabotage: Sabotage?) async throws -> [Violation] {
    try await laboratory.source.fill(.small)
    _ = try await laboratory.run(Trial(stop: .cutOff(afterStore: 2), sabotage: sabotage))
    let arrived = try laboratory.sink.arrived(key: laboratory.source.key).count
    let second = try await laboratory.run(Trial(sabotage: sabotage))
    let third = try await laboratory.run(Trial(sabotage: sabotage))
    var wrong = try await judge(laboratory, .small, second)
    if arrived == 0 { wrong.append(Violation("nothing was there after two stores")) }
    if second.counts.read > Load.small.count - arrived {
      wrong.append(Violation("it read \(second.counts.read) records anew, though \(arrived) had arrived"))
    }
    if third.counts.read > 0 { wrong.append(Violation("it read \(third.counts.read) records after all was done")) }
    return wrong
  }

  /// Killed before the positions of what it has written are stored, it reads that again.
  private func redelivery(_ laboratory: Laboratory, _ sabotage: Sabotage?) async throws -> [Violation] {
    try await laboratory.source.fill(.poisoned)
    for store in [1, 3] {
      _ = try await laboratory.run(
        Trial(load: .poisoned, stop: .killed(beforeStore: store), sabotage: sabotage))
    }
    return try await judge(
      laboratory, .poisoned, try await laboratory.run(Trial(load: .poisoned, sabotage: sabotage)))
  }

  /// A record that can't be read becomes a letter with all that belongs to it; its neighbours arrive.
  private func poison(_ laboratory: Laboratory, _ sabotage: Sabotage?) async throws -> [Violation] {
    try await laboratory.source.fill(.poisoned)
    let report = try await laboratory.run(Trial(load: .poisoned, sabotage: sabotage))
    var wrong = try await judge(laboratory, .poisoned, report)
    let letters = try await laboratory.letters()
    let places = Set(letters.map { "\($0.lane.name) \($0.position)" })
    if places.count != letters.count { wrong.append(Violation("letters share a position")) }
    for letter in letters {
      let isTold = letter.message.contains(
        letter.stage == "contract" && laboratory.source.key != "n" ? "order_status" : "n")
      if !isTold { wrong.append(Violation("a letter says only: \(letter.message)")) }
      if letter.configurationHash.isEmpty || letter.length != letter.bytes.count || letter.stage.isEmpty {
        wrong.append(Violation("a letter lacks its stage, its length or its configuration"))
      }
    }
    if report.counts.deadLettered != letters.count {
      wrong.append(Violation("\(report.counts.deadLettered) letters were counted, and \(letters.count) kept"))
    }
    return wrong
  }

  /// Source or sink is away for a while: the pipeline pauses, says so, and goes on; nothing becomes a letter.
  private func outage(_ laboratory: Laboratory, _ subject: Subject, _ sabotage: Sabotage?) async throws -> [Violation] {
    try await laboratory.source.fill(.small)
    let report = try await laboratory.run(
      Trial(sabotage: sabotage, sinkAway: subject.isSink, sourceAway: !subject.isSink))
    var wrong = try await judge(laboratory, .small, report)
    let pauses = report.sayings.compactMap { if case .paused(let pause) = $0 { pause.failure } else { nil } }
    let resumptions = report.sayings.count { if case .resumed = $0 { true } else { false } }
    if pauses.isEmpty || resumptions != 1 {
      wrong.append(Violation("\(pauses.count) pauses and \(resumptions) resumptions were told of one outage"))
    }
    for pause in pauses where pause.kind == .fatal || pause.message.isEmpty {
      wrong.append(Violation("the pause isn't that of an outage: \(pause)"))
    }
    return wrong
  }

  /// Asked to end, it stores all that it has read, and the next run goes on behind that.
  private func drain(_ laboratory: Laboratory, _ sabotage: Sabotage?) async throws -> [Violation] {
    try await laboratory.source.fill(.small)
    let first = try await laboratory.run(Trial(stop: .drained(afterStore: 1), sabotage: sabotage))
    let arrived = try laboratory.sink.arrived(key: laboratory.source.key)
    var wrong: [Violation] = []
    if first.outcome != .drained { wrong.append(Violation("it ended as \(String(describing: first.outcome))")) }
    if first.counts.written != first.read || Set(arrived).count != first.read {
      wrong.append(
        Violation("of \(first.read) records read, \(first.counts.written) were written, \(arrived.count) are there"))
    }
    if arrived.count >= Load.small.count { wrong.append(Violation("it didn't end before the source did")) }
    guard laboratory.source.isReplayable else { return wrong }
    let second = try await laboratory.run(Trial(sabotage: sabotage))
    return wrong + (try await judge(laboratory, .small, second))
  }

  /// A slow sink holds the reader back: no more is read than the memory allows, and all memory is given back.
  private func backPressure(_ laboratory: Laboratory, _ sabotage: Sabotage?) async throws -> [Violation] {
    let load = Load(count: 500, width: 600)
    try await laboratory.source.fill(load)
    let report = try await laboratory.run(
      Trial(load: load, sabotage: sabotage, isSlow: true, memory: 128 << 10))
    var wrong = try await judge(laboratory, load, report)
    if report.furthestAhead > Trial.aheadAtMost {
      wrong.append(
        Violation("the reader was \(report.furthestAhead) batches ahead, beyond what the memory has room for"))
    }
    if report.memoryLeft != 0 { wrong.append(Violation("\(report.memoryLeft) bytes of memory weren't given back")) }
    return wrong
  }

  /// Holds what is there in the end against what should be.
  private func judge(_ laboratory: Laboratory, _ load: Load, _ report: Report) async throws -> [Violation] {
    let expected = laboratory.source.expected(load)
    var wrong = report.complaints.map { Violation($0) }
    if report.outcome != .done {
      wrong.append(Violation("it ended as \(String(describing: report.outcome)), after \(report.sayings)"))
    }
    let arrived = Dictionary(
      try laboratory.sink.arrived(key: laboratory.source.key).map { ($0, 1) }, uniquingKeysWith: +)
    let isExact =
      laboratory.plan(laboratory.configuration(load)).plan?.pipelines.first?.sinks[0].guarantee == .exactlyOnce
    for key in expected.arrivals where arrived[key] == nil { wrong.append(Violation("\(key) is lost")) }
    for (key, count) in arrived.sorted(by: { $0.key < $1.key }) {
      if !expected.arrivals.contains(key) { wrong.append(Violation("\(key) should not be there")) }
      if count > 1 && isExact { wrong.append(Violation("\(key) is there \(count) times")) }
    }
    let letters = try await laboratory.letters().map { String(decoding: $0.bytes, as: UTF8.self) }
    if letters.sorted() != expected.letters.sorted() {
      wrong.append(Violation("the letters are \(letters), and should be \(expected.letters)"))
    }
    return wrong
  }
}

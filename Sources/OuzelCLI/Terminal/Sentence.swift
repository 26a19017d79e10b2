import Engine
import Specifications
import Telemetry

/// What the log says of a change: how much it matters, the word that stands for the state, and the rest.
struct Sentence: Equatable {
  var level = LogLevel.info
  var word: String?
  let text: String

  /// The line, but for time and name.
  var line: String {
    [word ?? level.word, text].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension Logger {
  func say(_ sentence: Sentence) { log(sentence.level, as: sentence.word, sentence.text) }

  /// Tells people what a pipeline has to say.
  func say(_ saying: Saying) { if let sentence = saying.sentence { say(sentence) } }
}

extension Saying {
  /// What people read of it; nil where the live display alone shows it.
  var sentence: Sentence? {
    switch self {
    case .paused(let pause): pause.sentence
    case .resumed(let after): Sentence(text: "goes on after \(after.forPeople)")
    case .fullSpeed: Sentence(text: "is at full speed again")
    case .lost(let lane):
      Sentence(level: .warning, text: "lost the lane \(lane) to another process; its records are read again there")
    case .note(let lane, let note): Sentence(text: "\(lane): \(note)")
    case .caughtUp: nil
    case .failed(let failure): Sentence(level: .error, word: "FAILED ·", text: "\(failure)")
    case .draining: Sentence(text: "drains: reads no more, stores what is under way")
    case .unsent(let failure):
      Sentence(level: .warning, text: "dead letters are kept here that the next run sends on: \(failure)")
    case .standingBy: Sentence(text: "stands by: another process runs it")
    }
  }
}

extension Pause {
  fileprivate var sentence: Sentence {
    var parts = [failure.message]
    if let lag { parts.append(lag.forPeople) }
    parts.append("nothing lost")
    if let batches {
      parts.append(batches == 1 ? "goes on with 1 batch at once" : "goes on with \(batches) batches at once")
    }
    parts.append(next.map { "next try in \($0.forPeople)" } ?? "is tried now")
    if let limit { parts.append("ends after \(limit.written)") }
    parts.append(failure.code)
    let word = failure.kind == .busy ? "BUSY" : "PAUSED"
    return Sentence(
      level: .warning, word: lasting < .seconds(1) ? "\(word) ·" : "\(word) \(lasting.forPeople) ·",
      text: parts.joined(separator: " · "))
  }
}

extension Lag {
  /// `lag 41,200 (+310/s)`
  var forPeople: String {
    guard let perSecond else { return "lag \(records.grouped)" }
    let trend = Int(perSecond.rounded())
    return "lag \(records.grouped) (\(trend > 0 ? "+" : "")\(trend.grouped)/s)"
  }
}

extension RunMachine.Notice {
  /// What the live display shows until the pipeline does something; nil where it goes on with what it does.
  var resting: String? {
    switch self {
    case .waits(let others): "waits for \(enumeration(of: others, joinedBy: "and"))"
    case .next(let time): "next run \(time)"
    case .missed, .overlaps, .notThisTime, .stopsAll: nil
    }
  }

  /// What people read of it.
  var sentence: Sentence {
    switch self {
    case .waits(let others):
      Sentence(
        text: "runs when \(enumeration(of: others, joinedBy: "and")) \(others.count == 1 ? "has" : "have") ended well")
    case .next(let time): Sentence(text: "runs next at \(time)")
    case .missed(let time, let isRun):
      Sentence(
        text: isRun
          ? "runs now, for \(time) was missed" : "passes over \(time), which was missed, as `missed: skip` says")
    case .overlaps(let time, let isQueued):
      Sentence(text: "still runs at \(time): " + (isQueued ? "runs again behind it" : "that run is passed over"))
    case .notThisTime(let other):
      Sentence(level: .warning, text: "doesn't run this time: `\(other)` did not end well")
    case .stopsAll(let other):
      Sentence(level: .warning, text: "is stopped, since `\(other)` failed and has `on_failure: stop_all`")
    }
  }
}

import Engine

/// The page of what a pipeline says of its state: each sentence as the log has it, what it means and what to do.
enum StatesPage {
  /// A state, as somebody meets it.
  struct State {
    let sentence: String
    let meaning: String
    let deed: String
  }

  static var all: [State] { sayings.map(state) + notices.map(state) }

  static let sayings: [(Saying, meaning: String, deed: String)] = {
    let away = Failure(.outage, "OZ-D002", "could not store rows in orders.db: the disk is full")
    let busy = Failure(.busy, "OZ-D003", "could not store rows in orders.db: too many requests")
    var first = Pause(away, lasting: .zero, next: .seconds(2))
    first.limit = .seconds(30)
    var later = Pause(away, lasting: .seconds(245), next: .seconds(8))
    later.lag = Lag(records: 41_200, perSecond: 310)
    var slower = Pause(busy, lasting: .zero, next: .seconds(2))
    slower.batches = 3
    let lane = LaneID(name: "orders/1", identity: "")
    return [
      (
        .paused(later),
        "Source, sink or the store of dead letters is away. It is tried again for ever; the pipeline "
          + "holds its lanes and reads nothing meanwhile. One line at the change, and one a minute: how long it has "
          + "lasted, why, how many records wait and whether they become more, and when the next try is.",
        "What the line names has to come back; it then goes on by itself. `ouzel explain` with the code says more."
      ),
      (
        .paused(first),
        "The same before it was ever connected, where its connection has `connect_within`: when that "
          + "time is over the run ends with exit 3.", "Start it, or correct the connection."
      ),
      (
        .paused(slower),
        "The sink is overloaded. Half as much is under way at once from now on, and one batch more "
          + "with each transaction that is stored.", "Nothing; if it comes again and again, `rate` bounds what is read."
      ),
      (.resumed(after: .seconds(312)), "What was away is back.", "Nothing."),
      (.fullSpeed, "What was busy takes as much again as before.", "Nothing."),
      (
        .lost(lane),
        "Another member of the group has the lane, or this process stood still for too long. What it "
          + "held is dropped, and read again there: nothing is lost or doubled.", "Nothing."
      ),
      (
        .note(lane, "begins at 100, as `from` says, though the sink stands at 5"),
        "A lane begins elsewhere than one would think, and why.", "Read whether that is what you want."
      ),
      (
        .failed(away),
        "It doesn't get better by itself: the pipeline has stopped (exit 4, or 3 if it was never "
          + "connected), with nothing stored past what failed.", "What the line says last."
      ),
      (
        .draining, "It was asked to end (SIGTERM, Ctrl-C), and does so within 30 s.",
        "Nothing; asked again it ends at once, and loses nothing."
      ),
      (
        .unsent(away), "It ended while the topic of its dead letters was away. They are in the local store.",
        "Run it again when the topic is back."
      ),
      (
        .standingBy,
        "One process runs the pipeline, for its source can't be shared; this one takes over when that one "
          + "ends.", "Nothing."
      ),
    ]
  }()

  static let notices: [(RunMachine.Notice, meaning: String, deed: String)] = [
    (.waits(for: ["load"]), "`after` has it begin behind others.", "Nothing."),
    (.next("2025-06-01 12:15 UTC"), "`schedule` has it run then.", "Nothing; `--only` runs it now."),
    (.missed("12:00", isRun: true), "The program was away at that time; one run makes good for it.", "Nothing."),
    (.missed("12:00", isRun: false), "The same, with `missed: skip`.", "Nothing."),
    (
      .overlaps("12:15", isQueued: false), "The last run goes on although the next is due.",
      "Let it run less often, or find out why it takes so long."
    ),
    (.overlaps("12:15", isQueued: true), "The same, with `overlap: queue`.", "The same."),
    (.notThisTime(because: "load"), "A pipeline that `after` names has failed.", "Mend that one."),
    (.stopsAll(because: "load"), "Another pipeline failed that stops all.", "Mend that one."),
  ]

  private static func state(_ one: (Saying, meaning: String, deed: String)) -> State {
    State(sentence: one.0.sentence?.line ?? "", meaning: one.meaning, deed: one.deed)
  }

  private static func state(_ one: (RunMachine.Notice, meaning: String, deed: String)) -> State {
    State(sentence: one.0.sentence.line, meaning: one.meaning, deed: one.deed)
  }

  static var text: String {
    var text = "| the log says, behind time and name | what that means | what to do |\n| --- | --- | --- |\n"
    for state in all {
      let cells = ["`\(state.sentence.replacing("`", with: "'"))`", state.meaning, state.deed]
      text += "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    return text
  }
}

import Engine
import Testing

@testable import OuzelCLI

@Suite("What the log says of a state") struct SentenceTests {
  /// Who adds a state adds its sentence to the page.
  private func name(_ saying: Saying) -> String {
    switch saying {
    case .paused: "paused"
    case .resumed: "resumed"
    case .fullSpeed: "full speed"
    case .lost: "lost"
    case .note: "note"
    case .caughtUp: "caught up"
    case .failed: "failed"
    case .draining: "draining"
    case .unsent: "unsent"
    case .standingBy: "standing by"
    }
  }

  private func name(_ notice: RunMachine.Notice) -> String {
    switch notice {
    case .waits: "waits"
    case .next: "next"
    case .missed: "missed"
    case .overlaps: "overlaps"
    case .notThisTime: "not this time"
    case .stopsAll: "stops all"
    }
  }

  @Test("stands on the page of states, each with what it means and what to do")
  func page() {
    let names = Set(StatesPage.sayings.map { name($0.0) } + StatesPage.notices.map { name($0.0) })
    #expect(names.count == 9 + 6)
    for state in StatesPage.all {
      #expect(!state.sentence.isEmpty && state.meaning.hasSuffix(".") && state.deed.hasSuffix("."), "\(state.sentence)")
    }
    #expect(Set(StatesPage.all.map(\.sentence)).count == StatesPage.all.count)
  }

  @Test("tells in one line of an outage what is away, how far it is behind and whether more so, and what comes next")
  func outage() {
    var pause = Pause(
      Failure(.outage, "OZ-C012", "cassandra 'store': 1 of 3 replicas, QUORUM needs 2"), lasting: .seconds(240),
      next: .seconds(8))
    pause.lag = Lag(records: 41_200, perSecond: 310.4)
    #expect(
      Saying.paused(pause).sentence?.line
        == "PAUSED 4m 00s · cassandra 'store': 1 of 3 replicas, QUORUM needs 2 · lag 41,200 (+310/s) · nothing lost · "
        + "next try in 8.0s · OZ-C012")
    pause.lag = Lag(records: 7, perSecond: -1_200)
    pause.next = nil
    #expect(Saying.paused(pause).sentence?.line.contains("lag 7 (-1,200/s) · nothing lost · is tried now") == true)
  }
}

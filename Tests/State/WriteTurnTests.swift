import State
import Synchronization
import Testing

@Suite("turns at writing a database") struct WriteTurnTests {
  @Test("are had by one at a time") func order() async {
    let turn = WriteTurn.at("/order.db")
    let holders = Holders()
    await withTaskGroup { group in
      for _ in 0..<20 {
        group.addTask {
          #expect(await turn.take())
          #expect(holders.count.add(1, ordering: .relaxed).newValue == 1)
          await Task.yield()
          holders.count.subtract(1, ordering: .relaxed)
          turn.give()
        }
      }
      #expect(holders.count.subtract(1, ordering: .relaxed).newValue == 0)
      turn.give()
    }
    #expect(await turn.take())
    turn.give()
  }

  @Test("one who is cancelled while waiting gets none, and blocks nobody") func cancelled() async {
    let turn = WriteTurn.at("/cancelled.db")
    #expect(await turn.take())
    let waiting = Task { await turn.take() }
    waiting.cancel()
    #expect(await waiting.value == false)
    turn.give()
    #expect(await turn.take())
    turn.give()
  }

  @Test("at two databases are had at once") func apart() async {
    #expect(await WriteTurn.at("/one.db").take())
    #expect(await WriteTurn.at("/two.db").take())
    WriteTurn.at("/one.db").give()
    WriteTurn.at("/two.db").give()
  }
}

/// How many have the turn.
private final class Holders: Sendable {
  let count = Atomic(1)
}

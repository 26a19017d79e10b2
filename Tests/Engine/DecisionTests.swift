import Engine
import Specifications
import Testing

/// Lets a mutating call stand inside an expectation.
final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}

@Suite struct WatermarkTests {
  @Test("a watermark moves only when no gap is left before it")
  func gaps() {
    let mark = Box(Watermark(from: .start))
    #expect(mark.value.settle(from: Position(message: 10), to: Position(message: 20)) == nil)
    #expect(mark.value.settle(from: Position(message: 20), to: Position(message: 25)) == nil)
    #expect(mark.value.position == .start)
    #expect(mark.value.settle(from: .start, to: Position(message: 10)) == Position(message: 25))
  }

  @Test("positions are ordered by message, then by row")
  func order() {
    #expect(Position(message: 3, row: 9) < Position(message: 4))
    #expect(Position(message: 3) < Position(message: 3, row: 1))
  }
}

@Suite struct LedgerTests {
  @Test(
    "what is found in the ledger tells whether to move, whether it has moved, and whether the lane is lost",
    arguments: [
      (nil, nil, "other", LedgerMove.Verdict.move), (5, 5, "other", .move), (5, 9, "mine", .alreadyMoved),
      (nil, 9, "mine", .alreadyMoved), (5, 9, "other", .lost), (5, 7, "mine", .lost), (5, nil, "mine", .lost),
      (nil, 3, "other", .lost),
    ] as [(Int64?, Int64?, String, LedgerMove.Verdict)])
  func verdicts(expected: Int64?, found: Int64?, tenure: String, verdict: LedgerMove.Verdict) {
    let lane = LaneID(name: "a", identity: "1")
    let move = LedgerMove(
      lane: lane, expected: expected.map { Position(message: $0) }, to: Position(message: 9),
      tenure: Tenure(id: "mine", since: .start))
    let entry = found.map {
      LedgerEntry(lane: lane, position: Position(message: $0), tenure: Tenure(id: tenure, since: .start))
    }
    #expect(move.verdict(found: entry) == verdict)
  }
}

@Suite struct BisectionTests {
  /// Takes parts as a sink does that refuses `bad` rows without saying which. Returns rows taken and rows found bad.
  private func run(rows: Int, bad: Set<Int>, mayPass: Bool = false, attempts: Int = 3) -> ([Int], [Int], Int) {
    var bisection = Bisection(rows: rows)
    var (taken, found, tries): ([Int], [Int], Int) = ([], [], 0)
    while let part = bisection.next {
      tries += 1
      if bad.isDisjoint(with: part) {
        taken += part
        bisection.taken()
      } else if let row = bisection.refusedSomewhere(mayPass: mayPass, attempts: attempts) {
        found.append(row)
      }
    }
    return (taken, found, tries)
  }

  @Test("every good row is taken once and in order, and every bad one found", arguments: [1, 2, 3, 8, 100, 1000])
  func findsAll(rows: Int) {
    var random = SplitMix(seed: UInt64(rows))
    for _ in 0..<50 {
      let bad = Set((0..<Int.random(in: 0...5, using: &random)).map { _ in Int.random(in: 0..<rows, using: &random) })
      let (taken, found, _) = run(rows: rows, bad: bad)
      #expect(taken == (0..<rows).filter { !bad.contains($0) })
      #expect(found == bad.sorted())
    }
  }

  @Test("one bad row among 100,000 costs a handful of tries")
  func cheap() {
    let (_, found, tries) = run(rows: 100_000, bad: [77_777])
    #expect(found == [77_777])
    #expect(tries <= 40)
  }

  @Test("a refusal that may pass is tried as often as asked, and then is the record's own")
  func attempts() {
    let (taken, found, tries) = run(rows: 1, bad: [0], mayPass: true, attempts: 3)
    #expect(taken == [] && found == [0] && tries == 3)
  }

  @Test("rows that the sink names are left out without halving")
  func named() {
    var bisection = Bisection(rows: 6)
    bisection.refused([0, 3, 5])
    #expect(bisection.next == 1..<3)
    bisection.taken()
    #expect(bisection.next == 4..<5)
    bisection.taken()
    #expect(bisection.next == nil)
  }
}

@Suite struct BudgetTests {
  @Test("who doesn't fit waits its turn, and nobody overtakes")
  func turns() {
    let budget = Box(Budget(total: 100))
    #expect(budget.value.request(1, bytes: 60) == true)
    #expect(budget.value.request(2, bytes: 60) == false)
    #expect(budget.value.request(3, bytes: 10) == false)
    #expect(budget.value.release(1) == [2, 3])
    #expect(budget.value.given == 70)
  }

  @Test("growing is always granted, and is paid back before the next request")
  func debt() {
    let budget = Box(Budget(total: 100))
    #expect(budget.value.request(1, bytes: 50) == true)
    #expect(budget.value.resize(1, to: 130) == [])
    #expect(budget.value.request(2, bytes: 1) == false)
    #expect(budget.value.resize(1, to: 40) == [2])
  }

  @Test("what is larger than the whole budget is let in when it is alone")
  func alone() {
    let budget = Box(Budget(total: 100))
    #expect(budget.value.request(1, bytes: 10) == true)
    #expect(budget.value.request(2, bytes: 500) == false)
    #expect(budget.value.release(1) == [2])
    #expect(budget.value.request(3, bytes: 1) == false)
  }

  @Test("a wait that is given up leaves the others their turn")
  func givenUp() {
    let budget = Box(Budget(total: 100))
    #expect(budget.value.request(1, bytes: 90) == true)
    #expect(budget.value.request(2, bytes: 50) == false)
    #expect(budget.value.request(3, bytes: 10) == false)
    #expect(budget.value.release(2) == [3])
  }

  @Test("a desk wakes whoever is granted")
  func desk() async {
    let desk = BudgetDesk(total: 100)
    let (first, second) = (desk.holder(), desk.holder())
    #expect(await desk.reserve(80, for: first))
    async let waiting = desk.reserve(50, for: second)
    desk.release(first)
    #expect(await waiting)
    #expect(desk.given == 50)
    desk.release(second)
    #expect(desk.given == 0)
  }

  @Test("who gave its memory back before its wait began is granted none")
  func forgotten() async {
    let desk = BudgetDesk(total: 100)
    let holder = desk.holder()
    desk.release(holder)
    #expect(await !desk.reserve(50, for: holder))
    #expect(desk.given == 0)
  }

  @Test("a wait that is cancelled is granted none, whether it had begun or not")
  func cancelled() async {
    let desk = BudgetDesk(total: 100)
    let (first, second) = (desk.holder(), desk.holder())
    #expect(await desk.reserve(80, for: first))
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { await desk.reserve(50, for: second) }
      group.addTask { await desk.reserve(10, for: desk.holder()) }
      group.cancelAll()
      for await isGranted in group { #expect(!isGranted) }
    }
    #expect(desk.given == 80)
  }
}

@Suite struct RetryTests {
  @Test("pauses double up to the cap, with a fifth of jitter")
  func pauses() {
    var random = SplitMix(seed: 1)
    let policy = RetryPolicy(attempts: 3, base: .seconds(2), cap: .seconds(60))
    for (attempt, seconds) in [(1, 2.0), (2, 4), (3, 8), (6, 60), (60, 60)] {
      for _ in 0..<100 {
        let pause = policy.pause(before: attempt, &random)
        #expect(pause >= .seconds(seconds * 0.8) && pause <= .seconds(seconds * 1.2))
      }
    }
  }

  @Test("until reads its forms and no others")
  func until() {
    #expect(Until(parsing: "end") == .end)
    #expect(Until(parsing: "idle:10s") == .idle(.seconds(10)))
    #expect(Until(parsing: "for:10m") == .elapsed(.seconds(600)))
    #expect(Until(parsing: "records:5") == .records(5))
    #expect(Until(parsing: "time:1970-01-02") == .time(86_400_000_000))
    #expect(Until(parsing: "time:1970-01-01T02:00:00+01:00") == .time(3_600_000_000))
    #expect(Until(parsing: "offsets:0=5,2=0") == .offsets(PartitionOffsets([0: 5, 2: 0])))
    for text in [
      "", "idle", "end:3", "records:0", "records:x", "idle:x", "time:noon", "offsets:", "offsets:0", "offsets:0=1,0=2",
    ] {
      #expect(Until(parsing: text) == nil, "\(text)")
    }
  }

  @Test("from reads its forms and no others")
  func from() {
    #expect(From(parsing: "earliest") == .earliest)
    #expect(From(parsing: "latest") == .latest)
    #expect(From(parsing: "last:0") == .last(0))
    #expect(From(parsing: "time:1970-01-01 00:00:01") == .time(1_000_000))
    #expect(From(parsing: "offsets:1=7") == .offsets(PartitionOffsets([1: 7])))
    for text in ["", "first", "last", "last:-1", "latest:3", "offsets:a=1"] { #expect(From(parsing: text) == nil) }
  }
}

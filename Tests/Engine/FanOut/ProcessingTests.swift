import Columns
import Engine
import Testing

/// Messages that are numbers; any other doesn't decode.
private struct NumberDecoder: Decoder {
  let schema = Schema([Field("n", .int64)])

  func decode(_ frames: Frames) -> Decoded {
    var rows = DecodedRows()
    var numbers = FixedBuilder<Int64>(capacity: frames.ranges.count, zero: 0)
    var origins: [Int32] = []
    var failures: [RowFailure] = []
    for (frame, range) in frames.ranges.enumerated() {
      rows.append(range, frame: frame)
      // The frames' buffer lives as long as they do.
      if let number = Int64(unsafe String(decoding: frames.bytes.bytes[range], as: UTF8.self)) {
        numbers.append(number)
        origins.append(Int32(frame))
      } else {
        failures.append(RowFailure(row: frame, message: "is no number"))
      }
    }
    let batch = ColumnBatch(
      schema: schema, columns: [numbers.column(.int64)], count: origins.count, origins: .listed(origins[...]))
    return Decoded(batch: batch, rows: rows, failures: failures)
  }
}

/// A sink that says how many rows it was given.
private struct CountingSink: Sink {
  struct Rows: PreparedRows {
    let count: Int
    let failures: [RowFailure]
    let footprint = 0
  }

  /// Rows that it can't bring into its form.
  var unfit: Set<Int> = []

  var target: String { "t" }
  var guarantee: Guarantee { .exactlyOnce }
  var reason: String { "" }
  func open() async throws(Failure) {}
  func entries() async throws(Failure) -> [LedgerEntry] { [] }
  func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows {
    let failures = (0..<batch.count).filter { unfit.contains(batch.origins[$0]) }
    return Rows(count: batch.count, failures: failures.map { RowFailure(row: $0, message: "doesn't fit row \($0)") })
  }
  func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {}
  func store(_ moves: [LedgerMove]) async throws(StoreFailure) {}
  func abandon() async {}
  func close() async {}
}

@Suite("The work on a batch") struct ProcessingTests {
  private func raw(_ texts: [String], from: Int64 = 0) -> RawBatch {
    var ranges: [Range<Int>] = []
    var end = 0
    for text in texts {
      ranges.append(end..<end + text.utf8.count)
      end += text.utf8.count
    }
    return RawBatch(
      frames: Frames(bytes: .copying(texts.joined()), ranges: ranges),
      positions: .offsets(texts.indices.map { from + Int64($0) }), from: Position(message: from),
      to: Position(message: from + Int64(texts.count)), records: texts.count)
  }

  private func run(
    _ texts: [String], stages: [Stage] = [], branches: [Branch] = [Branch()], sinks: [CountingSink]? = nil,
    standings: [Int64]? = nil
  ) -> ProcessedBatch {
    let processing = Processing(
      pipeline: "p",
      routes: [Route(contract: "c", decoder: NumberDecoder(), stages: stages, branches: branches)])
    let sinks = (sinks ?? branches.map { _ in CountingSink() }).enumerated().map {
      SinkGroup.Member(name: "\($0.offset)", sink: $0.element)
    }
    return processing.run(
      raw(texts),
      as: ProcessingTask(
        lane: id("a"), labels: LaneLabels(), run: "r", sinks: sinks,
        standings: (standings ?? branches.map { _ in 0 }).map { Position(message: $0) }))
  }

  /// Makes three rows of each, of which those of `failing` records fail, all but the first.
  private func threefold(failing: Set<Int> = []) -> Stage {
    Stage(name: "step 1 (explode)") { batch in
      let all = batch.gather((0..<Int32(batch.count)).flatMap { [$0, $0, $0] })
      let failed = (0..<all.count).filter { $0 % 3 > 0 && failing.contains(all.origins[$0]) }
      return StageResult(
        batch: all.dropping(failed.map { Int32($0) }),
        failures: failed.map { RowFailure(row: all.origins[$0], message: "element \($0 % 3)") })
    }
  }

  private func odd() -> Branch.Admission {
    .when { batch in Admitted(rows: (0..<Int32(batch.count)).filter { batch.origins[Int($0)] % 2 == 1 }) }
  }

  @Test("a row's place within its message is found, whichever message it is of")
  func positions() {
    let raw = raw(["abc", "", "d", "ef"], from: 7)
    var rows = DecodedRows()
    for frame in [0, 0, 0, 2, 3, 3] { rows.append(0..<1, frame: frame) }
    let wanted = [(7, 0), (7, 1), (7, 2), (9, 0), (10, 0), (10, 1)].map { Position(message: $0.0, row: $0.1) }
    #expect((0..<rows.count).map { raw.position(of: $0, in: rows) } == wanted)
    #expect(raw.positions(of: rows) == wanted)
  }

  @Test("a message of very many records, all of them bad, is lettered without looking at each for each")
  func manyBadRecords() {
    let raw = raw(["x"])
    var rows = DecodedRows()
    for _ in 0..<50_000 { rows.append(0..<1, frame: 0) }
    var writer = LetterWriter(
      of: Processing(pipeline: "p", routes: []), lane: id("a"), raw: raw, rows: rows)
    var sum: Int64 = 0
    for row in 0..<rows.count {
      let letter = writer.letter(RowFailure(row: row, message: "is bad"), stage: "decode", sink: "s", isOwn: false)
      sum += Int64(letter.position.row)
    }
    #expect(sum == 50_000 * 49_999 / 2)
  }

  @Test("rows of one exploded record that fail make one letter, that of the first of them")
  func exploded() {
    let processed = run(["1", "2", "3"], stages: [threefold(failing: [1])])
    #expect(processed.letters.map(\.position.message) == [1] && processed.letters[0].message == "element 1")
    #expect(processed.facts.failed == 1 && processed.facts.rows == 7 && processed.facts.read == 3)
  }

  @Test("an exploded record that fails in a step and again for the sink has one letter for each sink")
  func explodedTwice() {
    let branches = [Branch(), Branch()]
    let processed = run(
      ["1", "2", "3"], stages: [threefold(failing: [1])], branches: branches,
      sinks: [CountingSink(unfit: [1, 2]), CountingSink(unfit: [2])])
    #expect(processed.letters.map { "\($0.sink) \($0.position)" } == ["0 1", "0 2", "1 2"])
    #expect(processed.letters.map(\.stage) == ["step 1 (explode)", "sink", "sink"])
    #expect(processed.facts.failed == 3)
    // Of the first sink the rows of one record are left, of the second those of one and the one that didn't fail.
    #expect(processed.facts.parts == [3, 4])
  }

  @Test("otherwise takes what no other sink takes, wherever it stands among them")
  func otherwise() {
    let processed = run(["0", "1", "2"], branches: [Branch(.otherwise), Branch(odd())])
    #expect(processed.parts.map { part in (0..<part.batch.count).map { part.batch.origins[$0] } } == [[0, 2], [1]])
    #expect(processed.facts.filtered == 0)
  }

  @Test("each sink gets what lies behind its own position, and letters are written again for none")
  func ownPositions() {
    let texts = ["0", "x", "2", "3", "y", "5"]
    let branches = [Branch(), Branch(odd())]
    let all = run(texts, branches: branches)
    #expect(all.facts.parts == [4, 2] && all.letters.map { "\($0.sink) \($0.position)" } == ["0 1", "0 4"])
    // The first stands at 3, the second is new.
    let ahead = run(texts, branches: branches, standings: [3, 0])
    #expect(ahead.facts.parts == [2, 2] && ahead.letters.map { "\($0.sink) \($0.position)" } == ["0 4"])
    #expect(ahead.facts.read == 6)
    // All is settled but for the second's last records: what failed before the sinks part isn't written again.
    let behind = run(texts, branches: branches, standings: [6, 4])
    #expect(behind.facts.parts == [1] && behind.letters.isEmpty && behind.parts[0].sink == 1)
    #expect(behind.facts.read == 2)
  }

  @Test(
    "a condition that can't be told is a letter of its sink; what no sink takes is filtered, where there is one too")
  func conditions() {
    let broken = Branch.Admission.when { batch in
      Admitted(
        rows: (0..<Int32(batch.count)).filter { batch.origins[Int($0)] == 1 },
        failures: [RowFailure(row: 0, message: "division by zero")])
    }
    let both = run(["1", "2", "3"], branches: [Branch(broken), Branch(.otherwise)])
    #expect(both.letters.map { "\($0.sink) \($0.position) \($0.stage)" } == ["0 0 when"])
    #expect(both.facts.parts == [1, 1] && both.facts.filtered == 0)
    let one = run(["1", "2", "3"], branches: [Branch(broken)])
    #expect(one.facts.parts == [1] && one.facts.filtered == 1 && one.letters.count == 1)
    #expect(run(["1", "2", "3", "4"], branches: [Branch(odd())]).facts.filtered == 2)
  }
}

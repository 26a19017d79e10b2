import Columns
import Engine
import Glibc
import Specifications
import StandardStreamsConnector
import TestSupport
import Testing

@Suite("Standard input as a source") struct InputTests {
  let ends = Ends()
  let limit = ReadLimit(records: 8192, bytes: 4 << 20)

  private func source(header: Bool = true) -> InputSource {
    InputSource(splitter: QuotedLines(header: header), maxRecord: .mebibytes(1), descriptor: ends.input)
  }

  private func text(_ batch: RawBatch) -> String {
    batch.frames.ranges.map { unsafe String(decoding: batch.frames.bytes.bytes[$0], as: UTF8.self) }.joined()
  }

  @Test("reads all that comes, to the end")
  func all() async throws {
    let source = source()
    let lane = try await source.change().gained[0]
    let lines = (0..<200_000).map { "\($0)\n" }.joined()
    // A pipe holds 64 KiB, so that it is written while it is read.
    async let writing: Void = { [ends] in
      await ends.write("id\n" + lines)
      ends.closeOutput()
    }()
    var read = ""
    var position = Position.start
    loop: while true {
      switch try await source.read(lane, from: position, limit: limit) {
      case .batch(let batch):
        #expect(batch.from == position)
        read += text(batch)
        position = batch.to
        try await source.commit(lane, position)
      case .caughtUp: continue
      case .ended, .stopped: break loop
      }
    }
    await writing
    #expect(read == lines)
  }

  @Test("gives what is there without waiting for more, and says when there is nothing")
  func littleByLittle() async throws {
    let source = source(header: false)
    let lane = try await source.change().gained[0]
    guard case .caughtUp = try await source.read(lane, from: .start, limit: limit) else {
      Issue.record("something came from nowhere")
      return
    }
    await ends.write("1\n2\n3")
    guard case .batch(let first) = try await source.read(lane, from: .start, limit: limit) else { return }
    #expect(text(first) == "1\n2\n")
    guard case .caughtUp = try await source.read(lane, from: first.to, limit: limit) else {
      Issue.record("half a line is no record")
      return
    }
    ends.closeOutput()
    guard case .batch(let last) = try await source.read(lane, from: first.to, limit: limit) else { return }
    #expect(text(last) == "3")
    guard case .ended = try await source.read(lane, from: last.to, limit: limit) else {
      Issue.record("it goes on behind its end")
      return
    }
  }

  @Test("gives again what isn't stored, from within a batch too")
  func rewind() async throws {
    let source = source()
    let lane = try await source.change().gained[0]
    await ends.write("id\n" + (0..<10).map { "\($0)\n" }.joined())
    let few = ReadLimit(records: 4, bytes: 1 << 20)
    guard case .batch(let first) = try await source.read(lane, from: .start, limit: few),
      case .batch(let second) = try await source.read(lane, from: first.to, limit: few),
      case .batch(let again) = try await source.read(lane, from: .start, limit: few),
      case .batch(let within) = try await source.read(lane, from: Position(message: 5), limit: few)
    else {
      Issue.record("no batch came")
      return
    }
    #expect(text(first) == "0\n1\n2\n3\n" && text(second) == "4\n5\n6\n7\n")
    #expect(text(again) == text(first) && again.to == first.to)
    #expect(text(within) == "1\n2\n3\n" && within.records == 3 && within.from == Position(message: 5))
    try await source.commit(lane, first.to)
    await #expect(throws: Failure.self) { try await source.read(lane, from: .start, limit: few) }
    guard case .batch(let kept) = try await source.read(lane, from: first.to, limit: few),
      case .batch(let next) = try await source.read(lane, from: second.to, limit: few)
    else { return }
    #expect(text(kept) == text(second) && text(next) == "8\n9\n")
  }

  @Test("goes on behind what was stored where no ledger knows of it")
  func noLedger() async throws {
    let source = source()
    let lane = try await source.change().gained[0]
    await ends.write("id\n1\n2\n")
    #expect(try await source.begin([lane], ledger: [])[0].position == .start)
    guard case .batch(let batch) = try await source.read(lane, from: .start, limit: limit) else { return }
    try await source.commit(lane, batch.to)
    #expect(try await source.begin([lane], ledger: [])[0].position == batch.to)
  }

  @Test("has a lane of its own in every run, and keeps no position")
  func lane() async throws {
    let (one, other) = (source(), source())
    let lane = try await one.change().gained[0]
    #expect(try await other.change().gained[0].id != lane.id)
    #expect(!one.keepsPositions && !one.needsSoleRunner)
  }

  @Test("passes over a line that is too long")
  func oversized() async throws {
    let source = source(header: false)
    let lane = try await source.change().gained[0]
    async let writing: Void = { [ends] in
      await ends.write("1\n" + String(repeating: "x", count: 3 << 20) + "\n2\n")
      ends.closeOutput()
    }()
    var read = ""
    var lengths: [Int64] = []
    var position = Position.start
    loop: while true {
      switch try await source.read(lane, from: position, limit: limit) {
      case .batch(let batch):
        read += text(batch)
        lengths += batch.oversized.map(\.length)
        position = batch.to
      case .caughtUp: continue
      case .ended, .stopped: break loop
      }
    }
    await writing
    #expect(read == "1\n2\n" && lengths == [3 << 20])
  }
}

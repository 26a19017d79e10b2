import Columns
import Engine
import Glibc
import StandardStreamsConnector
import Testing

@Suite("Standard output as a sink") struct OutputTests {
  let lane = LaneID(name: "a", identity: "")

  private func sink(_ descriptor: Int32) -> OutputSink {
    OutputSink(encoder: NumberLines(), schema: NumberLines.schema, descriptor: descriptor)
  }

  @Test("writes the header once, then all rows in order")
  func rows() async throws {
    let ends = Ends()
    let sink = sink(ends.output)
    try await sink.open()
    // More than a pipe holds, so that it is read while it is written.
    async let text = ends.read()
    for part in 0..<10 {
      let numbers = Int64(part) * 20_000..<Int64(part + 1) * 20_000
      let rows = sink.prepare(NumberLines.batch(numbers))
      #expect(rows.count == 20_000 && rows.failures.isEmpty && rows.footprint > 20_000)
      try await sink.take(rows, of: lane)
    }
    try await sink.store([])
    ends.closeOutput()
    #expect(await text == "number\n" + (0..<200_000).map { "\($0)\n" }.joined())
  }

  @Test("says that its reader has gone")
  func readerGone() async throws {
    var numbers: [Int32] = [0, 0]
    precondition(unsafe pipe(&numbers) == 0)
    close(numbers[0])
    defer { close(numbers[1]) }
    let sink = sink(numbers[1])
    try await sink.open()
    do throws(TakeFailure) {
      try await sink.take(sink.prepare(NumberLines.batch(0..<10)), of: lane)
      Issue.record("it was written")
    } catch {
      guard case .failure(let failure) = error else {
        Issue.record("it is no row's fault")
        return
      }
      #expect(failure.kind == .fatal && failure.message == "the reader of stdout has gone")
    }
  }

  @Test("stops waiting for a reader when it is cancelled, and tears no line when it goes on")
  func cancelled() async throws {
    let ends = Ends()
    let sink = sink(ends.output)
    try await sink.open()
    let taking = Task { [lane] in try await sink.take(sink.prepare(NumberLines.batch(0..<100_000)), of: lane) }
    // Nobody reads more than this, so that the pipe is full.
    let begun = await ends.read(100)
    taking.cancel()
    await #expect(throws: TakeFailure.self) { try await taking.value }
    async let text = ends.read()
    try await sink.take(sink.prepare(NumberLines.batch(7..<9)), of: lane)
    ends.closeOutput()
    let lines = (begun + (await text)).split(separator: "\n")
    #expect(lines.prefix(3) == ["number", "0", "1"])
    #expect(lines.suffix(2) == ["7", "8"])
    for (index, line) in lines.dropFirst().dropLast(2).enumerated() where line != "\(index)" {
      Issue.record("line \(index) is \(line)")
    }
  }

  @Test("is an outage while the disk is full")
  func full() async throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    let sink = sink(full)
    do throws(TakeFailure) {
      try await sink.take(sink.prepare(NumberLines.batch(0..<10)), of: lane)
      Issue.record("it was written")
    } catch {
      guard case .failure(let failure) = error else { return }
      #expect(failure.kind == .outage && failure.message.contains("stdout can't be written"))
    }
  }

  @Test("promises each row at least once, and keeps no positions")
  func promise() async throws {
    let sink = sink(1)
    #expect(sink.guarantee == .atLeastOnce && !sink.keepsPositions && sink.target == "stdout")
    #expect(try await sink.entries().isEmpty)
  }
}

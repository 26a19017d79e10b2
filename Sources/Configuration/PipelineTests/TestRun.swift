import Columns
import Engine
import Expressions
package import Specifications

/// What came out of a test.
package struct TestOutcome: Sendable {
  /// For each sink, the rows that it is asked to take, in the order of what went in.
  var rows: [[RowPlace]]
  var letters: [DeadLetter] = []
  var filtered = 0
  /// Why the pipeline would stop.
  var stop: Failure?
  /// What the test can't be run without; then nothing came out.
  package var obstacle: Problem?

  /// A row of a batch.
  struct RowPlace: Sendable {
    let batch: ColumnBatch
    let row: Int
  }
}

/// What a test can't be run without.
private struct TestObstacle: Error {
  let problem: Problem
}

extension PipelineTests {
  /// Runs a test: the real decoders, contracts, steps and sinks' own forms, with nothing connected or written.
  package func run(_ test: PipelineTest, files: FileAccess) -> TestOutcome {
    do throws(TestObstacle) {
      return try outcome(of: test, files)
    } catch {
      return TestOutcome(rows: bench.sinks.map { _ in [] }, obstacle: error.problem)
    }
  }

  private func outcome(of test: PipelineTest, _ files: FileAccess) throws(TestObstacle) -> TestOutcome {
    var batches: [(raw: RawBatch, input: TestInput)] = []
    for (number, input) in test.inputs.enumerated() {
      let bytes = try bytes(of: input, files)
      batches += try bench.batches(of: bytes, input, number: number, at: test).map { ($0, input) }
    }
    let moment = test.now.map { EvaluationMoment(microseconds: $0.microseconds) }
    return EvaluationMoment.$fixed.withValue(moment) {
      var outcome = TestOutcome(rows: bench.sinks.map { _ in [] })
      let sinks = bench.sinks.map { SinkGroup.Member(name: $0.name, sink: $0.another()) }
      for (raw, input) in batches { bench.run(raw, of: input, to: sinks, into: &outcome) }
      return outcome
    }
  }

  private func bytes(of input: TestInput, _ files: FileAccess) throws(TestObstacle) -> [UInt8] {
    switch input.content {
    case .bytes(let bytes): return bytes
    case .file(let path, let place):
      do throws(FileFailure) {
        return try files.read(path.absolute)
      } catch {
        throw TestObstacle(
          problem: Problem(
            .error, at: place, "`\(path.written)` can't be read: \(error.reason)", mend: "name a file that is there"))
      }
    }
  }
}

extension TestBench {
  /// What is read, as the source would deliver it.
  fileprivate func batches(
    of bytes: [UInt8], _ input: TestInput, number: Int, at test: PipelineTest
  ) throws(TestObstacle) -> [RawBatch] {
    switch reading {
    case .messages: return [message(bytes, input, number, test)]
    case .records:
      let end = Position(message: Int64(number + 1))
      let frames = Frames(bytes: buffer(bytes), ranges: [0..<bytes.count])
      return [
        RawBatch(
          frames: frames, positions: .offsets([Int64(number)]), from: Position(message: Int64(number)), to: end,
          records: 1)
      ]
    case .stream(let splitter, let maxRecord):
      do throws(CuttingFault) {
        return try cut(bytes, by: splitter, maxRecord)
      } catch {
        throw TestObstacle(problem: Problem(.error, at: test.place, error.ofTest))
      }
    }
  }

  private func buffer(_ bytes: [UInt8]) -> Buffer {
    // The bytes are copied before they go.
    unsafe bytes.withUnsafeBytes { unsafe Buffer.copying($0) }
  }

  private func message(_ value: [UInt8], _ input: TestInput, _ number: Int, _ test: PipelineTest) -> RawBatch {
    let (key, headers) = (Array((input.key ?? "").utf8), Array(input.headers.utf8))
    let offset = input.offset ?? Int64(number)
    let time = input.timestamp?.microseconds ?? test.now?.microseconds ?? EvaluationMoment.now().microseconds
    let keyEnd = value.count + key.count
    let frames = Frames(bytes: buffer(value + key + headers), ranges: [0..<value.count])
    return RawBatch(
      frames: frames, positions: .offsets([offset]), from: Position(message: offset), to: Position(message: offset + 1),
      records: 1,
      envelopes: Envelopes(
        keys: [input.key.map { _ in value.count..<keyEnd }], headers: [keyEnd..<keyEnd + headers.count], times: [time]))
  }

  private func cut(
    _ bytes: [UInt8], by splitter: any Splitter, _ maxRecord: ByteCount
  ) throws(CuttingFault) -> [RawBatch] {
    var cutter = RecordCutter(splitter, maxRecord: maxRecord)
    _ = unsafe cutter.fill(bytes.count) { out in
      // There is room for as many as were asked for.
      unsafe bytes.withUnsafeBytes { unsafe out.copyMemory(from: $0) }
      return bytes.count
    }
    cutter.end()
    var batches: [RawBatch] = []
    while case .records(let batch) = try cutter.cut(ReadLimit(records: 8192, bytes: 4 << 20)) { batches.append(batch) }
    return batches
  }

  /// Works on a batch as a run does.
  fileprivate func run(
    _ raw: RawBatch, of input: TestInput, to sinks: [SinkGroup.Member], into outcome: inout TestOutcome
  ) {
    var name = "test"
    if case .file(let path, _) = input.content { name = path.written }
    let knowsMessages = source.metadata.contains(.topic)
    if knowsMessages { name = "test/\(input.partition ?? 0)" }
    let lane = LaneID(name: name, identity: "test")
    var labels = source.labels(of: lane)
    if let topic = input.topic { labels.topic = topic }
    let task = ProcessingTask(
      lane: lane, labels: labels, run: "test", sinks: sinks, standings: sinks.map { _ in raw.from })
    let done = processing.run(raw, as: task)
    for sink in sinks.indices {
      let parts = done.parts.filter { $0.sink == sink }
      let rows = parts.flatMap { part in
        (0..<part.batch.count).map { (part.batch.origins[$0], TestOutcome.RowPlace(batch: part.batch, row: $0)) }
      }
      // Records of several contracts come by contract: their order is that in which they were read.
      let order = rows.indices.sorted { (rows[$0].0, $0) < (rows[$1].0, $1) }
      outcome.rows[sink] += order.map { rows[$0].1 }
    }
    let letters = done.letters
    outcome.letters += letters.indices.sorted { (letters[$0].position, $0) < (letters[$1].position, $1) }
      .map { letters[$0] }
    outcome.filtered += done.facts.filtered
    outcome.stop = outcome.stop ?? done.facts.fatal
  }
}

extension CuttingFault {
  /// What is wrong with the file that a test gives.
  fileprivate var ofTest: String {
    switch self {
    case .prologueTooLong, .endingTooLong: sentence(of: "the file")
    case .broken(let position, _, let reason): "the file is broken at byte \(position): \(reason)"
    }
  }
}

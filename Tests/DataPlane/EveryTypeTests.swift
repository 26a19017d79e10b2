import CSVFormat
import Columns
import Glibc
import JSONFormat
import Specifications
import Steps
import TestSupport
import Testing

/// Every type from bytes through steps to bytes, by several threads at once, as batches of one lane are: what the
/// sanitizers are for.
@Suite struct EveryTypeTests {
  private static let types: [ColumnType] =
    RandomColumns.scalars + [
      .list(.int32), .map(.text), .structure([Field("id", .int64), Field("names", .list(.text))]),
      .list(.structure([Field("day", .date), Field("u", .uuid)])),
    ]

  @Test("batches of every type come out the same, whichever threads bring them through", arguments: ["csv", "json"])
  func everyType(format: String) async throws {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    let schema = Schema(Self.types.enumerated().map { Field("f\($0)", $1) })
    let way = try #require(Way(format, schema))
    let files = (0..<8).map { place in
      var columns = RandomColumns(seed: seed &+ UInt64(place), finite: true)
      let count = [0, 1, 63, 64, 65, 300][place % 6]
      let batch = ColumnBatch(
        schema: schema, columns: schema.fields.map { columns.column($0.type, count: count) }, count: count)
      return way.encoder.encode(batch, lines: true).bytes
    }
    let alone = files.map { way.result(of: $0) }
    #expect(alone.allSatisfy { $0.failures == [] }, "OUZEL_SEED=\(seed)")
    #expect(alone.contains { $0.rows > 20 }, "OUZEL_SEED=\(seed)")
    let together = await withTaskGroup(of: [Way.Result].self) { group in
      for turn in 0..<4 {
        group.addTask { (0..<files.count).map { way.result(of: files[($0 + turn) % files.count]) } }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    // Each began with another file.
    for results in together { #expect(Set(results) == Set(alone), "OUZEL_SEED=\(seed)") }
  }
}

/// A decoder, steps and an encoder that all threads share.
private struct Way: Sendable {
  struct Result: Hashable, Sendable {
    let rows: Int
    let bytes: [UInt8]
    let failures: [String]
  }

  let decoder: any Decoder
  let encoder: any Encoder
  private let header: Buffer
  private let steps: StepList

  init?(_ format: String, _ schema: Schema) {
    if format == "csv" {
      decoder = CSVDecoder(schema: schema)
      encoder = CSVEncoder()
    } else {
      decoder = JSONDecoder(schema: schema)
      encoder = JSONEncoder()
    }
    header = encoder.prologue(for: schema) ?? .copying("")
    let texts = schema.fields.indices.flatMap { place in
      [
        Node.Entry(key: Node("t\(place)"), value: Node("cast(f\(place) as text)")),
        Node.Entry(key: Node("n\(place)"), value: Node("case when f1 is null then null else f\(place) end")),
      ]
    }
    let node: Node = [
      ["set": Node(.mapping(texts), at: .nowhere)], ["filter": "f1 is not null or f2 is null"],
      ["rename": ["f3": "other"]],
      ["mask": ["f14": "hash"]], ["explode": "f22"], ["drop": ["t4", "f5"]], ["cast": ["f6": "text"]],
    ]
    var problems = Problems()
    let option = Option("steps", ValueKind<[any StepDeclaration]>.steps, default: [], "Steps.", example: "[]")
    let pipeline = Specification("pipeline", "A pipeline.", options: [option])
    guard
      let declared = pipeline.read(["steps": node], in: ReadingContext(workingDirectory: "/"), problems: &problems)?[
        option],
      let steps = StepList(declared, over: schema, &problems)
    else {
      print(problems.all.map(\.sentence))
      return nil
    }
    self.steps = steps
  }

  /// What becomes of a file's bytes.
  func result(of bytes: Buffer) -> Result {
    let decoded = decoder.decode(Frames(bytes: bytes, ranges: [0..<bytes.count], prologue: header))
    var batch = decoded.batch
    var failures = decoded.failures.map(\.sentence)
    for step in steps.steps {
      let outcome = step.run(batch)
      batch = outcome.batch
      failures += outcome.failures.map(\.sentence)
    }
    let encoded = encoder.encode(batch, lines: true)
    return Result(rows: batch.count, bytes: encoded.bytes.copied, failures: failures)
  }
}

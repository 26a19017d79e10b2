import Columns
import JSONFormat
import TestSupport
import Testing

@Suite struct JSONRoundTripTests {
  /// The batch, written as lines and read again.
  private func again(_ batch: ColumnBatch) -> Decoded {
    let encoded = JSONEncoder().encode(batch, lines: true)
    return JSONDecoder(schema: batch.schema).decode(
      Frames(bytes: encoded.bytes, ranges: [0..<encoded.bytes.count], prologue: Buffer.copying("")))
  }

  private func expectSame(_ batch: ColumnBatch, _ context: Comment) {
    let decoded = again(batch)
    #expect(decoded.failures == [], context)
    #expect(decoded.batch.count == batch.count, context)
    guard decoded.batch.count == batch.count else { return }
    for (field, (mine, its)) in zip(batch.schema.fields, zip(batch.columns, decoded.batch.columns)) {
      #expect(mine.isEqual(to: its), "\(field.name): \(field.type); \(context)")
    }
  }

  @Test("random columns of every type are read as they were written", arguments: RandomColumns.scalars)
  func everyType(type: ColumnType) {
    let seed = UInt64.random(in: 0 ... .max)
    var columns = RandomColumns(seed: seed, finite: true)
    let types = [type, .list(type), .map(type), .structure([Field("a", type), Field("b", .list(type))])]
    let schema = Schema(types.enumerated().map { Field("f\($0)", $1) })
    expectSame(
      ColumnBatch(schema: schema, columns: types.map { columns.column($0, count: 300) }, count: 300), "seed \(seed)")
  }

  @Test("random nested types are read as they were written, slices of them too")
  func nestedTypes() {
    for _ in 0..<60 {
      let seed = UInt64.random(in: 0 ... .max)
      var columns = RandomColumns(seed: seed, finite: true)
      let types = (0..<3).map { _ in columns.type(depth: 3) }
      let schema = Schema(types.enumerated().map { Field("f\($0)", $1) })
      let batch = ColumnBatch(schema: schema, columns: types.map { columns.column($0, count: 40) }, count: 40)
      expectSame(batch, "seed \(seed)")
      expectSame(batch.slice(7..<33).gather([5, 5, 0, 25, 11]), "seed \(seed), sliced")
    }
  }

  @Test("what is written in a field's own way is read in it")
  func ownWays() {
    let seed = UInt64.random(in: 0 ... .max)
    var columns = RandomColumns(seed: seed, finite: true)
    let hex = FieldForm(write: "hex")
    let pattern = "%d.%m.%Y %I:%M:%S.%f %p"
    let moments = FieldForm(formats: ["epoch_s", pattern], write: pattern)
    let fields = [
      Field("b", .bytes, form: hex), Field("u", .uuid, form: hex), Field("t", .timestamp, form: moments),
      Field("l", .localTimestamp, form: moments), Field("d", .date, form: moments), Field("c", .time, form: moments),
      Field("n", .list(.map(.timestamp)), form: moments), Field("s", .structure([Field("b", .bytes, form: hex)])),
    ]
    let batch = ColumnBatch(
      schema: Schema(fields), columns: fields.map { columns.column($0.type, count: 300) }, count: 300)
    expectSame(batch, "seed \(seed)")
  }
}

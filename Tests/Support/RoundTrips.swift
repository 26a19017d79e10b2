package import Columns

/// Batches that a format has to read as it wrote them.
package enum RoundTrips {
  /// A column of a type, and lists, maps and structs of it. Only the first has numbers that are not finite, and only if
  /// `isWild`: not every format can say them within others.
  package static func batch(of type: ColumnType, seed: UInt64, isWild: Bool) -> ColumnBatch {
    var columns = RandomColumns(seed: seed, finite: true)
    var wild = RandomColumns(seed: seed, finite: !isWild)
    let types = [type, .list(type), .map(type), .structure([Field("a", type), Field("b", .list(type))])]
    let schema = Schema(types.enumerated().map { Field("f\($0)", $1) })
    return ColumnBatch(
      schema: schema,
      columns: types.map { $0 == type ? wild.column($0, count: 300) : columns.column($0, count: 300) }, count: 300)
  }

  /// Three columns of types nested at random; and some of their rows, out of order.
  package static func nested(seed: UInt64) -> [ColumnBatch] {
    var columns = RandomColumns(seed: seed, finite: true)
    let types = (0..<3).map { _ in columns.type(depth: 3) }
    let schema = Schema(types.enumerated().map { Field("f\($0)", $1) })
    let batch = ColumnBatch(schema: schema, columns: types.map { columns.column($0, count: 40) }, count: 40)
    return [batch, batch.slice(7..<33).gather([5, 5, 0, 25, 11])]
  }

  /// Columns that are written in their field's own way.
  package static func inOwnWays(seed: UInt64) -> ColumnBatch {
    var columns = RandomColumns(seed: seed, finite: true)
    let hex = FieldForm(write: "hex")
    let pattern = "%d.%m.%Y %I:%M:%S.%f %p"
    let moments = FieldForm(formats: ["epoch_s", pattern], write: pattern)
    let fields = [
      Field("b", .bytes, form: hex), Field("u", .uuid, form: hex), Field("t", .timestamp, form: moments),
      Field("l", .localTimestamp, form: moments), Field("d", .date, form: moments), Field("c", .time, form: moments),
      Field("n", .list(.map(.timestamp)), form: moments), Field("s", .structure([Field("b", .bytes, form: hex)])),
    ]
    return ColumnBatch(
      schema: Schema(fields), columns: fields.map { columns.column($0.type, count: 300) }, count: 300)
  }

  /// How what was read differs from what was written: a sentence for each difference.
  package static func differences(_ batch: ColumnBatch, _ decoded: Decoded) -> [String] {
    guard decoded.failures.isEmpty else { return decoded.failures.prefix(5).map { "row \($0.row): \($0.message)" } }
    guard decoded.batch.count == batch.count else { return ["\(decoded.batch.count) of \(batch.count) rows"] }
    return zip(batch.schema.fields, zip(batch.columns, decoded.batch.columns)).compactMap { field, columns in
      columns.0.isEqual(to: columns.1) ? nil : "\(field.name): \(field.type)"
    }
  }
}

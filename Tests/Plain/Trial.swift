package import Columns
import Engine
import Specifications
package import TestSupport

/// One input taken through a format: cut, decoded, sliced, written and read again, and held against the plain decoder.
/// The first bytes choose how, the others are the file.
package struct Trial {
  /// What went wrong, as a sentence.
  package struct Complaint: Error, CustomStringConvertible {
    package let description: String
  }

  /// How many bytes choose.
  package static let head = 12

  let choices: [UInt8]
  let file: [UInt8]
  package let schema: Schema
  let unknown: UnknownFields
  /// Where the file is cut, and which rows are taken.
  var random: SeededRandom
  /// How long a record may be.
  var most: Int
  /// How many rows were decoded, with nothing but nulls left out, and how many failed.
  package private(set) var counts = (decoded: 0, failed: 0)

  package init(_ input: [UInt8]) {
    choices = Array((input.prefix(Self.head) + Array(repeating: 0, count: Self.head)).prefix(Self.head))
    file = Array(input.dropFirst(Self.head))
    let count = 1 + Int(choices[0] & 3)
    let types = Self.types
    let chosen = choices
    schema = Schema(
      (0..<count).map { Field(["a", "b", "c", "d"][$0], types[Int(chosen[1 + $0]) % types.count]) })
    unknown = UnknownFields.allCases[Int(choices[0] >> 2) % 3]
    random = SeededRandom(seed: UInt64(choices[5]) << 8 | UInt64(choices[6]))
    most = choices[0] & 0x40 == 0 ? 1 << 20 : 16 + Int(choices[0] >> 3 & 7) * 8
  }

  /// Made-up rows of the schema.
  package func rows(_ count: Int, _ random: inout SeededRandom) -> ColumnBatch {
    var columns = RandomColumns(seed: random.next(), finite: false)
    return ColumnBatch(
      schema: schema, columns: schema.fields.map { columns.column($0.type, count: count) }, count: count)
  }

  /// Every type, nested ones too.
  static let types: [ColumnType] =
    RandomColumns.scalars + [
      .list(.int32), .list(.text), .map(.text), .map(.float64), .list(.list(.bool)),
      .structure([Field("id", .int64), Field("Name", .text)]),
      .structure([Field("x", .list(.structure([Field("day", .date), Field("j", .json)])))]),
      .structure([Field("u", .uuid), Field("t", .timestamp), Field("d", .decimal(precision: 9, scale: 3))]),
      .map(.structure([Field("n", .uint8), Field("b", .bytes), Field("c", .time), Field("l", .localTimestamp)])),
    ]

  func check(_ holds: Bool, _ sentence: @autoclosure () -> String) throws {
    if !holds { throw Complaint(description: sentence() + " (\(schema.fields.map { "\($0.type)" }), \(unknown))") }
  }

  /// The file in batches, as a source cuts it when its bytes come piece by piece.
  mutating func cut(_ splitter: any Splitter) throws -> [RawBatch] {
    var cutter = RecordCutter(splitter, maxRecord: ByteCount(most))
    var batches: [RawBatch] = []
    let limit = ReadLimit(records: 1 + random.below(9), bytes: 1 + random.below(200))
    let piece = [1, 7, 64, 300, .max][random.below(5)]
    while true {
      switch try cutter.cut(limit) {
      case .records(let batch):
        try check(batch.from.message == batches.last?.to.message ?? batch.from.message, "a gap between batches")
        batches.append(batch)
      case .ended:
        // Behind the last record there may be blank lines.
        try check(cutter.position <= Int64(file.count), "the end is passed")
        return batches
      case .more:
        let start = Int(cutter.offset)
        let wanted = min(cutter.missing(for: limit), piece, file.count - start)
        try check(wanted > 0 || start == file.count, "nothing more is wanted")
        // The room is as large as was asked for.
        _ = unsafe cutter.fill(wanted) { room in
          unsafe room.copyBytes(from: file[start..<start + wanted])
          return wanted
        }
        if start + wanted == file.count { cutter.end() }
      }
    }
  }

  /// Decodes the batches and holds what comes out against the rows wanted; gives the rows that decoded.
  mutating func decode(
    _ batches: [RawBatch], _ decoder: any Decoder, wanted: [PlainRow]?, same: (PlainRow, PlainRow) -> Bool = (==)
  ) throws -> [ColumnBatch] {
    var rows: [PlainRow] = []
    var decodedBatches: [ColumnBatch] = []
    for raw in batches {
      guard case .bytes(let base) = raw.positions else { continue }
      for oversized in raw.oversized {
        let start = Int(oversized.position.message)
        rows.append(PlainRow(range: start..<start + Int(oversized.length)))
      }
      if !raw.oversized.isEmpty { continue }
      let decoded = decoder.decode(raw.frames)
      let batch = decoded.batch
      try check(batch.count + decoded.failures.count == decoded.rows.count, "rows are lost")
      try check(decoded.rows.count <= raw.records, "more rows than were cut")
      let texts = texts(of: batch)
      var next = 0
      for row in 0..<decoded.rows.count {
        let range = decoded.rows.range(of: row)
        let place = Int(base) + range.lowerBound..<Int(base) + range.upperBound
        let isDecoded = next < batch.count && batch.origins[next] == row
        rows.append(PlainRow(range: place, values: isDecoded ? texts[next] : nil))
        if isDecoded { next += 1 }
      }
      try check(next == batch.count, "origins don't ascend")
      try check(Set(decoded.failures.map(\.row)).count == decoded.failures.count, "a row fails twice")
      decodedBatches.append(batch)
    }
    counts.decoded += rows.count { $0.values?.contains { $0 != nil } ?? false }
    counts.failed += rows.count { $0.values == nil }
    guard let wanted else { return decodedBatches }
    try check(rows.count == wanted.count, "\(rows.count) rows, where \(wanted.count) are wanted")
    for (row, (mine, its)) in zip(rows, wanted).enumerated() {
      try check(same(mine, its), "row \(row) is \(mine), where \(its) is wanted")
    }
    return decodedBatches
  }

  /// The values of the schema's fields as text.
  func texts(of batch: ColumnBatch) -> [[String?]] {
    let columns = batch.columns.prefix(schema.fields.count).map { $0.asText(.iso) }
    return (0..<batch.count).map { row in columns.map { $0.text(row) } }
  }

  /// Slices, gathers and joins rows as steps do: the same rows have to come out.
  mutating func rearrange(_ batch: ColumnBatch) throws {
    let (low, high) = (random.below(batch.count + 1), random.below(batch.count + 1))
    let part = batch.slice(min(low, high)..<max(low, high))
    let chosen = part.count == 0 ? [] : (0..<random.below(6)).map { _ in Int32(random.below(part.count)) }
    let gathered = part.gather(chosen)
    let dropped = part.dropping(Set(chosen).sorted())
    try check(dropped.count == part.count - Set(chosen).count, "others were dropped")
    for (column, (taken, rest)) in zip(batch.columns, zip(gathered.columns, dropped.columns)) {
      let joined = Column.concat([taken, rest, column])
      try check(joined.count == taken.count + rest.count + column.count, "rows are lost when columns are joined")
      for (row, origin) in chosen.enumerated() {
        try check(joined.isEqual(row, to: column, min(low, high) + Int(origin)), "another row was gathered")
      }
      for row in 0..<column.count {
        try check(joined.isEqual(taken.count + rest.count + row, to: column, row), "joined rows differ")
      }
      _ = joined.asJSON()
      try check(joined.nullCount == (0..<joined.count).count { !joined.isValid($0) }, "nulls are counted wrong")
    }
  }
}

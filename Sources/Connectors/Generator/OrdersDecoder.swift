package import Columns
import Contracts

/// Reads the lines that the generator makes, whose fields need no search: all but the status have a fixed length.
package struct OrdersDecoder: Decoder {
  package let schema: Schema
  /// For each column the field of a line; nil where it has none of that name.
  private let fields: [Int?]

  /// A decoder of the columns that a contract names, which may be others than the generator's own.
  package init(schema: Schema) {
    self.schema = schema
    let names = FieldNames(schema.fields)
    var fields: [Int?] = schema.fields.map { _ in nil }
    var ranks = schema.fields.map { _ in -1 }
    for (place, own) in OrdersContract.contract.schema.fields.enumerated() {
      guard let meaning = names.meaning(of: own.name), meaning.rank > ranks[meaning.field] else { continue }
      fields[meaning.field] = place
      ranks[meaning.field] = meaning.rank
    }
    self.fields = fields
  }

  package func decode(_ frames: Frames) -> Decoded {
    let bytes = frames.bytes
    var table = CellTable(width: OrdersContract.contract.fields.count, rows: frames.ranges.count, escapes: .none)
    var rows = DecodedRows()
    rows.reserve(frames.ranges.count)
    for (frame, range) in frames.ranges.enumerated() {
      rows.append(range, frame: frame)
      var start = range.lowerBound
      for field in 0..<table.width {
        var end = start
        switch field {
        case 0, 1: end += 32
        // Between the status and what follows it stands the only comma to look for.
        case 2: while unsafe bytes.start.load(fromByteOffset: end, as: UInt8.self) != UInt8(ascii: ",") { end += 1 }
        // A time is there, or its comma follows at once.
        default:
          let isThere =
            unsafe end < range.upperBound
            && bytes.start.load(fromByteOffset: end, as: UInt8.self) != UInt8(ascii: ",")
          end += isThere ? 19 : 0
        }
        table.append(Cell(bare: start, length: end - start))
        start = end + 1
      }
    }
    return table.decoded(schema, from: fields, of: bytes, rows: rows, failures: [])
  }
}

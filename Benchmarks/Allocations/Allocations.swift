import Columns
import CountedMalloc
import Glibc

/// How often memory is asked for while a column of each type is read from text, and written as text: as often for
/// many rows as for few, where values are read and written without any. Ends with 1 where that isn't so.
@main enum Allocations {
  private struct Sample {
    let type: ColumnType
    let values: [String]
  }

  private static let samples = [
    Sample(type: .date, values: ["2018-06-08", "1969-12-31", "0001-01-01"]),
    Sample(type: .time, values: ["16:26", "16:26:00", "16:26:00.250001"]),
    Sample(
      type: .timestamp, values: ["2018-06-08 16:26:00", "2018-06-08T16:26:00.25Z", "2018-06-08 16:26:00+02:00"]),
    Sample(type: .localTimestamp, values: ["2018-06-08 16:26:00", "2018-06-08T16:26:00.123456"]),
    Sample(
      type: .decimal(precision: 38, scale: 10),
      values: ["0", "-1234.5", "1234567890123456789012345678.0123456789", "1.5e3"]),
    Sample(type: .uuid, values: ["2fc9a1a8-5d4c-4b0e-9b3a-5d4c4b0e9b3a", "2FC9A1A85D4C4B0E9B3A5D4C4B0E9B3A"]),
    Sample(type: .int64, values: ["0", "-9223372036854775808", "1234567"]),
    Sample(type: .bool, values: ["true", "no"]),
    Sample(type: .float64, values: ["0.5", "-12345.678", "1e300", "3.141592653589793", "0.1234567890123456789"]),
    Sample(type: .float32, values: ["0.5", "-12345.678", "3.4028235e38"]),
  ]

  static func main() {
    var isConstant = true
    var lines: [String] = []
    for sample in samples {
      let (few, many) = (allocations(sample, rows: 1_000), allocations(sample, rows: 100_000))
      isConstant = isConstant && many.reading <= few.reading && many.writing <= few.writing
      lines.append(
        "{\"type\": \"\(sample.type)\", \"reading\": [\(few.reading), \(many.reading)], "
          + "\"writing\": [\(few.writing), \(many.writing)]}")
    }
    print("[" + lines.joined(separator: ",\n") + "]")
    exit(isConstant ? 0 : 1)
  }

  private static func allocations(_ sample: Sample, rows: Int) -> (reading: UInt64, writing: UInt64) {
    // Each row has 40 bytes at most, so that the column of text never grows.
    var text = TextBuilder(capacity: rows, bytes: 40 * rows)
    for row in 0..<rows { text.append(sample.values[row % sample.values.count]) }
    let column = text.column()
    let field = Field("value", sample.type)
    var failures: [RowFailure] = []
    let begun = counted_allocations()
    let values = column.parsed(as: field, failures: &failures)
    let read = counted_allocations()
    let written = write(values)
    let end = counted_allocations()
    guard failures.isEmpty, written > rows else {
      print("\(sample.type): \(failures.first?.sentence ?? "nothing was written")")
      exit(1)
    }
    return (read - begun, end - read)
  }

  /// Writes all values where the first was written, and returns how many bytes they were.
  private static func write(_ values: Column) -> Int {
    let raw = unsafe RawColumn(values)
    var bytes = 0
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: ValueText.longest) { room in
      for row in 0..<values.count { bytes += unsafe raw.write(row, .iso, to: room.baseAddress!) }
    }
    withExtendedLifetime(values) {}
    return bytes
  }
}

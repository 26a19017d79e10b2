import Columns
import Digests

/// What tells whether two programs read the same: for each column how many values there are, and the sum of the first
/// 32 bits of the MD5 of each as SQL writes it.
struct ColumnSums: Sendable {
  private var values: [Int]
  private var sums: [Int]
  private let names: [String]

  /// No rows of a schema's columns.
  init(_ schema: Schema) {
    names = schema.fields.map(\.name)
    values = names.map { _ in 0 }
    sums = values
  }

  /// Adds a batch's rows.
  mutating func add(_ batch: ColumnBatch) {
    for (place, column) in batch.columns.enumerated() {
      let text = column.asText(.sql)
      for row in 0..<text.count where text.isValid(row) {
        values[place] += 1
        sums[place] += unsafe Self.hash(text.bytes(row))
      }
    }
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    unsafe withUnsafeTemporaryAllocation(byteCount: DigestText.md5.length, alignment: 8) { digits in
      unsafe DigestText.md5.write(bytes, to: digits.baseAddress!)
      return Int(unsafe String(decoding: digits[..<8], as: UTF8.self), radix: 16)!
    }
  }

  /// Adds what was summed of other rows.
  mutating func add(_ other: ColumnSums) {
    for place in names.indices {
      values[place] += other.values[place]
      sums[place] += other.sums[place]
    }
  }

  /// The sums as a member of an object.
  var json: String {
    let members = names.indices.map { "\"\(names[$0])\": [\(values[$0]), \(sums[$0])]" }
    return "\"sums\": {\(members.joined(separator: ", "))}"
  }
}

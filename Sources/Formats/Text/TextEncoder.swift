import CScan
public import Columns

/// Writes a column as lines of text; null is an empty line.
public struct TextEncoder: Encoder {
  public init() {}

  public func prologue(for schema: Schema) -> Buffer? { nil }

  public func encode(_ whole: ColumnBatch, lines: Bool) -> EncodedRows {
    let text = whole.sole(TextFormat.field)?.asText(.iso)
    var bytes = RawMemory(capacity: (text?.data?.count ?? 0) + whole.count)
    var ends: [Int] = []
    ends.reserveCapacity(whole.count)
    var failures: [RowFailure] = []
    for row in 0..<whole.count {
      if let text, text.isValid(row) {
        let value = unsafe text.bytes(row)
        if unsafe lines && holdsLineEnd(value) {
          failures.append(
            RowFailure(row: row, message: "the value holds a line end, behind which another record would begin"))
          ends.append(bytes.count)
          continue
        }
        unsafe bytes.append(value)
      }
      if lines { bytes.append(0x0a as UInt8) }
      ends.append(bytes.count)
    }
    return EncodedRows(bytes: bytes.buffer(), ends: ends, failures: failures)
  }

  @unsafe private func holdsLineEnd(_ value: UnsafeRawBufferPointer) -> Bool {
    guard let start = unsafe value.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    return unsafe Int(ouzel_find(start, value.count, 0x0a)) < value.count
  }
}

extension ColumnBatch {
  /// The one column that a format of a single field writes, in its field's own way.
  func sole(_ name: String) -> Column? {
    let batch = withoutMetadata.written
    return batch.schema.place(ofSole: name).map { batch.columns[$0] }
  }
}

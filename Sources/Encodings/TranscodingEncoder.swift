package import Columns

/// Writes text in any encoding, by an encoder of UTF-8. Rows with characters that the encoding lacks fail.
package struct TranscodingEncoder: Encoder {
  private let encoding: TextEncoding
  private let inner: any Encoder
  private let form: CharacterForm

  package init(_ encoding: TextEncoding, _ inner: any Encoder) {
    self.encoding = encoding
    self.inner = inner
    form = CharacterForm(encoding)
  }

  /// What decides the order of bytes stands before all.
  private var mark: [UInt8] { encoding == .utf16 ? form.byteOrderMark : [] }

  package func prologue(for schema: Schema) -> Buffer? {
    let text = inner.prologue(for: schema)
    if text == nil && mark.isEmpty { return nil }
    var bytes = RawMemory()
    unsafe mark.withUnsafeBytes { unsafe bytes.append($0) }
    // Where it can't be written, no row can either.
    if let text { _ = unsafe form.append(text: text.bytes, to: &bytes) }
    return bytes.buffer()
  }

  package func encode(_ batch: ColumnBatch, lines: Bool) -> EncodedRows {
    let rows = inner.encode(batch, lines: lines)
    if lines, let character = missing(in: inner.prologue(for: batch.schema)) {
      let message = "the columns' names hold \(told(character))"
      return EncodedRows(
        bytes: RawMemory().buffer(), ends: [Int](repeating: 0, count: batch.count),
        failures: (0..<batch.count).map { RowFailure(row: $0, message: message) })
    }
    var bytes = RawMemory(capacity: rows.bytes.count * form.length)
    var ends: [Int] = []
    ends.reserveCapacity(batch.count)
    var failures = rows.failures
    // Made where a row fails.
    var texts: [(name: String, column: Column)]?
    for row in 0..<rows.ends.count {
      let start = bytes.count
      let text = unsafe UnsafeRawBufferPointer(rebasing: rows.bytes.bytes[rows.range(of: row)])
      if !lines && !mark.isEmpty { unsafe mark.withUnsafeBytes { unsafe bytes.append($0) } }
      if let character = unsafe form.append(text: text, to: &bytes) {
        bytes.truncate(to: start)
        if texts == nil {
          texts = zip(batch.schema.fields, batch.written.columns).map { ($0.name, $1.asText(.iso)) }
        }
        let field = texts?.first { $0.column.text(row)?.unicodeScalars.contains(character) ?? false }
        failures.append(RowFailure(row: row, message: "the value holds \(told(character))", field: field?.name))
      }
      ends.append(bytes.count)
    }
    // The rows were read through a pointer until here.
    withExtendedLifetime(rows) {}
    return EncodedRows(bytes: bytes.buffer(), ends: ends, failures: failures.firstOfEachRow())
  }

  private func missing(in text: Buffer?) -> Unicode.Scalar? {
    guard let text else { return nil }
    var bytes = RawMemory()
    return unsafe form.append(text: text.bytes, to: &bytes)
  }

  private func told(_ character: Unicode.Scalar) -> String {
    let digits = String(character.value, radix: 16, uppercase: true)
    let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "U+\(number), which \(encoding.rawValue) lacks: write another `encoding`, or replace it in a step"
  }
}

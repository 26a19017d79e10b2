import Columns

/// Writes the fields that were kept though no contract names them, behind those that are known. A known name wins.
struct UnknownSplice {
  private let column: Column
  private let known: Set<String>
  /// One bit for each length of a known name; those of 63 bytes and more share the last.
  private var lengths: UInt64 = 0

  /// The splice of a batch; nil where it keeps no such fields.
  init?(_ batch: ColumnBatch) {
    guard let column = batch.column(Metadata.unknown.rawValue) else { return nil }
    self.column = column
    known = Set(batch.schema.withoutMetadata.fields.map(\.name))
    for name in known { lengths |= 1 << UInt64(min(name.utf8.count, 63)) }
  }

  /// Writes those of a row; `isEmpty` tells whether there is no member yet.
  func add(_ row: Int, to writer: inout JSONWriter, _ isEmpty: inout Bool) {
    guard column.isValid(row) else { return }
    let text = unsafe column.bytes(row)
    guard let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let end = text.count
    // The object was made by a decoder, which checked its syntax.
    try? unsafe members(start, end, to: &writer, &isEmpty)
  }

  @unsafe private func members(
    _ start: UnsafePointer<UInt8>, _ end: Int, to writer: inout JSONWriter, _ isEmpty: inout Bool
  ) throws(JSONFault) {
    var at = unsafe JSONSyntax.skipSpace(start, 1, end)
    while unsafe at < end && start[at] == 0x22 {
      let member = at
      let key = try unsafe JSONSyntax.skipString(start, at + 1, end)
      let colon = unsafe JSONSyntax.skipSpace(start, key.close + 1, end)
      at = try unsafe JSONSyntax.skipValue(start, JSONSyntax.skipSpace(start, colon + 1, end), end)
      let name = Cell(key.isEscaped ? .escaped : .quoted, start: member + 1, length: key.close - member - 1)
      if unsafe !isKnown(name, in: start) {
        writer.beginMember(isFirst: isEmpty)
        unsafe writer.addJSON((start + member, at - member))
        isEmpty = false
      }
      at = unsafe JSONSyntax.skipSpace(start, at, end)
      if unsafe at < end && start[at] == 0x2c { at = unsafe JSONSyntax.skipSpace(start, at + 1, end) }
    }
  }

  @unsafe private func isKnown(_ name: Cell, in text: UnsafePointer<UInt8>) -> Bool {
    if name.kind == .quoted && lengths & 1 << UInt64(min(name.length, 63)) == 0 { return false }
    return unsafe known.contains(name.text(in: text, .json))
  }
}

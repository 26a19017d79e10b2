import Columns
import Engine
import JSONFormat
import TestSupport

extension Trial {
  /// Takes the input through JSON.
  package mutating func runJSON() throws {
    let plain = PlainLines(file)
    let batches = try cut(JSONLinesSplitter())
    let decoder = JSONDecoder(schema: schema, unknown: unknown)
    let wanted = plain.rows(schema, unknown: unknown, most: most)
    for batch in try decode(batches, decoder, wanted: wanted) {
      try rearrange(batch)
      try writeAndRead(batch)
    }
    // As messages, too, it is decoded or refused.
    let message = unsafe file.withUnsafeBytes { unsafe Buffer.copying($0) }
    let middle = random.below(file.count + 1)
    let frames = Frames(bytes: message, ranges: [0..<middle, middle..<file.count])
    let decoded = decoder.decode(frames)
    try check(decoded.batch.count + decoded.failures.count == decoded.rows.count, "rows of messages are lost")
    let whole = JSONWholeDecoder().decode(frames)
    try check(whole.batch.count + whole.failures.count == whole.rows.count, "whole messages are lost")
  }

  /// Writes a batch and reads it again: the same values have to come back, and each line is JSON.
  private func writeAndRead(_ batch: ColumnBatch) throws {
    let encoded = JSONEncoder().encode(batch, lines: true)
    try check(encoded.ends.count == batch.count, "a row was written twice, or not at all")
    for row in 0..<batch.count {
      let line = unsafe Array(encoded.bytes.bytes[encoded.range(of: row)])
      try check(line.firstIndex(of: 0x0a) == line.count - 1, "a row isn't one line")
      guard let value = try? PlainJSON(line, deepest: 129), case .object = value.kind else {
        throw Complaint(description: "row \(row) is written as no JSON: \(String(decoding: line, as: UTF8.self))")
      }
    }
    let known = batch.schema.withoutMetadata
    let again = JSONDecoder(schema: known).decode(
      Frames(bytes: encoded.bytes, ranges: [0..<encoded.bytes.count], prologue: .copying("")))
    let isFloat = known.fields.map { $0.type == .float32 || $0.type == .float64 }
    try compare(batch, again) { text in
      guard let text else { return nil }
      // What JSON has no way to write is null.
      if isFloat.contains(true) && ["nan", "inf", "-inf"].contains(text) { return nil }
      return PlainValue.onOneLine(text)
    }
  }
}

import Columns
import Engine
package import JSONFormat
import TestSupport

extension Trial {
  /// The options that the input chooses.
  package var json: JSONOptions {
    var options = JSONOptions()
    let shapes: [JSONOptions.Shape] = [.lines, .lines, .auto, .array, .document]
    options.shape = shapes[Int(choices[7]) % 5]
    options.at =
      options.shape == .lines ? nil : [nil, nil, "/a", "/x/0", "/d"][Int(choices[8]) % 5].flatMap { .init($0) }
    options.nan = JSONOptions.NotFiniteNumbers.allCases[Int(choices[9]) % 3]
    return options
  }

  /// Takes the input through JSON.
  package mutating func runJSON() throws {
    let options = json
    // Of texts that aren't lines, the plain decoder knows whole ones alone.
    if options.shape != .lines { most = 1 << 20 }
    let decoder = JSONDecoder(schema: schema, options: options, unknown: unknown)
    let splitter = JSONSplitter(options)
    let batches: [RawBatch]
    let wanted = wantedJSON(options)
    do {
      batches = try cut(splitter)
    } catch let fault as CuttingFault {
      try check(options.shape != .lines && wanted == nil, "a sound file can't be cut: \(fault)")
      return
    }
    for batch in try decode(batches, decoder, wanted: wanted) {
      try rearrange(batch)
      try writeAndRead(batch, options)
    }
    // As messages, too, it is decoded or refused.
    let message = unsafe file.withUnsafeBytes { unsafe Buffer.copying($0) }
    let middle = random.below(file.count + 1)
    let frames = Frames(bytes: message, ranges: [0..<middle, middle..<file.count])
    let decoded = decoder.decode(frames)
    try check(decoded.batch.count + decoded.failures.count == decoded.rows.count, "rows of messages are lost")
    let whole = JSONWholeDecoder(options: options).decode(frames)
    try check(whole.batch.count + whole.failures.count == whole.rows.count, "whole messages are lost")
  }

  /// The rows that have to come out; nil where the plain decoder can't say.
  private func wantedJSON(_ options: JSONOptions) -> [PlainRow]? {
    // It knows no numbers that aren't finite.
    let words = ["NaN", "Infinity"].map { Array($0.utf8) }
    let hasWords = file.indices.contains { at in words.contains { file[at...].starts(with: $0) } }
    if hasWords && options.nan != .reject { return nil }
    let lines = PlainLines(file)
    switch options.shape {
    case .lines: return lines.rows(schema, unknown: unknown, most: most)
    case .array: return lines.elements(schema, unknown: unknown, at: options.at)
    case .document: return lines.document(schema, unknown: unknown, at: options.at)
    case .auto where options.at == nil:
      return lines.elements(schema, unknown: unknown, at: nil) ?? lines.soundLines(schema, unknown: unknown)
    case .auto: return nil
    }
  }

  /// Writes a batch and reads it again: the same values have to come back, and each line is JSON.
  private func writeAndRead(_ batch: ColumnBatch, _ options: JSONOptions) throws {
    let encoded = JSONEncoder(options: options).encode(batch, lines: true)
    try check(encoded.ends.count == batch.count, "a row was written twice, or not at all")
    let written = encoded.bytes.copied
    for row in 0..<batch.count {
      let line = Array(written[encoded.range(of: row)])
      try check(line.firstIndex(of: 0x0a) == line.count - 1, "a row isn't one line")
      // As numbers, those that aren't finite are written, too, which is no JSON.
      if options.nan == .float { continue }
      guard let value = try? PlainJSON(line, deepest: 129), case .object = value.kind else {
        throw Complaint(description: "row \(row) is written as no JSON: \(String(decoding: line, as: UTF8.self))")
      }
    }
    let known = batch.schema.withoutMetadata
    var lines = JSONOptions()
    lines.shape = .lines
    lines.nan = options.nan
    let again = JSONDecoder(schema: known, options: lines).decode(
      Frames(bytes: encoded.bytes, ranges: [0..<encoded.bytes.count], prologue: .copying("")))
    let isFloat = known.fields.map { $0.type == .float32 || $0.type == .float64 }
    try compare(batch, again) { text in
      guard let text else { return nil }
      // What JSON has no way to write is null.
      if options.nan != .float && isFloat.contains(true) && ["nan", "inf", "-inf"].contains(text) { return nil }
      return PlainValue.onOneLine(text)
    }
  }
}

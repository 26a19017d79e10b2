package import CSVFormat
import Columns
import Encodings
import Engine
import JSONFormat
import TestSupport

extension Trial {
  /// The options that the input chooses.
  package var csv: CSVOptions {
    var options = CSVOptions()
    options.header = choices[7] & 1 == 0
    let delimiters = [",", ";", "\t", "|", ":", "-", "||", "::", "¦", "|~|", "-~-~", ", "]
    options.delimiter = delimiters[Int(choices[8]) % delimiters.count]
    options.quote = [0x22, 0x22, 0x27, nil][Int(choices[7] >> 1) % 4]
    options.nullText = ["", "NULL", "\\N", "0", "\\\\", "a "][Int(choices[9]) % 6]
    options.escape = [nil, nil, 0x5c, 0x5e][Int(choices[7] >> 3) % 4]
    options.comment = ["", "", "#", "//", "§§", "a"][Int(choices[11]) % 6]
    options.skip = [0, 0, 0, 1, 3][Int(choices[11] >> 4) % 5]
    options.trim = choices[7] & 0x20 != 0 && !options.delimiter.contains(" ")
    // What contradicts another option is none.
    if options.trim && options.nullText.last == " " || options.comment == "a" && options.nullText.first == "a" {
      options.nullText = ""
    }
    if options.delimiter == "-~-~" && options.escape == 0x5e { options.escape = nil }
    let encodings = TextEncoding.allCases
    options.encoding = choices[10] & 1 == 0 ? .utf8 : encodings[Int(choices[10] >> 1) % encodings.count]
    return options
  }

  /// Takes the input through CSV.
  package mutating func runCSV() throws {
    let options = csv
    // Where the text is another's, its characters have other lengths.
    if options.encoding != .utf8 { most = 1 << 20 }
    // Half a character at the end isn't there yet.
    let isWide = [.utf16, .utf16LittleEndian, .utf16BigEndian].contains(options.encoding)
    let characters = file.dropLast(isWide ? file.count % 2 : 0)
    let plain = PlainText(options.encoding, of: file)
    // A mark of UTF-8 is passed over where characters are single bytes, too: the file says what it is.
    let mark = [.latin1, .windows1252].contains(options.encoding) ? PlainText.markLength(of: file) : 0
    let text = file[..<mark] + plain.utf8(characters[mark...])
    let wanted = PlainCSV(Array(text), options, most: most).rows(schema, unknown: unknown)
    let batches: [RawBatch]
    do {
      batches = try cut(options.splitter)
    } catch CuttingFault.prologueTooLong {
      try check((options.header || options.skip > 0) && file.count > most, "a header is refused that isn't too long")
      return
    }
    let decoder = options.decoder(schema: schema, unknown: unknown)
    let decoded = try decode(batches, decoder, wanted: wanted) { [file] mine, its in
      options.encoding == .utf8
        ? mine == its
        : mine.values == its.values && plain.utf8(file[mine.range]) == Array(text[its.range])
    }
    for batch in decoded {
      try rearrange(batch)
      try writeAndRead(batch, options)
      _ = JSONEncoder().encode(batch, lines: true)
    }
    // As messages, too, it is decoded or refused.
    let message = unsafe file.withUnsafeBytes { unsafe Buffer.copying($0) }
    let middle = random.below(file.count + 1)
    let messages = decoder.decode(Frames(bytes: message, ranges: [0..<middle, middle..<file.count]))
    try check(messages.batch.count + messages.failures.count == messages.rows.count, "rows of messages are lost")
  }

  /// Writes a batch and reads it again: the same values have to come back.
  private func writeAndRead(_ whole: ColumnBatch, _ options: CSVOptions) throws {
    let encoder = options.encoder
    var batch = whole
    var encoded = encoder.encode(batch, lines: true)
    if !encoded.failures.isEmpty {
      // The encoding lacks some of their characters, or nothing encloses what would have to be.
      let mayLack = options.encoding == .latin1 || options.encoding == .windows1252 || options.quote == nil
      try check(mayLack, "\(encoded.failures[0].sentence)")
      batch = whole.dropping(encoded.failures.map { Int32($0.row) })
      encoded = encoder.encode(batch, lines: true)
    }
    try check(encoded.ends.count == batch.count && encoded.failures.isEmpty, "a row wasn't written once")
    let known = batch.schema.withoutMetadata
    var reading = options
    reading.skip = 0
    let again = reading.decoder(schema: known).decode(
      Frames(
        bytes: encoded.bytes, ranges: [0..<encoded.bytes.count],
        prologue: encoder.prologue(for: batch.schema) ?? .copying("")))
    // The only field of a line can't be nothing, or the line would be blank.
    let isAlone = known.fields.count == 1 && options.nullText.isEmpty
    // Without quotes, empty text is null.
    if options.quote == nil { return try compare(batch, again) { $0 == "" ? nil : $0 } }
    try compare(batch, again) { isAlone && [.text, .bytes].contains(known.fields[0].type) ? $0 ?? "" : $0 }
  }

  /// Holds a batch that was written and read again against what it was.
  func compare(_ batch: ColumnBatch, _ again: Decoded, _ known: (String?) -> String?) throws {
    let before = texts(of: batch)
    // Years that a zone moved out of what can be read are written all the same.
    if before.contains(where: { $0.contains { $0.map(Self.isFarYear) ?? false } }) { return }
    try check(again.failures.isEmpty, "what was written can't be read: \(again.failures.first?.sentence ?? "")")
    try check(again.batch.count == batch.count, "\(again.batch.count) rows are read again of \(batch.count)")
    for (row, (mine, its)) in zip(before, texts(of: again.batch)).enumerated() {
      try check(mine.map(known) == its.map(known), "row \(row) was \(mine), and is read again as \(its)")
    }
  }

  private static func isFarYear(_ text: String) -> Bool {
    text.contains("+10000-01-01T") || text.contains("0000-12-31T") || text.contains("+10000-01-02T")
  }
}

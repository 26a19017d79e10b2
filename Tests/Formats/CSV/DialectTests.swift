import CSVFormat
import Columns
import PlainFormats
import TestSupport
import Testing

@Suite("CSV of any options") struct DialectTests {
  private static let schema = Schema((0..<3).map { Field("c\($0)", .text) })

  /// Options that contradict each other nowhere.
  private func options(_ random: inout SeededRandom) -> CSVOptions {
    var options = CSVOptions()
    let delimiters = [",", ";", "||", "::", "¦", "|~|", "\t", "--", "\u{1}"]
    let quotes: [UInt8?] = [0x22, 0x22, 0x27, nil]
    let escapes: [UInt8?] = [nil, nil, 0x5c, 0x5e]
    options.delimiter = delimiters.randomElement(using: &random)!
    options.quote = quotes.randomElement(using: &random)!
    options.escape = escapes.randomElement(using: &random)!
    options.comment = ["", "", "#", "//", "§§"].randomElement(using: &random)!
    options.nullText = ["", "NULL", "\\N"].randomElement(using: &random)!
    options.trim = Bool.random(using: &random)
    return options
  }

  private func pieces(_ options: CSVOptions) -> [String] {
    let quote = options.quote.map { String(Unicode.Scalar($0)) } ?? "\""
    let escape = options.escape.map { String(Unicode.Scalar($0)) } ?? "\\"
    let mark = String(options.delimiter.first!)
    return [
      "a", "bc", options.delimiter, options.delimiter, options.delimiter, mark, quote, quote + quote, escape,
      escape + quote, escape + mark, escape + escape, " ", "\t", "ä¦§", options.comment, options.nullText, "x",
      "\(quote)y\(options.delimiter)z\(quote)", "a text that is longer than all the others, and goes on for a while",
    ]
  }

  private func text(_ options: CSVOptions, lineEnd: String, _ random: inout SeededRandom) -> [UInt8] {
    let lines = ["\n", lineEnd, lineEnd, "\r\n", lineEnd + lineEnd, lineEnd + options.comment, options.delimiter]
    let all = pieces(options) + lines + lines
    let fit = all.filter { lineEnd == "\n" || !$0.contains("\r\n") }
    var text = ""
    for _ in 0..<Int.random(in: 0..<60, using: &random) { text += fit.randomElement(using: &random)! }
    return Array(text.utf8)
  }

  private func buffer(_ bytes: some Collection<UInt8>) -> Buffer {
    unsafe Array(bytes).withUnsafeBytes { unsafe Buffer.copying($0) }
  }

  private func prologue(_ options: CSVOptions, _ lineEnd: String) -> Buffer {
    Buffer.copying(options.header ? ["c0", "c1", "c2"].joined(separator: options.delimiter) + lineEnd : "")
  }

  @Test("random texts mean the same to the fast decoder and to a plain one, and are cut at the same records")
  func differential() {
    let seed = newSeed()
    var random = SeededRandom(seed: seed)
    for round in 0..<2_000 {
      var options = options(&random)
      let lineEnd = Int.random(in: 0..<6, using: &random) == 0 ? "\r" : "\n"
      options.header = lineEnd == "\r"
      let text = text(options, lineEnd: lineEnd, &random)
      let shown = String(decoding: text, as: UTF8.self).debugDescription
      let context = Comment(rawValue: "seed \(seed), round \(round): \(options) \(shown)")
      let plain = PlainCSV(text, options, lineEnd: lineEnd.utf8.first!)
      let records = plain.records(cut: false)
      let wanted = records.filter { !$0.isBroken && $0.fields.count == 3 }.map { record in
        record.fields.map { $0.map { String(decoding: $0, as: UTF8.self) } }
      }
      let before = prologue(options, lineEnd)
      let decoder = CSVDecoder(schema: Self.schema, options: options)
      let decoded = decoder.decode(Frames(bytes: buffer(text), ranges: [0..<text.count], prologue: before))
      #expect(decoded.texts == wanted, context)
      #expect(decoded.rows.count == records.count, context)
      let splitter = CSVSplitter(options).following(before)
      // The splitter goes no further than to a quote that nothing closes.
      let cut = plain.records().prefix { !$0.isOpen }
      #expect(count(text, splitter, &random) == cut.count, context)
    }
  }

  /// How many records are cut off whole, as the bytes come in pieces.
  private func count(_ text: [UInt8], _ splitter: any Splitter, _ random: inout SeededRandom) -> Int {
    var (at, count, reach) = (0, 0, 0)
    while at < text.count {
      reach += Int.random(in: 1..<300, using: &random)
      let end = min(text.count, at + reach)
      let most = Int.random(in: 1...5, using: &random)
      let part = buffer(text[at..<end])
      let split = unsafe splitter.split(part.bytes, isEnd: end == text.count, atMost: most)
      #expect(split.records <= most)
      if split.length == 0 && end == text.count { break }
      if split.length > 0 { reach = 0 }
      at += split.length
      count += split.records
    }
    return count
  }

  @Test("a text that comes in two pieces is cut into the same records, wherever it parts")
  func everyCut() {
    let seed = newSeed()
    var random = SeededRandom(seed: seed)
    for round in 0..<60 {
      var options = options(&random)
      options.header = false
      let text = text(options, lineEnd: "\n", &random).prefix(150)
      let splitter = CSVSplitter(options)
      let shown = String(decoding: text, as: UTF8.self).debugDescription
      func rows(_ pieces: [ArraySlice<UInt8>]) -> [String] {
        var held: [UInt8] = []
        var rows: [String] = []
        for (index, piece) in pieces.enumerated() {
          held += piece
          while true {
            let bytes = buffer(held)
            let isEnd = index == pieces.count - 1
            let split = unsafe splitter.split(bytes.bytes, isEnd: isEnd, atMost: .max)
            if split.length == 0 { break }
            let frames = Frames(bytes: bytes, ranges: [0..<split.length], prologue: Buffer.copying(""))
            let decoded = CSVDecoder(schema: Self.schema, options: options).decode(frames)
            #expect(decoded.rows.count == split.records, "seed \(seed), round \(round)")
            let texts = decoded.texts
            for row in 0..<decoded.rows.count {
              if let place = (0..<decoded.batch.count).first(where: { decoded.batch.origins[$0] == row }) {
                rows.append("\(texts[place])")
              } else {
                rows.append(decoded.failures.first { $0.row == row }?.message ?? "nothing is told")
              }
            }
            held.removeFirst(split.length)
          }
        }
        return rows
      }
      let whole = rows([text])
      for place in 0...text.count {
        let parted = rows([text[..<place], text[place...]])
        #expect(parted == whole, "seed \(seed), round \(round), parted at \(place): \(options) \(shown)")
      }
    }
  }

  private func value(of pieces: [String], _ random: inout SeededRandom) -> String? {
    if Int.random(in: 0..<8, using: &random) == 0 { return nil }
    var text = ""
    for _ in 0..<Int.random(in: 0..<4, using: &random) { text += pieces.randomElement(using: &random)! }
    return text
  }

  @Test("random texts are read as they were written, or refused")
  func roundTrip() {
    let seed = newSeed()
    var random = SeededRandom(seed: seed)
    var refused = 0
    for round in 0..<1_000 {
      var options = options(&random)
      options.header = Bool.random(using: &random)
      let all = pieces(options) + ["\n", "\r\n", "\r"]
      var rows: [[String?]] = []
      for _ in 0..<Int.random(in: 1..<8, using: &random) {
        rows.append((0..<3).map { _ in value(of: all, &random) })
      }
      let columns = (0..<3).map { place in
        var builder = TextBuilder(capacity: rows.count)
        for row in rows { if let text = row[place] { builder.append(text) } else { builder.appendNull() } }
        return builder.column()
      }
      let batch = ColumnBatch(schema: Self.schema, columns: columns, count: rows.count)
      let encoder = CSVEncoder(options: options)
      let encoded = encoder.encode(batch, lines: true)
      let failed = Set(encoded.failures.map(\.row))
      refused += failed.count
      // Without quotes, empty text is null.
      let hasQuote = options.quote != nil
      var wanted: [[String?]] = []
      for (row, values) in rows.enumerated() where !failed.contains(row) {
        wanted.append(values.map { (value: String?) -> String? in value == "" && !hasQuote ? nil : value })
      }
      let written = unsafe String(decoding: encoded.bytes.bytes, as: UTF8.self)
      let context = Comment(rawValue: "seed \(seed), round \(round): \(options) \(written.debugDescription)")
      let decoded = CSVDecoder(schema: Self.schema, options: options).decode(
        Frames(
          bytes: encoded.bytes, ranges: [0..<encoded.bytes.count],
          prologue: encoder.prologue(for: Self.schema) ?? Buffer.copying("")))
      #expect(decoded.failures == [], context)
      #expect(decoded.texts == wanted, context)
      // What can always be written is never refused.
      if options.quote != nil { #expect(failed.isEmpty, context) }
      for row in 0..<rows.count where failed.contains(row) { #expect(encoded.range(of: row).isEmpty) }
    }
    #expect(refused > 0)
  }
}

import Columns
import Encodings
import TestSupport
import Testing

@Suite("Text of other encodings") struct TranscodingTests {
  private static let samples = [
    "", "abc", "Käse", "naïve – no", "€ 5", "日本語", "🧀🧀", "ab🧀cd\u{10ffff}", "\u{80}\u{a0}ÿ",
  ]

  /// The text in an encoding, as plainly as can be; nil where a character is missing.
  private func plain(_ text: String, _ encoding: TextEncoding) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch encoding {
      case .utf8: bytes += Array(String(scalar).utf8)
      case .latin1:
        guard scalar.value < 0x100 else { return nil }
        bytes.append(UInt8(scalar.value))
      case .windows1252:
        let others: [Unicode.Scalar: UInt8] = ["€": 0x80, "–": 0x96, "’": 0x92, "Ÿ": 0x9f, "Š": 0x8a, "Ž": 0x8e]
        if let byte = others[scalar] {
          bytes.append(byte)
        } else {
          guard scalar.value < 0x80 || (0xa0...0xff).contains(scalar.value) else { return nil }
          bytes.append(UInt8(scalar.value))
        }
      case .utf16, .utf16LittleEndian, .utf16BigEndian:
        for unit in String(scalar).utf16 {
          let (low, high) = (UInt8(unit & 0xff), UInt8(unit >> 8))
          bytes += encoding == .utf16BigEndian ? [high, low] : [low, high]
        }
      }
    }
    return bytes
  }

  private func decode(_ bytes: [UInt8], _ encoding: TextEncoding, prologue: [UInt8]? = []) -> Decoded {
    let buffer = unsafe bytes.withUnsafeBytes { unsafe Buffer.copying($0) }
    let before = prologue.map { unsafe $0.withUnsafeBytes { unsafe Buffer.copying($0) } }
    return TranscodingDecoder(encoding, PlainLines()).decode(
      Frames(bytes: buffer, ranges: [0..<bytes.count], prologue: before))
  }

  private func texts(_ decoded: Decoded) -> [String?] {
    (0..<decoded.batch.count).map { decoded.batch.columns[0].text($0) }
  }

  @Test("names are met without regard to case and hyphens")
  func names() {
    let known: [(String, TextEncoding)] = [
      ("UTF-8", .utf8), ("utf8", .utf8), ("ISO-8859-1", .latin1), ("latin1", .latin1), ("Latin_1", .latin1),
      ("cp1252", .windows1252), ("Windows-1252", .windows1252), ("UTF-16", .utf16), ("utf-16LE", .utf16LittleEndian),
      ("UTF16-BE", .utf16BigEndian),
    ]
    for (name, encoding) in known { #expect(TextEncoding(named: name) == encoding) }
    for name in ["", "utf-7", "koi8-r", "1252x"] { #expect(TextEncoding(named: name) == nil) }
    for encoding in TextEncoding.allCases { #expect(TextEncoding(named: encoding.rawValue) == encoding) }
  }

  @Test("characters are read and written, and rows told where they stand", arguments: TextEncoding.allCases.dropFirst())
  func bothWays(encoding: TextEncoding) {
    for padding in [0, 1, 7, 15, 16, 40] {
      let lines = Self.samples.map { String(repeating: "x", count: padding) + $0 }
      let held = lines.filter { plain($0, encoding) != nil }
      let bytes = held.flatMap { plain($0 + "\n", encoding)! }
      let decoded = decode(bytes, encoding)
      #expect(decoded.failures == [])
      #expect(texts(decoded) == held)
      for row in 0..<held.count {
        #expect(Array(bytes[decoded.rows.range(of: row)]) == plain(held[row], encoding), "row \(row)")
      }
      let encoded = TranscodingEncoder(encoding, PlainLines()).encode(batch(lines), lines: true)
      let written = unsafe Array(encoded.bytes.bytes)
      #expect(written == bytes)
      #expect(encoded.failures.map(\.row) == lines.indices.filter { plain(lines[$0], encoding) == nil })
      #expect(encoded.ends.count == lines.count)
    }
  }

  @Test("a byte order mark decides of UTF-16, and is written before a file and each message")
  func byteOrderMark() {
    let big: [UInt8] = [0xfe, 0xff]
    let decoded = decode(plain("日\n", .utf16BigEndian)!, .utf16, prologue: big)
    #expect(texts(decoded) == ["日"])
    #expect(texts(decode(plain("日\n", .utf16LittleEndian)!, .utf16, prologue: [0xff, 0xfe])) == ["日"])
    #expect(texts(decode(plain("日\n", .utf16LittleEndian)!, .utf16)) == ["日"])
    // A message has its own.
    #expect(texts(decode(big + plain("日\na", .utf16BigEndian)!, .utf16, prologue: nil)) == ["日", "a"])
    let encoder = TranscodingEncoder(.utf16, PlainLines())
    #expect(encoder.prologue(for: Schema([])).map { unsafe Array($0.bytes) } == [0xff, 0xfe])
    let message = encoder.encode(batch(["a"]), lines: false)
    #expect(unsafe Array(message.bytes.bytes) == [0xff, 0xfe, 0x61, 0])
    let line = encoder.encode(batch(["a"]), lines: true)
    #expect(unsafe Array(line.bytes.bytes) == [0x61, 0, 0x0a, 0])
    #expect(TranscodingEncoder(.utf16LittleEndian, PlainLines()).prologue(for: Schema([])) == nil)
  }

  @Test("bytes that are no characters fail their row alone, and its bytes are told")
  func noCharacters() {
    let decoded = decode([0x61, 0x0a, 0x62, 0x81, 0x0a, 0x63], .windows1252)
    #expect(texts(decoded) == ["a", "c"])
    #expect(
      decoded.failures.map(\.sentence) == ["line: byte 1 of the record (81) begins no character of windows-1252"])
    #expect(decoded.rows.range(of: 1) == 2..<4)
    #expect(decoded.rows.range(of: 2) == 5..<6)
    // Half a pair, in the middle and at the end, and a byte that is left.
    let half: [UInt8] = [0x61, 0, 0x3d, 0xd8, 0x0a, 0, 0x62, 0, 0x0a, 0, 0x00, 0xdc, 0x0a, 0, 0x63, 0, 0x64]
    let halves = decode(half, .utf16)
    #expect(texts(halves) == ["b"])
    #expect(
      halves.failures.map(\.message) == [
        "byte 2 of the record (3d d8) begins no character of utf-16",
        "byte 0 of the record (00 dc) begins no character of utf-16",
        "byte 2 of the record (64) begins no character of utf-16",
      ])
    #expect(halves.rows.range(of: 3) == 14..<17)
  }

  @Test("a value that only speaks of bytes that are no text isn't taken for such")
  func words() {
    let bytes = Array("is not UTF-8 ".utf8) + [0x81]
    let buffer = unsafe bytes.withUnsafeBytes { unsafe Buffer.copying($0) }
    let decoded = TranscodingDecoder(.windows1252, PlainLines(type: .int32)).decode(
      Frames(bytes: buffer, ranges: [0..<bytes.count], prologue: .copying("")))
    #expect(decoded.failures.map { $0.sentence.hasSuffix("is no int32") } == [true], "\(decoded.failures)")
  }

  @Test("what an encoding lacks is named, with its field; in a column's name it fails all")
  func missing() {
    let encoder = TranscodingEncoder(.latin1, PlainLines(header: 1))
    let rows = encoder.encode(batch(["a", "5 €"], name: "price"), lines: true)
    #expect(
      rows.failures.map(\.sentence) == [
        "price: the value holds U+20AC, which latin-1 lacks: write another `encoding`, or replace it in a step"
      ])
    #expect(rows.ends == [2, 2])
    let named = encoder.encode(batch(["a", "b"], name: "€"), lines: true)
    #expect(named.failures.count == 2)
    #expect(named.failures.first?.sentence.hasPrefix("the columns' names hold U+20AC") == true)
  }

  @Test("a stream is cut at the same places, however its bytes come", arguments: TextEncoding.allCases.dropFirst())
  func cutting(encoding: TextEncoding) {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    for round in 0..<60 {
      // A character whose bytes look like a line feed's in the other order, or are parts of one.
      let letters = ["a", "\n", "ä", "\u{010a}", "\u{0a0a}", "\u{0a00}", "🧀", "\n\n", "0123456789abcdef"]
      let text = (0..<Int.random(in: 0..<80, using: &random)).map { _ in letters.randomElement(using: &random)! }
        .joined().unicodeScalars.filter { plain(String($0), encoding) != nil }
      let lines = String(String.UnicodeScalarView(text)).split(separator: "\n", omittingEmptySubsequences: false)
      let bytes = plain(lines.joined(separator: "\n"), encoding)!
      let wanted = lines.last == "" ? lines.dropLast() : lines[...]
      let whole = unsafe bytes.withUnsafeBytes { unsafe Buffer.copying($0) }
      let splitter = TranscodingSplitter(encoding, PlainLines()).following(Buffer.copying(""))
      #expect(unsafe splitter.lineEnd.count(in: whole.bytes) == lines.count - 1, "seed \(seed), round \(round)")
      var found: [[UInt8]] = []
      var (at, reach) = (0, 1)
      while at < bytes.count {
        let end = min(bytes.count, at + reach)
        reach += Int.random(in: 1..<50, using: &random)
        let part = unsafe UnsafeRawBufferPointer(rebasing: whole.bytes[at..<end])
        let split = unsafe splitter.split(part, isEnd: end == bytes.count, atMost: 1)
        if let length = unsafe splitter.line(in: part) { #expect(split == Split(length: length, records: 1)) }
        if split.length > 0 {
          found.append(Array(bytes[at..<at + split.length]))
          reach = 1
        }
        at += split.length
      }
      let ends = found.map { $0.count }.reduce(0, +)
      #expect(ends == bytes.count, "seed \(seed), round \(round)")
      #expect(found.count == wanted.count, "seed \(seed), round \(round)")
      for (line, cut) in zip(wanted, found) {
        #expect(cut.starts(with: plain(String(line), encoding)!), "seed \(seed), round \(round)")
      }
    }
  }

  @Test("a prologue is as long as it stands in the bytes, and its mark tells the order of what follows")
  func prologues() {
    let splitter = TranscodingSplitter(.utf16, PlainLines(header: 1))
    let text = [0xfe, 0xff] + plain("häd\nx\ny", .utf16BigEndian)!
    func prologue(_ count: Int, isEnd: Bool) -> Int? {
      let buffer = unsafe text[..<count].withUnsafeBytes { unsafe Buffer.copying($0) }
      return unsafe splitter.prologue(in: buffer.bytes, isEnd: isEnd)
    }
    for count in 0..<10 { #expect(prologue(count, isEnd: false) == nil) }
    #expect(prologue(text.count, isEnd: false) == 10)
    #expect(prologue(7, isEnd: true) == 7)
    #expect(prologue(0, isEnd: true) == 0)
    let before = unsafe text[..<10].withUnsafeBytes { unsafe Buffer.copying($0) }
    let rest = unsafe text[10...].withUnsafeBytes { unsafe Buffer.copying($0) }
    let following = splitter.following(before)
    #expect(following.lineEnd == LineEnd(0x0a, unit: .big))
    #expect(unsafe following.split(rest.bytes, isEnd: false, atMost: 9) == Split(length: 4, records: 1))
  }
}

import Columns

/// Functions that look at single characters of a text.
enum TextCharacters {
  static let all: [Function] = [
    Function(
      "ascii", .text, "The code point of the first character, 0 for an empty text.", example: "ascii('ouzel')", "111",
      [firstCodePoint]),
    Function(
      "chr", .text, "The character of a code point.", example: "chr(233)", "é",
      [
        Overload([.int32], .text, canFail: true) { evaluation, arguments in
          let numbers = arguments[0].fixed(Int32.self)
          return evaluation.texts(
            arguments, bytes: 2 * evaluation.count, message: { "there is no character \(numbers[$0])" }
          ) { row, out in
            guard let scalar = UInt32(exactly: numbers[row]).flatMap(Unicode.Scalar.init) else { return false }
            out.append(scalar: scalar)
            return true
          }
        }
      ]),
    Function(
      "repeat", .text, "The text so many times.", example: "repeat('ab', 3)", "ababab", [repeated]),
    Function(
      "translate", .text,
      "The text with each character of a second replaced by the one at its place in a third, or left out.",
      example: "translate('ouzel', 'oul', 'OU')", "OUze", [translated]),
    Function(
      "octet_length", .text, "How many bytes the value has.", example: "octet_length('é')", "2",
      [byteCount(.text), byteCount(.bytes)], aliases: ["strlen"]),
    Function(
      "bit_length", .text, "How many bits the text has.", example: "bit_length('é')", "16",
      [
        Overload([.text], .int64) { evaluation, arguments in
          let texts = arguments[0].texts
          return evaluation.values(arguments, .int64) { Int64(texts.count($0)) * 8 }
        }
      ]),
  ]

  private static let firstCodePoint = Overload([.text], .int32) { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.values(arguments, .int32) { row -> Int32 in
      let text = unsafe texts[row]
      if text.count == 0 { return 0 }
      return unsafe Int32(UTF8Text.scalar(at: 0, in: text).value)
    }
  }

  private static func byteCount(_ type: ColumnType) -> Overload {
    Overload([type], .int64) { evaluation, arguments in
      evaluation.lengths(arguments[0])
    }
  }

  private static let repeated = Overload([.text, .int64], .text, canFail: true) { evaluation, arguments in
    let (texts, counts) = (arguments[0].texts, arguments[1].fixed(Int64.self))
    return evaluation.texts(
      arguments, bytes: texts.byteCount, message: { _ in TextWriter.refusal }
    ) { row, out in
      let (text, count) = unsafe (texts[row], counts[row])
      guard count > 0, text.count > 0 else { return true }
      let (size, isBeyond) = Int64(text.count).multipliedReportingOverflow(by: count)
      guard !isBeyond, size <= Int64(TextWriter.most) else { return false }
      if text.count == 1 {
        unsafe out.append(repeating: text[0], count: Int(count))
      } else {
        out.reserve(Int(size))
        for _ in 0..<count { unsafe out.append(piece: text) }
      }
      return true
    }
  }

  private static let translated = Overload([.text, .text, .text], .text) { evaluation, arguments in
    let (texts, wanted, substitutes) = (arguments[0].texts, arguments[1].texts, arguments[2].texts)
    // Mostly the characters are the same for every row.
    let isConstant = arguments[1].isConstant && arguments[2].isConstant
    let known = isConstant ? unsafe Translation(wanted[0], substitutes[0]) : nil
    return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
      let translation = unsafe known ?? Translation(wanted[row], substitutes[row])
      unsafe translation.write(texts[row], to: &out)
    }
  }
}

/// What becomes of some characters.
private struct Translation {
  /// What becomes of each ASCII character, where all are ASCII: 0xFF leaves it out.
  private var bytes: [UInt8]?
  private var scalars: [Unicode.Scalar: Unicode.Scalar?] = [:]

  init(_ wanted: UnsafeRawBufferPointer, _ substitutes: UnsafeRawBufferPointer) {
    let substitutes = unsafe Array(String(decoding: substitutes, as: UTF8.self).unicodeScalars)
    for (place, scalar) in unsafe String(decoding: wanted, as: UTF8.self).unicodeScalars.enumerated()
    where scalars[scalar] == nil {
      scalars[scalar] = .some(place < substitutes.count ? substitutes[place] : nil)
    }
    guard scalars.allSatisfy({ $0.key.isASCII && ($0.value?.isASCII ?? true) }) else { return }
    bytes = (0..<256).map { byte in
      let found = scalars[Unicode.Scalar(UInt8(byte))]
      return found.map { $0.map { UInt8($0.value) } ?? 0xFF } ?? UInt8(byte)
    }
  }

  func write(_ text: UnsafeRawBufferPointer, to out: inout RawMemory) {
    if let bytes {
      out.reserve(text.count)
      for place in 0..<text.count {
        let translated = unsafe bytes[Int(text[place])]
        // No byte of UTF-8 is 0xFF.
        if translated != 0xFF { out.append(translated) }
      }
      return
    }
    for scalar in unsafe String(decoding: text, as: UTF8.self).unicodeScalars {
      guard let found = scalars[scalar] else {
        out.append(scalar: scalar)
        continue
      }
      if let found { out.append(scalar: found) }
    }
  }
}

extension RawMemory {
  /// Writes a code point's UTF-8.
  @inline(__always) mutating func append(scalar: Unicode.Scalar) {
    if scalar.isASCII { return append(UInt8(truncatingIfNeeded: scalar.value)) }
    if let bytes = UTF8.encode(scalar) { for byte in bytes { append(byte) } }
  }
}

extension UTF8Text {
  /// The code point whose bytes begin at `place`, which there is.
  @inline(__always) static func scalar(at place: Int, in text: UnsafeRawBufferPointer) -> Unicode.Scalar {
    let lead = unsafe UInt32(text[place])
    if lead < 0x80 { return Unicode.Scalar(UInt8(truncatingIfNeeded: lead)) }
    let length = unsafe length(at: place, in: text)
    var value = lead & (0x7F >> UInt32(length))
    for next in place + 1..<place + length { value = unsafe value << 6 | UInt32(text[next]) & 0x3F }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}

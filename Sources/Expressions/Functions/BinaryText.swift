import Columns
import Digests

/// Functions that write texts and bytes in another way, and digests of them.
enum BinaryText {
  static let all: [Function] =
    [
      digest("md5", .md5, "The MD5", "d41d8cd98f00b204e9800998ecf8427e"),
      digest("sha1", .sha1, "The SHA-1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
      digest(
        "sha256", .sha256, "The SHA-256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      Function(
        "hash", .text,
        "A whole number that stands for the values: the XXH64 of their text, each with that of the one before as seed.",
        example: "hash('abc')", "4952883123889572249", Hashing.overloads),
      Function(
        "to_base64", .text, "The bytes as base64.", example: "to_base64('ouzel')", "b3V6ZWw=",
        both(.text) { evaluation, arguments in
          let texts = arguments[0].texts
          return evaluation.texts(arguments, bytes: Base64.length(of: texts.byteCount)) { row, out in
            let bytes = unsafe texts[row]
            out.reserve(Base64.length(of: bytes.count))
            out.advance(by: unsafe Base64.encode(bytes, to: out.end.assumingMemoryBound(to: UInt8.self)))
          }
        }, aliases: ["base64"]),
      Function(
        "from_base64", .text, "The bytes that base64 stands for.", example: "decode(from_base64('b3V6ZWw='))", "ouzel",
        [Base64Reading.overload]),
      Function(
        "hex", .text, "The bytes of a text, or a whole number, as hexadecimal digits.", example: "hex('é')", "C3A9",
        both(.text, Hexadecimal.written) + Hexadecimal.numbers, aliases: ["to_hex"]),
      Function(
        "unhex", .text, "The bytes that hexadecimal digits stand for.", example: "decode(unhex('C3A9'))", "é",
        [Hexadecimal.read], aliases: ["from_hex"]),
      Function(
        "bin", .text, "The bits of a whole number.", example: "bin(5)", "101",
        [
          Overload([.int64], .text) { evaluation, arguments in
            let numbers = arguments[0].fixed(Int64.self)
            return evaluation.texts(arguments, bytes: 16 * evaluation.count) { row, out in
              out.append(String(UInt64(bitPattern: numbers[row]), radix: 2))
            }
          },
          Overload([.uint64], .text) { evaluation, arguments in
            let numbers = arguments[0].fixed(UInt64.self)
            return evaluation.texts(arguments, bytes: 16 * evaluation.count) { row, out in
              out.append(String(numbers[row], radix: 2))
            }
          },
        ], aliases: ["to_binary"]),
      Function(
        "encode", .text, "The bytes of a text's UTF-8.", example: "octet_length(encode('é'))", "2",
        [Overload([.text], .bytes) { _, arguments in arguments[0].retyped(.bytes) }]),
      Function(
        "decode", .text, "The text of bytes that are UTF-8.", example: "decode(unhex('6F757A656C'))", "ouzel",
        [decoded]),
      Function(
        "url_encode", .text, "The text as a part of a URL.", example: "url_encode('a b/é')", "a%20b%2F%C3%A9",
        [PercentCoding.encode]),
      Function(
        "url_decode", .text, "The text for which a part of a URL stands.", example: "url_decode('a%20b')", "a b",
        [PercentCoding.decode]),
    ]

  /// The forms for text and for bytes, which lie in memory alike.
  static func both(_ result: ColumnType, canFail: Bool = false, _ run: @escaping Kernel.Run) -> [Overload] {
    [ColumnType.text, .bytes].map { Overload([$0], result, canFail: canFail, run) }
  }

  private static func digest(_ name: String, _ digest: DigestText, _ noun: String, _ empty: String) -> Function {
    Function(
      name, .text, "\(noun) of the bytes, as \(digest.length) hexadecimal digits.", example: "\(name)('')", empty,
      both(.text) { evaluation, arguments in
        let texts = arguments[0].texts
        return evaluation.texts(arguments, bytes: digest.length * evaluation.rows(of: arguments)) { row, out in
          out.reserve(digest.length)
          unsafe digest.write(texts[row], to: out.end)
          out.advance(by: digest.length)
        }
      })
  }

  private static let decoded = Overload([.bytes], .text, canFail: true) { evaluation, arguments in
    let values = arguments[0].texts
    return evaluation.texts(arguments, bytes: values.byteCount, message: { _ in "these bytes are no UTF-8" }) {
      row, out in
      let bytes = unsafe values[row]
      guard let start = bytes.baseAddress else { return true }
      guard unsafe UTF8Check.isValid(start.assumingMemoryBound(to: UInt8.self), bytes.count) else { return false }
      unsafe out.append(bytes)
      return true
    }
  }
}

/// `from_base64`
private enum Base64Reading {
  static let overload = Overload([.text], .bytes, canFail: true) { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.texts(
      arguments, bytes: texts.byteCount, type: .bytes,
      message: { unsafe "«\(ShortenedText.of(texts[$0]))» is no base64" }
    ) { row, out in
      let text = unsafe texts[row]
      guard text.count % 4 == 0 else { return false }
      guard let start = text.baseAddress else { return true }
      out.reserve(text.count)
      let made = unsafe Base64.decode(
        start.assumingMemoryBound(to: UInt8.self), text.count, to: out.end.assumingMemoryBound(to: UInt8.self))
      guard let made else { return false }
      out.advance(by: made)
      return true
    }
  }
}

/// `hex` and `unhex`
private enum Hexadecimal {
  /// What a digit of any case stands for.
  @inline(__always) static func value(ofDigit digit: UInt8) -> UInt8? {
    let decimal = digit &- 0x30
    if decimal < 10 { return decimal }
    let letter = (digit | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }

  static let written: Kernel.Run = { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.texts(arguments, bytes: 2 * texts.byteCount) { row, out in
      let bytes = unsafe texts[row]
      out.reserve(2 * bytes.count)
      let end = unsafe out.end.assumingMemoryBound(to: UInt8.self)
      for place in 0..<bytes.count {
        let byte = unsafe bytes[place]
        unsafe end[2 * place] = digit(byte >> 4)
        unsafe end[2 * place + 1] = digit(byte & 15)
      }
      out.advance(by: 2 * bytes.count)
    }
  }

  @inline(__always) static func digit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x37) }

  static let numbers = [
    Overload([.int64], .text) { evaluation, arguments in
      let numbers = arguments[0].fixed(Int64.self)
      return evaluation.texts(arguments, bytes: 8 * evaluation.count) { row, out in
        out.append(String(UInt64(bitPattern: numbers[row]), radix: 16, uppercase: true))
      }
    },
    Overload([.uint64], .text) { evaluation, arguments in
      let numbers = arguments[0].fixed(UInt64.self)
      return evaluation.texts(arguments, bytes: 8 * evaluation.count) { row, out in
        out.append(String(numbers[row], radix: 16, uppercase: true))
      }
    },
  ]

  static let read = Overload([.text], .bytes, canFail: true) { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.texts(
      arguments, bytes: texts.byteCount / 2 + 1, type: .bytes,
      message: { unsafe "«\(ShortenedText.of(texts[$0]))» is no hexadecimal number" }
    ) { row, out in
      let text = unsafe texts[row]
      // An odd number of digits has a zero before it.
      var pending: UInt8 = 0
      var isOpen = text.count % 2 == 1
      for place in 0..<text.count {
        let character = unsafe text[place]
        guard let value = value(ofDigit: character) else { return false }
        if isOpen { out.append(pending << 4 | value) } else { pending = value }
        isOpen.toggle()
      }
      return true
    }
  }
}

/// `url_encode` and `url_decode`
private enum PercentCoding {
  /// Which bytes stand for themselves.
  private static let isPlain: [Bool] = (0..<256).map { byte in
    switch Unicode.Scalar(UInt8(byte)) {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "~": true
    default: false
    }
  }

  static let encode = Overload([.text], .text) { evaluation, arguments in
    let (texts, isPlain) = (arguments[0].texts, isPlain)
    return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
      let text = unsafe texts[row]
      out.reserve(3 * text.count)
      let start = unsafe out.end.assumingMemoryBound(to: UInt8.self)
      var end = unsafe start
      for place in 0..<text.count {
        let byte = unsafe text[place]
        if isPlain[Int(byte)] {
          unsafe end[0] = byte
          unsafe end += 1
        } else {
          unsafe (end[0], end[1], end[2]) = (
            UInt8(ascii: "%"), Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 15)
          )
          unsafe end += 3
        }
      }
      out.advance(by: unsafe end - start)
    }
  }

  static let decode = Overload([.text], .text, canFail: true) { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.texts(
      arguments, bytes: texts.byteCount,
      message: { unsafe "«\(ShortenedText.of(texts[$0]))» stands for no UTF-8" }
    ) { row, out in
      let text = unsafe texts[row]
      let start = out.count
      var place = 0
      while place < text.count {
        // A `%` without its digits stands for itself.
        if unsafe text[place] == UInt8(ascii: "%"), place + 2 < text.count,
          let high = unsafe Hexadecimal.value(ofDigit: text[place + 1]),
          let low = unsafe Hexadecimal.value(ofDigit: text[place + 2])
        {
          out.append(high << 4 | low)
          place += 3
        } else {
          unsafe out.append(text[place])
          place += 1
        }
      }
      return unsafe UTF8Check.isValid(
        (out.start + start).assumingMemoryBound(to: UInt8.self), out.count - start)
    }
  }
}

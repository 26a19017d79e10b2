package import Encodings

/// Text of any encoding as UTF-8, character by character. What is no character becomes bytes that are none.
package struct PlainText {
  /// What the bytes from 0x80 to 0x9f are on Windows.
  private static let windows = Array("€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ".unicodeScalars)
  private let encoding: TextEncoding

  /// A reader of a text that begins with `bytes`, which may say how it is written.
  package init(_ encoding: TextEncoding, of bytes: [UInt8]) {
    let isBig = encoding == .utf16 && bytes.starts(with: [0xfe, 0xff])
    self.encoding = encoding == .utf16 ? (isBig ? .utf16BigEndian : .utf16LittleEndian) : encoding
  }

  /// How many bytes of marks of UTF-8 a text begins with.
  package static func markLength(of bytes: [UInt8]) -> Int {
    var length = 0
    while bytes[length...].starts(with: [0xef, 0xbb, 0xbf]) { length += 3 }
    return length
  }

  package func utf8(_ bytes: some Collection<UInt8>) -> [UInt8] {
    switch encoding {
    case .utf8: return Array(bytes)
    case .latin1: return Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
    case .windows1252:
      return bytes.flatMap { byte -> [UInt8] in
        guard (0x80..<0xa0).contains(byte) else { return Array(String(Unicode.Scalar(byte)).utf8) }
        let scalar = Self.windows[Int(byte) - 0x80]
        return scalar == "\0" ? [0xc0] : Array(String(scalar).utf8)
      }
    case .utf16, .utf16LittleEndian, .utf16BigEndian: return utf16(Array(bytes))
    }
  }

  private func utf16(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    let high = encoding == .utf16BigEndian ? 0 : 1
    var units: ArraySlice<UInt16> = []
    for i in stride(from: 0, to: bytes.count - 1, by: 2) {
      units.append(UInt16(bytes[i + high]) << 8 | UInt16(bytes[i + 1 - high]))
    }
    while let unit = units.popFirst() {
      if unit & 0xfc00 == 0xd800, let low = units.first, low & 0xfc00 == 0xdc00 {
        text += Array(String(decoding: [unit, units.removeFirst()], as: UTF16.self).utf8)
      } else if unit & 0xf800 == 0xd800 {
        text += [0xe0 | UInt8(unit >> 12), 0x80 | UInt8(unit >> 6 & 0x3f), 0x80 | UInt8(unit & 0x3f)]
      } else {
        text += Array(String(decoding: [unit], as: UTF16.self).utf8)
      }
    }
    return bytes.count % 2 == 1 ? text + [0xc0] : text
  }
}

import CScan
import Columns

/// How a text at hand is written: an encoding of which everything is known.
enum CharacterForm: Sendable, Equatable {
  /// One byte a character.
  case single(HighCharacters)
  case utf16(isBig: Bool)

  /// The form of a text that begins with `bytes`; nil where too few are there to tell.
  @unsafe init?(_ encoding: TextEncoding, of bytes: UnsafeRawBufferPointer, isEnd: Bool) {
    self.init(encoding)
    guard encoding == .utf16 else { return }
    if bytes.count < 2 && !isEnd { return nil }
    self = unsafe .utf16(isBig: bytes.count >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
  }

  /// The form of a text without a byte order mark.
  init(_ encoding: TextEncoding) {
    switch encoding {
    case .utf8: preconditionFailure("UTF-8 is left as it is")
    case .latin1: self = .single(.latin1)
    case .windows1252: self = .single(.windows1252)
    case .utf16, .utf16LittleEndian: self = .utf16(isBig: false)
    case .utf16BigEndian: self = .utf16(isBig: true)
    }
  }

  /// How many bytes the shortest character has.
  var length: Int { if case .utf16 = self { 2 } else { 1 } }

  /// As lines end in it.
  func lineEnd(_ end: LineEnd) -> LineEnd {
    guard case .utf16(let isBig) = self else { return end }
    return LineEnd(end.character, unit: isBig ? .big : .little)
  }

  /// How many bytes the UTF-8 in `text`, made of this form, stood in.
  @unsafe func count(_ text: UnsafeRawBufferPointer) -> Int {
    guard let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    return unsafe length * Int(ouzel_count_units(start, text.count))
  }
}

/// What the bytes from 0x80 on are, where a character is one byte.
enum HighCharacters: Sendable {
  case latin1
  case windows1252

  /// The character of a byte from 0x80 on; nil where the encoding has none.
  @inline(__always)
  func scalar(_ byte: UInt8) -> UInt32? {
    if self == .latin1 || byte >= 0xa0 { return UInt32(byte) }
    let scalar = UInt32(Self.between80and9f[Int(byte) - 0x80])
    return scalar == 0 ? nil : scalar
  }

  /// The byte of a character from U+0080 on; nil where the encoding has none.
  @inline(__always)
  func byte(_ scalar: UInt32) -> UInt8? {
    if scalar > 0xff || self == .windows1252 && scalar < 0xa0 {
      guard self == .windows1252 else { return nil }
      return Self.between80and9f.firstIndex { $0 != 0 && UInt32($0) == scalar }.map { UInt8($0 + 0x80) }
    }
    return UInt8(scalar)
  }

  /// As Windows has them; 0 where it has none.
  private static let between80and9f: [UInt16] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
    0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e,
    0x0178,
  ]
}

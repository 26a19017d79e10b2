package import Columns
import Glibc

/// Values read from text as plainly as can be, and written as the language has them: the judge of the fast parsers.
package enum PlainValue {
  package struct Misfit: Error {}

  /// What a text means as a type that isn't nested, written out.
  package static func scalar(_ text: [UInt8], as type: ColumnType) throws -> String {
    switch type {
    case .bool:
      let word = ascii(text).lowercased()
      if ["true", "t", "yes", "y", "1"].contains(word) { return "true" }
      if ["false", "f", "no", "n", "0"].contains(word) { return "false" }
      throw Misfit()
    case .int8: return try integer(text, Int8.self)
    case .int16: return try integer(text, Int16.self)
    case .int32: return try integer(text, Int32.self)
    case .int64: return try integer(text, Int64.self)
    case .uint8: return try integer(text, UInt8.self)
    case .uint16: return try integer(text, UInt16.self)
    case .uint32: return try integer(text, UInt32.self)
    case .uint64: return try integer(text, UInt64.self)
    case .float32, .float64: return try float(text, isSingle: type == .float32)
    case .decimal(let precision, let scale): return try decimal(text, precision, scale)
    case .text: return try utf8(text)
    case .bytes: return try base64(text)
    case .json:
      _ = try PlainJSON(text)
      return try utf8(text)
    case .date: return try PlainTimes.date(ascii(text))
    case .time: return try PlainTimes.time(ascii(text))
    case .timestamp: return try PlainTimes.timestamp(ascii(text), isLocal: false)
    case .localTimestamp: return try PlainTimes.timestamp(ascii(text), isLocal: true)
    case .uuid: return try uuid(text)
    case .list, .map, .structure: return try nested(PlainJSON(text), as: type)
    }
  }

  /// The text where it is ASCII, else one that is no value.
  private static func ascii(_ text: [UInt8]) -> String {
    text.allSatisfy { $0 < 0x80 } ? String(decoding: text, as: UTF8.self) : "?"
  }

  static func utf8(_ text: [UInt8]) throws -> String {
    guard let text = String(validating: text, as: UTF8.self) else { throw Misfit() }
    return text
  }

  private static func uuid(_ text: [UInt8]) throws -> String {
    var text = ascii(text).lowercased()
    if text.utf8.count == 36 {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.map(\.count) == [8, 4, 4, 4, 12] else { throw Misfit() }
      text = parts.joined()
    }
    guard text.count == 32, text.allSatisfy(\.isHexDigit) else { throw Misfit() }
    let digits = Array(text)
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
  }

  /// The bytes of a base64 text, written as base64 again.
  private static func base64(_ text: [UInt8]) throws -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var digits = text
    if text.count % 4 == 0 { for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits.removeLast() } }
    var bits: [Bool] = []
    for digit in digits {
      guard let six = alphabet.firstIndex(of: digit) else { throw Misfit() }
      for bit in (0..<6).reversed() { bits.append(six >> bit & 1 == 1) }
    }
    // What fills no byte is zeros, and less than six of them.
    let over = bits.count % 8
    guard over < 6, !bits.suffix(over).contains(true) else { throw Misfit() }
    return String(decoding: digits, as: UTF8.self) + String(repeating: "=", count: (4 - digits.count % 4) % 4)
  }

  /// A number's sign, digits and power of ten.
  private struct Number {
    var isNegative = false
    var digits: [UInt8] = []
    var power = 0
    var hasExponent = false

    init(_ text: [UInt8]) throws {
      var rest = text[...]
      if let sign = rest.first, [0x2b, 0x2d].contains(sign) {
        isNegative = sign == 0x2d
        rest.removeFirst()
      }
      let whole = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(whole.count)
      var fraction = rest.prefix(0)
      if rest.first == 0x2e {
        fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(fraction.count + 1)
      }
      digits = Array(whole + fraction)
      power = -fraction.count
      if digits.isEmpty { throw Misfit() }
      if rest.isEmpty { return }
      guard [0x45, 0x65].contains(rest.removeFirst()) else { throw Misfit() }
      hasExponent = true
      let sign = [0x2b, 0x2d].contains(rest.first ?? 0) ? rest.removeFirst() : 0x2b
      guard !rest.isEmpty, rest.allSatisfy({ (0x30...0x39).contains($0) }) else { throw Misfit() }
      var exponent = 0
      for digit in rest { exponent = min(exponent * 10 + Int(digit - 0x30), 1_000_000) }
      power += sign == 0x2d ? -exponent : exponent
    }
  }

  private static func integer<T: FixedWidthInteger>(_ text: [UInt8], _: T.Type) throws -> String {
    let number = try Number(text)
    if number.hasExponent {
      // Whatever it is that way, it has to be whole.
      guard let whole = Int128(try decimal(text, 38, 0)), let value = T(exactly: whole) else { throw Misfit() }
      return "\(value)"
    }
    // A fraction is allowed where it is nothing but zeros.
    guard text.last != 0x2e, text.contains(where: { $0 != 0x2e && $0 != 0x2b && $0 != 0x2d }),
      ![0x2e].contains(text.first { $0 != 0x2b && $0 != 0x2d } ?? 0x2e)
    else { throw Misfit() }
    let whole = number.digits.dropLast(-number.power)
    guard !number.digits.suffix(-number.power).contains(where: { $0 != 0x30 }) else { throw Misfit() }
    let significant = whole.drop { $0 == 0x30 }
    guard significant.count < 30 else { throw Misfit() }
    var value: Int128 = 0
    for digit in significant { value = value * 10 + Int128(digit - 0x30) }
    guard let value = T(exactly: number.isNegative ? -value : value) else { throw Misfit() }
    return "\(value)"
  }

  private static func float(_ text: [UInt8], isSingle: Bool) throws -> String {
    let word = ascii(text).lowercased()
    switch word {
    case "nan": return "nan"
    case "inf", "+inf", "infinity", "+infinity": return "inf"
    case "-inf", "-infinity": return "-inf"
    default: _ = try Number(text)
    }
    if isSingle {
      let value = unsafe strtof(word, nil)
      guard value.isFinite else { throw Misfit() }
      return value.description
    }
    let value = unsafe strtod(word, nil)
    guard value.isFinite else { throw Misfit() }
    return value.description
  }

  private static func decimal(_ text: [UInt8], _ precision: Int, _ scale: Int) throws -> String {
    var number = try Number(text)
    while number.digits.last == 0x30 {
      number.digits.removeLast()
      number.power += 1
    }
    number.digits = Array(number.digits.drop { $0 == 0x30 })
    let zeros = number.digits.isEmpty ? 0 : number.power + scale
    guard zeros >= 0, number.digits.count + zeros <= precision else { throw Misfit() }
    let digits = number.digits + Array(repeating: 0x30, count: zeros)
    let padded = Array(repeating: 0x30, count: max(0, scale + 1 - digits.count)) + digits
    let whole = String(decoding: padded.dropLast(scale), as: UTF8.self)
    let sign = number.isNegative && !number.digits.isEmpty ? "-" : ""
    return sign + whole + (scale > 0 ? "." + String(decoding: padded.suffix(scale), as: UTF8.self) : "")
  }
}

/// Rewrites the pairs of escapes by which JSON writes a character beyond U+FFFF (`\ud83d\ude00`) as YAML writes it
/// (`\U0001F600`), which knows no such pairs.
func withoutSurrogates(_ text: String) -> String {
  let bytes = Array(text.utf8)
  guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var index = 0
  while index < bytes.count {
    guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
      result.append(bytes[index])
      index += 1
      continue
    }
    if let high = escapedUnit(bytes, at: index), let low = escapedUnit(bytes, at: index + 6),
      0xD800...0xDBFF ~= high, 0xDC00...0xDFFF ~= low
    {
      let value = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
      let digits = String(value, radix: 16)
      result += Array(("\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits).utf8)
      index += 12
    } else {
      // The backslash and what it escapes, so that of `\\u` the second begins nothing.
      result += bytes[index...index + 1]
      index += 2
    }
  }
  return String(decoding: result, as: UTF8.self)
}

/// The UTF-16 unit that `\uXXXX` stands for.
private func escapedUnit(_ bytes: [UInt8], at index: Int) -> UInt32? {
  guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
    return nil
  }
  let digits = bytes[index + 2..<index + 6]
  guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
  return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
}

// Texts with escapes: E'one\ntwo'.
extension Lexer {
  /// Reads a text whose `\\` begins an escape, as PostgreSQL knows them.
  mutating func escapedText() throws(ExpressionProblem) -> String {
    let start = next
    var value: [UInt8] = []
    next += 2
    while let byte = peek() {
      next += 1
      if byte == UInt8(ascii: "\\") {
        try appendEscape(to: &value)
      } else if byte != UInt8(ascii: "'") {
        value.append(byte)
      } else if peek() == UInt8(ascii: "'") {
        value.append(byte)
        next += 1
      } else {
        guard let text = String(validating: value, as: UTF8.self) else {
          throw ExpressionProblem(at: start..<next, "the escapes of this text make bytes that are no UTF-8")
        }
        return text
      }
    }
    throw ExpressionProblem(at: start..<next, "this text has no end", mend: "close it by '")
  }

  /// Appends what the escape stands for whose `\\` was read.
  private mutating func appendEscape(to value: inout [UInt8]) throws(ExpressionProblem) {
    let start = next - 1
    guard let letter = peek() else { return }
    next += 1
    switch letter {
    case UInt8(ascii: "n"): value.append(0x0A)
    case UInt8(ascii: "t"): value.append(0x09)
    case UInt8(ascii: "r"): value.append(0x0D)
    case UInt8(ascii: "b"): value.append(0x08)
    case UInt8(ascii: "f"): value.append(0x0C)
    case UInt8(ascii: "x"): value.append(UInt8(truncatingIfNeeded: try hexadecimal(1...2, from: start)))
    case UInt8(ascii: "u"): try append(hexadecimal(4...4, from: start), to: &value, from: start)
    case UInt8(ascii: "U"): try append(hexadecimal(8...8, from: start), to: &value, from: start)
    default: value.append(letter)
    }
  }

  private func append(_ code: UInt32, to value: inout [UInt8], from start: Int) throws(ExpressionProblem) {
    guard let scalar = Unicode.Scalar(code) else {
      throw ExpressionProblem(at: start..<next, "this escape is no character")
    }
    value += Array(String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal(_ counts: ClosedRange<Int>, from start: Int) throws(ExpressionProblem) -> UInt32 {
    var code: UInt32 = 0
    var count = 0
    while count < counts.upperBound, let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue {
      code = code << 4 | UInt32(digit)
      next += 1
      count += 1
    }
    guard count >= counts.lowerBound else {
      throw ExpressionProblem(
        at: start..<next, "an escape wants \(counts.upperBound) hexadecimal digits",
        mend: "for instance `\\x41` or `\\u00e9`")
    }
    return code
  }
}

/// Cuts the text of an expression into tokens.
struct Lexer {
  let bytes: [UInt8]
  var next = 0

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The tokens of a text, the last of them `end`.
  static func tokens(of text: String) throws(ExpressionProblem) -> [Token] {
    var lexer = Lexer(text)
    var tokens: [Token] = []
    repeat { tokens.append(try lexer.token()) } while tokens.last?.kind != .end
    return tokens
  }

  private mutating func token() throws(ExpressionProblem) -> Token {
    while let byte = peek(), byte == 0x20 || (0x09...0x0D).contains(byte) { next += 1 }
    let start = next
    guard let byte = peek() else { return Token(kind: .end, range: start..<start) }
    let kind: Token.Kind
    switch byte {
    case UInt8(ascii: "'"): kind = .text(try quoted(by: byte, "text"))
    case UInt8(ascii: "\""): kind = .name(try quoted(by: byte, "name"), isQuoted: true)
    case _ where Self.isDigit(byte) || byte == UInt8(ascii: ".") && peek(1).map(Self.isDigit) == true:
      kind = .number(try number())
    case _ where byte | 0x20 == UInt8(ascii: "e") && peek(1) == UInt8(ascii: "'"): kind = .text(try escapedText())
    case _ where Self.beginsName(byte):
      while let byte = peek(), Self.beginsName(byte) || Self.isDigit(byte) { next += 1 }
      kind = .name(written(from: start), isQuoted: false)
      try refuseTypographicQuotes(from: start)
    default:
      kind = .symbol(try symbol())
    }
    return Token(kind: kind, range: start..<next)
  }

  func peek(_ ahead: Int = 0) -> UInt8? { next + ahead < bytes.count ? bytes[next + ahead] : nil }

  private func written(from start: Int) -> String { String(decoding: bytes[start..<next], as: UTF8.self) }

  /// Reads what stands in quotes; a doubled quote stands for itself.
  private mutating func quoted(by quote: UInt8, _ noun: String) throws(ExpressionProblem) -> String {
    let start = next
    var value: [UInt8] = []
    next += 1
    while let byte = peek() {
      next += 1
      if byte != quote {
        value.append(byte)
      } else if peek() == quote {
        value.append(byte)
        next += 1
      } else if value.isEmpty && noun == "name" {
        throw ExpressionProblem(at: start..<next, "a name in quotes is empty")
      } else {
        return String(decoding: value, as: UTF8.self)
      }
    }
    let sign = Character(Unicode.Scalar(quote))
    throw ExpressionProblem(at: start..<next, "this \(noun) has no end", mend: "close it by \(sign)")
  }

  private mutating func number() throws(ExpressionProblem) -> String {
    let start = next
    digits()
    if peek() == UInt8(ascii: ".") {
      next += 1
      digits()
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if peek(1 + sign).map(Self.isDigit) == true {
        next += 1 + sign
        digits()
      }
    }
    if let byte = peek(), Self.beginsName(byte) {
      while let byte = peek(), Self.beginsName(byte) || Self.isDigit(byte) { next += 1 }
      throw ExpressionProblem(
        at: start..<next, "`\(written(from: start))` is neither a number nor a name",
        mend: "a name that begins with a digit stands in double quotes, a text in single ones")
    }
    return written(from: start).filter { $0 != "_" }
  }

  private mutating func digits() {
    while let byte = peek() {
      guard Self.isDigit(byte) || byte == UInt8(ascii: "_") && peek(1).map(Self.isDigit) == true else { return }
      next += 1
    }
  }

  private mutating func symbol() throws(ExpressionProblem) -> Symbol {
    let rest = bytes[next...]
    if rest.starts(with: "--".utf8) || rest.starts(with: "/*".utf8) {
      throw ExpressionProblem(
        at: next..<next + 2, "comments can't stand in an expression", mend: "to subtract a negative, write `- -`")
    }
    for (wrong, right) in Self.mends where rest.starts(with: wrong.utf8) {
      throw ExpressionProblem(at: next..<next + wrong.utf8.count, "`\(wrong)` is no operator of SQL", mend: right)
    }
    for (symbol, bytes) in Symbol.spellings where rest.starts(with: bytes) {
      next += bytes.count
      return symbol
    }
    let sign = Character(Unicode.Scalar(bytes[next]))
    if sign == "!" { throw ExpressionProblem(at: next..<next + 1, "`!` is no operator of SQL", mend: "write `not`") }
    let mend: String? =
      switch sign {
      case "`": "a text is written 'paid', and a column's name \"paid\" where it needs quotes"
      case ";": "leave it out: an expression is one value"
      case "#": "a comment stands behind the whole value"
      default: nil
      }
    let shown = sign == "`" ? "a backtick" : "`\(sign)`"
    throw ExpressionProblem(at: next..<next + 1, "\(shown) has no meaning in an expression", mend: mend)
  }

  /// What other languages write, with what SQL writes.
  private static let mends = [
    ("&&", "write `and`"), ("!=~", "write `not like`"), ("=~", "write `like`"), ("=>", "write `>=`"),
    ("~~", "write `like`"),
  ]

  /// Curly quotes come from word processors; left alone they would be a name that no one can find.
  private func refuseTypographicQuotes(from start: Int) throws(ExpressionProblem) {
    for (sign, right) in [("‘", "'"), ("’", "'"), ("“", "\""), ("”", "\"")]
    where bytes[start..<next].starts(with: sign.utf8) {
      throw ExpressionProblem(
        at: start..<start + sign.utf8.count, "`\(sign)` is a quote of word processors", mend: "write \(right)")
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func beginsName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}

/// A word, name, literal or sign of SQL, and its line.
struct SQLToken: Equatable {
  enum Kind { case word, quotedName, text, number, sign }

  let kind: Kind
  /// What it says: a name without its quotes, a text as it is meant.
  let text: String
  let line: Int

  /// The word in small letters; nil for everything else.
  var keyword: String? { kind == .word ? text.lowercased() : nil }
  /// The name that it may be.
  var name: String? { kind == .word || kind == .quotedName ? text : nil }

  func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
}

extension SQLToken {
  /// Takes SQL of any dialect apart. Comments are passed over, and what is never closed ends with the text.
  static func all(in text: String) -> [SQLToken] {
    var scanner = SQLScanner(bytes: Array(text.utf8))
    return scanner.run()
  }
}

private struct SQLScanner {
  let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var tokens: [SQLToken] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ ahead: Int = 0) -> UInt8? { at + ahead < bytes.count ? bytes[at + ahead] : nil }

  private mutating func advance() {
    if bytes[at] == UInt8(ascii: "\n") { line += 1 }
    at += 1
  }

  mutating func run() -> [SQLToken] {
    while let byte = byte() {
      switch Unicode.Scalar(byte) {
      case " ", "\n", "\r", "\t", "\u{0c}": advance()
      case "-" where self.byte(1) == byte: skipLine()
      case "/" where self.byte(1) == UInt8(ascii: "/"): skipLine()
      case "#" where tokens.last?.isSign("<") != true: skipLine()
      case "/" where self.byte(1) == UInt8(ascii: "*"): skipComment()
      case "'": quoted(by: byte, .text)
      case "\"", "`": quoted(by: byte, .quotedName)
      case "[" where opensName: quoted(by: UInt8(ascii: "]"), .quotedName)
      case "$" where dollarQuoted(): break
      case "0"..."9": number()
      case "a"..."z", "A"..."Z", "_", "@": word()
      case _ where byte >= 0x80: word()
      default:
        tokens.append(SQLToken(kind: .sign, text: String(Unicode.Scalar(byte)), line: line))
        advance()
      }
    }
    return tokens
  }

  /// Whether a bracket begins SQL Server's quoted name, and not a list's `[]` or `[3]`.
  private var opensName: Bool {
    guard let next = byte(1) else { return false }
    return next != UInt8(ascii: "]") && !(0x30...0x39).contains(next) && next != UInt8(ascii: "'")
      && tokens.last?.keyword != "array"
  }

  private mutating func skipLine() { while let byte = byte(), byte != UInt8(ascii: "\n") { advance() } }

  private mutating func skipComment() {
    while at < bytes.count {
      advance()
      if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        at += 2
        return
      }
    }
  }

  /// A text or name; its quote is doubled inside, or escaped by MySQL's backslash.
  private mutating func quoted(by quote: UInt8, _ kind: SQLToken.Kind) {
    let start = line
    var text: [UInt8] = []
    advance()
    while let byte = byte() {
      advance()
      if byte == quote {
        guard self.byte() == quote else { break }
        advance()
      } else if byte == UInt8(ascii: "\\"), kind == .text, let next = self.byte(),
        next == UInt8(ascii: "'") || next == byte
      {
        text.append(next)
        advance()
        continue
      }
      text.append(byte)
    }
    tokens.append(SQLToken(kind: kind, text: String(decoding: text, as: UTF8.self), line: start))
  }

  /// PostgreSQL's `$$…$$` and `$name$…$name$`.
  private mutating func dollarQuoted() -> Bool {
    var end = at + 1
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return false }
    let tag = bytes[at...end]
    let start = line
    for _ in tag { advance() }
    var text: [UInt8] = []
    while at < bytes.count, !bytes[at...].starts(with: tag) {
      text.append(bytes[at])
      advance()
    }
    at = min(at + tag.count, bytes.count)
    tokens.append(SQLToken(kind: .text, text: String(decoding: text, as: UTF8.self), line: start))
    return true
  }

  private mutating func number() {
    take(.number) { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    // `1e5`, and names that begin with a digit.
    while let byte = byte(), isWordByte(byte) { advance() }
  }

  private mutating func word() { take(.word) { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "$") || isWordByte($0) } }

  private mutating func take(_ kind: SQLToken.Kind, while belongs: (UInt8) -> Bool) {
    let start = at
    while let byte = byte(), belongs(byte) { advance() }
    tokens.append(SQLToken(kind: kind, text: String(decoding: bytes[start..<at], as: UTF8.self), line: line))
  }
}

private func isWordByte(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    || byte == UInt8(ascii: "_") || byte >= 0x80
}

/// A walk along tokens.
struct SQLCursor {
  private let tokens: ArraySlice<SQLToken>
  private(set) var at: Int
  /// Whether a parenthesis was never closed.
  private(set) var isCutOff = false

  init(_ tokens: ArraySlice<SQLToken>) {
    self.tokens = tokens
    at = tokens.startIndex
  }

  var isAtEnd: Bool { at >= tokens.endIndex }

  /// The token `ahead` places further on.
  func peek(_ ahead: Int = 0) -> SQLToken? { at + ahead < tokens.endIndex ? tokens[at + ahead] : nil }

  /// The next token, which is passed.
  mutating func next() -> SQLToken? {
    guard let token = peek() else { return nil }
    at += 1
    return token
  }

  /// Goes to a place.
  mutating func move(to place: Int) { at = place }

  /// Passes some words, if they come next.
  mutating func take(_ words: String...) -> Bool {
    for (ahead, word) in words.enumerated() where peek(ahead)?.keyword != word { return false }
    at += words.count
    return true
  }

  /// Passes a sign, if it comes next.
  mutating func takeSign(_ sign: String) -> Bool {
    guard peek()?.isSign(sign) == true else { return false }
    at += 1
    return true
  }

  /// The last part of a name such as `schema.table`, and the whole.
  mutating func takeName() -> (last: String, whole: String)? {
    guard var last = peek()?.name else { return nil }
    at += 1
    var whole = last
    while peek()?.isSign(".") == true, let part = peek(1)?.name {
      at += 2
      last = part
      whole += "." + part
    }
    return (last, whole)
  }

  /// What stands in the parentheses that open here, which are passed; nil where none do.
  mutating func takeParentheses() -> ArraySlice<SQLToken>? {
    guard peek()?.isSign("(") == true else { return nil }
    let start = at + 1
    var depth = 0
    while let token = next() {
      if token.isSign("(") { depth += 1 }
      if token.isSign(")") { depth -= 1 }
      if depth == 0 { return tokens[start..<at - 1] }
    }
    isCutOff = true
    return tokens[start..<tokens.endIndex]
  }
}

extension ArraySlice<SQLToken> {
  /// The parts between commas that lie in no parentheses or angle brackets.
  var partedByCommas: [ArraySlice<SQLToken>] {
    var parts: [ArraySlice<SQLToken>] = []
    // Comparisons are no brackets: those stand behind the name of a type that takes others.
    var (depth, angles, start) = (0, 0, startIndex)
    for index in indices {
      let token = self[index]
      if token.isSign("(") { depth += 1 }
      if token.isSign(")") { depth = Swift.max(0, depth - 1) }
      if token.isSign("<"), index > startIndex, Self.generics.contains(self[index - 1].keyword ?? "") { angles += 1 }
      if token.isSign(">") { angles = Swift.max(0, angles - 1) }
      if depth == 0, angles == 0, token.isSign(",") {
        parts.append(self[start..<index])
        start = index + 1
      }
    }
    parts.append(self[start...])
    return parts.filter { !$0.isEmpty }
  }

  private static var generics: Set<String> { ["list", "set", "map", "frozen", "tuple", "vector", "array"] }
}

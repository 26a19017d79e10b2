/// Swift text in which comments and the insides of literals are spaces, so that a search finds code alone. Lines and
/// columns stay where they were.
struct BlankedCode {
  private var rest: ArraySlice<UInt8>
  private var out: [UInt8] = []

  init(_ text: String) {
    rest = Array(text.utf8)[...]
    out.reserveCapacity(rest.count)
    while let next = rest.first {
      // What begins neither a comment nor a literal is most of the text.
      if next == slash || next == hash || next == quote { step() } else { pass() }
    }
  }

  var code: String { String(decoding: out, as: UTF8.self) }

  private mutating func step() {
    if starts("//") {
      while let next = rest.first, next != newline { blank() }
    } else if starts("/*") {
      comment()
    } else if let (hashes, quotes) = openingQuote() {
      literal(hashes, quotes)
    } else {
      pass()
    }
  }

  private mutating func pass() { out.append(rest.removeFirst()) }

  /// Block comments nest.
  private mutating func comment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        blank(2)
      } else if starts("*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && !rest.isEmpty
  }

  /// The number of hashes and quotes that a literal at this place opens with; nil if none begins here.
  private func openingQuote() -> (hashes: Int, quotes: Int)? {
    let hashes = rest.prefix { $0 == hash }.count
    let behind = rest.dropFirst(hashes)
    guard behind.first == quote else { return nil }
    return (hashes, behind.starts(with: [quote, quote, quote]) ? 3 : 1)
  }

  private mutating func literal(_ hashes: Int, _ quotes: Int) {
    let fence = String(repeating: "#", count: hashes)
    let closing = String(repeating: "\"", count: quotes) + fence
    blank(hashes + quotes)
    while !rest.isEmpty {
      if starts(closing) { return blank(closing.count) }
      if starts("\\" + fence + "(") {
        blank(2 + hashes)
        interpolation()
      } else if starts("\\" + fence) {
        blank(1 + hashes)
        blank()
      } else if quotes == 1 && rest.first == newline {
        return
      } else {
        blank()
      }
    }
  }

  /// What is interpolated is blanked too, up to its closing parenthesis; a literal in it may hold one.
  private mutating func interpolation() {
    var depth = 1
    while depth > 0, let next = rest.first {
      if let (hashes, quotes) = openingQuote() {
        literal(hashes, quotes)
        continue
      }
      if next == UInt8(ascii: "(") { depth += 1 }
      if next == UInt8(ascii: ")") { depth -= 1 }
      blank()
    }
  }

  private func starts(_ text: String) -> Bool { rest.starts(with: text.utf8) }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count {
      guard let next = rest.popFirst() else { return }
      out.append(next == newline ? newline : UInt8(ascii: " "))
    }
  }
}

private let slash = UInt8(ascii: "/")
private let hash = UInt8(ascii: "#")
private let quote = UInt8(ascii: "\"")
private let newline = UInt8(ascii: "\n")

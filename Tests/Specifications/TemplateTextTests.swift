import Specifications
import Testing

@Suite("The text of a template") struct TemplateTextTests {
  /// The parts as text: expressions in angle brackets.
  private func parts(_ text: String) throws -> [String] {
    try TemplateText(text).parts.map { part in
      switch part {
      case .text(let text): text
      case .expression(let expression): "<\(expression)>"
      }
    }
  }

  @Test(
    "is taken apart at its braces",
    arguments: [
      "orders": ["orders"], "{_contract}": ["<_contract>"], "a{b}c{ d }": ["a", "<b>", "c", "< d >"],
      "{{a}": ["{a}"], "a}": ["a}"], "{a}}": ["<a>", "}"], "{{{a}": ["{", "<a>"],
      "{a || '}'}-{\"}\"}": ["<a || '}'>", "-", "<\"}\">"], "{{'a': 1}.a}": ["{'a': 1}.a}"],
      "{ {'a': 1}.a }": ["< {'a': 1}.a >"], "{'it''s {'}": ["<'it''s {'>"],
    ])
  func parts(text: String, wanted: [String]) throws { #expect(try parts(text) == wanted) }

  @Test(
    "that is no template says what is wrong with it",
    arguments: ["{a": "the brace that opens here is never closed", "a{}": "nothing stands between the braces"])
  func flaws(text: String, message: String) {
    do throws(TemplateFlaw) {
      _ = try TemplateText(text)
      Issue.record("it was taken")
    } catch {
      #expect(error.message == message)
    }
  }

  @Test("knows where each expression stands, and lets references bring no braces")
  func places() throws {
    let place = Place(file: "f.yaml", line: 3, column: 9)
    let pieces = [
      Scalar.Piece("a-{b", at: place), Scalar.Piece("x{y}", at: place.advanced(by: 4), for: "${X}"),
      Scalar.Piece("}-", at: place.advanced(by: 8)), Scalar.Piece("{z}", at: place.advanced(by: 10), for: "${Z}"),
    ]
    let template = try TemplateText(Scalar(pieces: pieces, style: .doubleQuoted), at: place)
    guard case .expression(let expression) = template.parts[1] else {
      Issue.record("there is no expression")
      return
    }
    #expect(expression.text == "b'x{y}'")
    #expect(expression.place == place.advanced(by: 3))
    #expect(template.parts.last == .text("-{z}"))
    #expect(!expression.wasQuoted)
  }

  @Test("is written as it came, and plain where it is qualified")
  func written() throws {
    #expect(try TemplateText("a{{b").written == "a{b")
    #expect(try TemplateText("a{{{b}.c").written == "a{{{b}.c")
    #expect(try TemplateText("shop.orders").unqualified.written == "orders")
    #expect(try TemplateText("{a}.x_{b || '.'}").unqualified.written == "x_{b || '.'}")
    #expect(try TemplateText("{a}.{b}").unqualified.written == "{b}")
    #expect(try TemplateText("{a}").unqualified.written == "{a}")
  }
}

/// A text with `{expression}` parts that are filled in for each record; `{{` is a brace. It knows the place of each part.
package struct TemplateText: Sendable, Equatable {
  /// A stretch of the text.
  package enum Part: Sendable, Equatable {
    case text(String)
    case expression(ExpressionText)
  }

  /// What it is made of, in order; no two texts follow each other.
  package let parts: [Part]
  /// Where it begins.
  package let place: Place

  private init(_ parts: [Part], at place: Place) {
    self.parts = parts
    self.place = place
  }

  /// The template that a scalar holds. What `${…}` brought has no braces of its own: outside of an expression it is
  /// text, inside it is a literal.
  package init(_ scalar: Scalar, at place: Place) throws(TemplateFlaw) {
    var reader = TemplateReader()
    for piece in scalar.pieces { try reader.read(piece) }
    self.init(try reader.finished(), at: place)
  }

  /// A template that stands in no file.
  package init(_ text: String) throws(TemplateFlaw) {
    try self.init(Scalar(text, at: .nowhere), at: .nowhere)
  }

  /// The text of a template into which nothing is filled.
  package var constant: String? {
    guard let first = parts.first else { return "" }
    if parts.count == 1, case .text(let text) = first { return text }
    return nil
  }

  /// The whole as it is written, what `${…}` brought filled in; a constant is the text that it stands for.
  package var written: String {
    if let constant { return constant }
    return parts.map { part in
      switch part {
      case .text(let text): text.split(separator: "{", omittingEmptySubsequences: false).joined(separator: "{{")
      case .expression(let expression): "{\(expression.text)}"
      }
    }.joined()
  }

  /// The plain name of a qualified one: what stands behind the last dot of its own text. A dot that a record brings
  /// is a part of the name.
  package var unqualified: TemplateText {
    for (index, part) in parts.enumerated().reversed() {
      guard case .text(let text) = part, let dot = text.lastIndex(of: ".") else { continue }
      let behind = String(text[text.index(after: dot)...])
      let rest = (behind.isEmpty ? [] : [.text(behind)]) + parts[(index + 1)...]
      return rest.isEmpty ? self : TemplateText(rest, at: place)
    }
    return self
  }
}

extension TemplateText: CustomStringConvertible {
  package var description: String { written }
}

/// Why a text is no template.
package struct TemplateFlaw: Error, Equatable {
  package let place: Place
  package let message: String
  package let mend: String
}

/// Takes a text apart at its braces.
private struct TemplateReader {
  private var parts: [TemplateText.Part] = []
  private var text = ""
  /// Where the brace of the expression at hand opens, and what stands behind it.
  private var opened: Place?
  private var inside: [Scalar.Piece] = []
  private var quote: Unicode.Scalar?
  /// How many braces of the expression's own are open.
  private var depth = 0

  mutating func read(_ piece: Scalar.Piece) throws(TemplateFlaw) {
    if piece.reference != nil {
      if opened == nil { text += piece.text } else { inside.append(piece) }
      return
    }
    let letters = Array(piece.text.unicodeScalars)
    // Where the expression goes on in this piece.
    var start = 0
    var index = 0
    while index < letters.count {
      defer { index += 1 }
      guard opened != nil else {
        guard letters[index] == "{" else {
          text.unicodeScalars.append(letters[index])
          continue
        }
        if index + 1 < letters.count, letters[index + 1] == "{" {
          text += "{"
          index += 1
          continue
        }
        flush()
        opened = piece.place.advanced(by: index)
        start = index + 1
        continue
      }
      guard closes(letters[index]) else { continue }
      add(letters[start..<index], at: piece.place.advanced(by: start))
      try close()
    }
    if opened != nil { add(letters[start...], at: piece.place.advanced(by: start)) }
  }

  /// Whether a letter ends the expression at hand: a brace that stands in no quotes and closes none of its own.
  private mutating func closes(_ letter: Unicode.Scalar) -> Bool {
    if let open = quote {
      if letter == open { quote = nil }
      return false
    }
    switch letter {
    case "'", "\"": quote = letter
    case "{": depth += 1
    case "}" where depth > 0: depth -= 1
    case "}": return true
    default: break
    }
    return false
  }

  private mutating func add(_ letters: ArraySlice<Unicode.Scalar>, at place: Place) {
    if letters.isEmpty { return }
    inside.append(Scalar.Piece(String(String.UnicodeScalarView(letters)), at: place))
  }

  private mutating func close() throws(TemplateFlaw) {
    guard let brace = opened else { return }
    if inside.allSatisfy({ $0.text.allSatisfy(\.isWhitespace) }) {
      throw TemplateFlaw(
        place: brace, message: "nothing stands between the braces",
        mend: "name a column there, or write `{{` for a brace")
    }
    // Plain, since no quotes were taken off the expression itself.
    let expression = Scalar(pieces: inside, style: .plain)
    parts.append(.expression(ExpressionText(expression, at: inside[0].place)))
    (opened, inside) = (nil, [])
  }

  private mutating func flush() {
    if !text.isEmpty { parts.append(.text(text)) }
    text = ""
  }

  consuming func finished() throws(TemplateFlaw) -> [TemplateText.Part] {
    if let opened {
      throw TemplateFlaw(
        place: opened, message: "the brace that opens here is never closed",
        mend: "a brace itself is written `{{`")
    }
    flush()
    return parts
  }
}

extension ValueKind where Value == TemplateText {
  /// A text into which expressions are filled for each record.
  package static var template: Self {
    let wanted = "a text, which may have `{expression}` parts"
    return ValueKind(wanted: wanted, shape: .text) { node, reading in
      guard let scalar = node.scalar, !scalar.text.isEmpty else {
        reading.misfit(node, wanted: wanted)
        return nil
      }
      do throws(TemplateFlaw) {
        return try TemplateText(scalar, at: node.place)
      } catch {
        reading.problems.error(at: error.place, error.message, mend: error.mend)
        return nil
      }
    }
  }
}

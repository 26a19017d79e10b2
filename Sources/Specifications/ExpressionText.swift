/// The text of a SQL expression, with the place of each of its characters.
package struct ExpressionText: Sendable, Equatable {
  private struct Stretch: Sendable, Equatable {
    let offset: Int
    let place: Place
    /// The reference that brought it, and what stands for it in the text.
    var reference: String?
    var literal = ""
    /// Whether it came from outside the configuration, and so may be secret.
    var isFromOutside = false

    var isFilledIn: Bool { reference != nil }
  }

  /// The expression; what `${…}` brought stands in it as one literal, never as SQL.
  package let text: String
  /// Where it begins.
  package let place: Place
  /// Says whether YAML took quotes off it: `'late'` then arrives as the name of a column.
  package let wasQuoted: Bool
  private let stretches: [Stretch]

  /// The expression that a scalar holds.
  package init(_ scalar: Scalar, at place: Place) {
    var text = ""
    var stretches: [Stretch] = []
    var quote: Character?
    for piece in scalar.pieces {
      var stretch = Stretch(offset: text.utf8.count, place: piece.place, reference: piece.reference)
      if piece.reference != nil { stretch.literal = Self.literal(piece.text, within: quote) }
      stretch.isFromOutside = piece.isFromOutside
      stretches.append(stretch)
      if stretch.isFilledIn {
        text += stretch.literal
        continue
      }
      // A doubled quote inside a literal closes and opens it again, which comes to the same.
      for letter in piece.text where letter == "'" || letter == "\"" {
        if quote == nil { quote = letter } else if quote == letter { quote = nil }
      }
      text += piece.text
    }
    self.text = text
    self.place = place
    self.stretches = stretches
    wasQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
  }

  /// An expression that stands at one place.
  package init(_ text: String, at place: Place = .nowhere) {
    self.init(Scalar(text, at: place), at: place)
  }

  /// The place of the character at an offset of the text's UTF-8.
  package func place(at offset: Int) -> Place {
    guard let stretch = stretches.last(where: { $0.offset <= offset }) else { return place }
    if stretch.isFilledIn { return stretch.place }
    let bytes = text.utf8.dropFirst(stretch.offset).prefix(offset - stretch.offset)
    return stretch.place.advanced(by: bytes.count { $0 & 0xC0 != 0x80 })
  }

  /// Says whether any of a range of the text's UTF-8 came from outside the configuration, and so may be secret.
  package func isFromOutside(_ range: Range<Int>) -> Bool {
    stretches.contains { stretch in
      stretch.isFromOutside && range.overlaps(stretch.offset..<stretch.offset + stretch.literal.utf8.count)
    }
  }

  /// The offsets at which begins what references brought.
  package var filledIn: Set<Int> { Set(stretches.filter(\.isFilledIn).map(\.offset)) }

  /// A message about the expression with references as they are written: what they bring may be secret.
  package func masked(_ message: String) -> String {
    stretches.reduce(message) { message, stretch in
      guard let reference = stretch.reference, stretch.literal.count >= 3 else { return message }
      let whole = message.split(separator: stretch.literal, omittingEmptySubsequences: false)
      if whole.count > 1 { return whole.joined(separator: reference) }
      // Where a message was shortened, the beginning of the value may stand at its end.
      let beginning = (3...stretch.literal.count).reversed().lazy.map { stretch.literal.prefix($0) + "…" }
        .first { message.contains($0) }
      guard let beginning else { return message }
      return message.split(separator: beginning, omittingEmptySubsequences: false).joined(separator: reference + "…")
    }
  }

  /// A value as SQL writes it: a number, a quoted text, or, within quotes, text that can't close them.
  private static func literal(_ value: String, within quote: Character?) -> String {
    if let quote { return doubling(quote, in: value) }
    guard isNumber(value) else { return "'" + doubling("'", in: value) + "'" }
    return value.hasPrefix("-") ? "(\(value))" : value
  }

  private static func doubling(_ quote: Character, in value: String) -> String {
    value.split(separator: quote, omittingEmptySubsequences: false).joined(separator: "\(quote)\(quote)")
  }

  private static func isNumber(_ value: String) -> Bool {
    // A code such as `01234` is no number: it would lose its zero.
    var rest = value.utf8[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let whole = rest.prefix { isDigit($0) }
    guard let first = whole.first, first != UInt8(ascii: "0") || whole.count == 1 else { return false }
    rest = rest[whole.endIndex...]
    guard rest.first == UInt8(ascii: ".") else { return rest.isEmpty }
    rest.removeFirst()
    return !rest.isEmpty && rest.allSatisfy { isDigit($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

// What a reference brought is shown to no message or mirror.
extension ExpressionText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { masked(text) }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["text": description, "place": place]) }
}

/// A text of a file, in the pieces from which it was put together: a piece is unbroken in the file, or was filled in
/// for a reference such as `${KAFKA}`.
package struct Scalar: Sendable, Equatable {
  /// How it is written.
  package enum Style: Sendable { case plain, singleQuoted, doubleQuoted, block }

  /// A stretch of the text.
  package struct Piece: Sendable, Equatable {
    package let text: String
    /// Where it stands in the file.
    package let place: Place
    /// The reference that it was filled in for, as it is written; nil for what stands in the file itself.
    package let reference: String?

    /// Says whether it came from outside the configuration; an item of `for_each` stands in it.
    var isFromOutside: Bool { reference.map { !isReferenceToEach($0) } ?? false }

    /// A stretch of text at a place.
    package init(_ text: String, at place: Place, for reference: String? = nil) {
      self.text = text
      self.place = place
      self.reference = reference
    }
  }

  package let pieces: [Piece]
  package let style: Style

  /// A text of several pieces.
  package init(pieces: [Piece], style: Style) {
    self.pieces = pieces
    self.style = style
  }

  /// A text of one piece.
  package init(_ text: String, at place: Place, style: Style = .plain) {
    self.init(pieces: [Piece(text, at: place)], style: style)
  }

  /// The whole text, references filled in.
  package var text: String { pieces.count == 1 ? pieces[0].text : pieces.map(\.text).joined() }

  /// Says whether it is written without quotes.
  package var isPlain: Bool { style == .plain }

  /// Says whether any of it came from outside the file.
  package var isFilledIn: Bool { pieces.contains(where: \.isFromOutside) }

  /// The text with references as they are written, which is what messages show: what a reference brings may be secret.
  package var asWritten: String { pieces.map { $0.isFromOutside ? $0.reference ?? "" : $0.text }.joined() }
}

// What a reference brought is shown to no message or mirror.
extension Scalar.Piece: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { isFromOutside ? reference ?? "" : text }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["text": description, "place": place]) }
}

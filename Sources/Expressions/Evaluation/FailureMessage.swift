import Columns

/// What is told of a row that fails. It knows which of its parts are values, so that those of personal columns aren't
/// shown: written as a text with `\(value)` in it, every value is one, but for types, operators and `plain:` words.
struct FailureMessage: ExpressibleByStringInterpolation, Sendable {
  enum Part: Sendable {
    case plain(String)
    case value(String)
  }

  private let parts: [Part]

  init(stringLiteral text: String) { parts = [.plain(text)] }

  init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

  /// A text that shows no value.
  init(plain text: String) { parts = [.plain(text)] }

  /// A text that is to be hidden whole where it is about a personal value.
  init(value text: String) { parts = [.value(text)] }

  /// The message; with `isPersonal`, without any value.
  func text(isPersonal: Bool) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .plain(let words):
        let isQuoted = isPersonal && text.hasSuffix(Self.hidden) && words.hasPrefix("»")
        text += isQuoted ? String(words.dropFirst()) : words
      case .value(let value):
        guard isPersonal else {
          text += value
          continue
        }
        if text.hasSuffix("«") { text.removeLast() }
        text += Self.hidden
      }
    }
    return text
  }

  /// What stands in the place of a personal value.
  static let hidden = "«personal»"

  struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Part] = []

    init(literalCapacity: Int, interpolationCount: Int) { parts.reserveCapacity(2 * interpolationCount + 1) }

    mutating func appendLiteral(_ text: String) { if !text.isEmpty { parts.append(.plain(text)) } }

    mutating func appendInterpolation<T>(_ value: T) { parts.append(.value("\(value)")) }

    mutating func appendInterpolation(_ type: ColumnType) { parts.append(.plain("\(type)")) }

    mutating func appendInterpolation(_ found: Operator) { parts.append(.plain(found.rawValue)) }

    mutating func appendInterpolation(plain words: String) { parts.append(.plain(words)) }
  }
}

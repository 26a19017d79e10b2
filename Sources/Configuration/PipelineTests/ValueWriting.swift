import Columns
import Specifications

/// Writes what came out of a test as a configuration has it.
struct ValueWriting {
  /// Whether keys and texts are all quoted, as JSON wants them.
  let forJSON: Bool

  /// The columns of a row in one line: those named, or all.
  func record(_ place: TestOutcome.RowPlace, _ names: [String]) -> String {
    block(columns(of: place, names))
  }

  /// The columns of a row, those named, or all, each with its value as it is written.
  func columns(of place: TestOutcome.RowPlace, _ names: [String]) -> [(name: String, value: String)] {
    (names.isEmpty ? place.names : names).compactMap { name in value(place, name).map { (name, $0) } }
  }

  /// A column's value as it is written; nil where there is none of that name.
  func value(_ place: TestOutcome.RowPlace, _ name: String) -> String? {
    guard let (field, column, row) = place.column(name) else { return nil }
    guard let text = column.wholeText(row, field) else { return "null" }
    return escaped(written(text, field.type))
  }

  /// A text that people wrote or are to read.
  func text(_ text: String) -> String { escaped(forJSON || !Self.isPlain(text) ? Node.quoted(text) : text) }

  /// Members in one line.
  func block(_ members: [(name: String, value: String)]) -> String {
    members.isEmpty ? "{}" : "{ " + members.map { "\(text($0.name)): \($0.value)" }.joined(separator: ", ") + " }"
  }

  private func written(_ text: String, _ type: ColumnType) -> String {
    switch type {
    case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .decimal: return text
    case .float32, .float64:
      if Node.isBare(text) { return text }
      return forJSON ? Node.quoted(text) : "." + text.filter { $0 != "-" }.lowercased().prefix(3)
    case .json, .list, .map, .structure: return text
    default: return forJSON || !Self.isPlain(text) ? Node.quoted(text) : text
    }
  }

  /// What `${` would stand for is written as text.
  private func escaped(_ text: String) -> String {
    text.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")
  }

  /// Words that some reader of YAML takes for something else than text.
  private static let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

  /// Whether a text can stand without quotes, within brackets too, and is text to every reader.
  static func isPlain(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last, first.isLetter || first.isNumber || first == "/", last != " "
    else { return false }
    if words.contains(text.lowercased()) || Double(text) != nil { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || " _./+-@".contains($0) }
      && text.contains { $0.isLetter || $0 == "-" || $0 == "/" } && !text.hasPrefix("0x") && !text.hasPrefix("0o")
  }

  /// A value as people are shown it: a text in quotes where it could be taken for something else.
  static func shown(_ column: Column, _ row: Int, _ field: Field) -> String {
    guard let text = column.wholeText(row, field) else { return "null" }
    return shown(text, isText: field.type == .text)
  }

  static func shown(_ text: String, isText: Bool) -> String {
    let isClear = text.allSatisfy { $0 == " " || !$0.isWhitespace } && !text.hasPrefix(" ") && !text.hasSuffix(" ")
    let isOther = text.isEmpty || words.contains(text.lowercased()) || Double(text) != nil
    return isText && (isOther || !isClear) ? Node.quoted(text) : text
  }
}

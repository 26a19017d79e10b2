package import Columns

/// Values of JSON read as types.
extension PlainValue {
  /// What a value of JSON means as a field of the type, written as text; nil for null.
  package static func field(_ value: PlainJSON, as type: ColumnType) throws -> String? {
    switch (value.kind, type) {
    case (.null, _): return nil
    case (_, .json): return try utf8(value.source)
    case (.array, .text), (.object, .text), (.bare, .text): return try utf8(value.source)
    case (.string(let text), .text), (.string(let text), .bytes): return try scalar(text, as: type)
    case (.string(let text), .list), (.string(let text), .map), (.string(let text), .structure):
      guard text.isEmpty else { throw Misfit() }
      return nil
    case (.string(let text), _): return text.isEmpty ? nil : try scalar(text, as: type)
    case (.array, .list), (.object, .map), (.object, .structure): return try nested(value, as: type)
    case (.bare, .list), (.bare, .map), (.bare, .structure), (.array, _), (.object, _): throw Misfit()
    case (.bare, _): return try scalar(value.source, as: type)
    }
  }

  /// An array or object as a list, map or struct, written as JSON.
  static func nested(_ value: PlainJSON, as type: ColumnType) throws -> String {
    switch (value.kind, type) {
    case (.array(let elements), .list(let element)):
      return try "[" + elements.map { try json($0, as: element) }.joined(separator: ",") + "]"
    case (.object(let members), .map(let type)):
      guard Set(members.map(\.key)).count == members.count else { throw Misfit() }
      let parts = try members.map { try quoted(utf8($0.key)) + ":" + json($0.value, as: type) }
      return "{" + parts.joined(separator: ",") + "}"
    case (.object(let members), .structure(let fields)):
      let values = try best(of: members, for: fields)
      let parts = try zip(fields, values).map { try quoted($0.name) + ":" + ($1.map { [$0] } ?? []).json($0.type) }
      return "{" + parts.joined(separator: ",") + "}"
    default: throw Misfit()
    }
  }

  /// Of each field the member that means it by the best name, of which there is only one.
  package static func best(of members: [PlainJSON.Member], for fields: [Field]) throws -> [PlainJSON?] {
    let names = FieldNames(fields)
    var values: [PlainJSON?] = fields.map { _ in nil }
    var ranks = fields.map { _ in -1 }
    for member in members {
      guard let meaning = names.meaning(of: member.name), meaning.rank >= ranks[meaning.field] else { continue }
      if meaning.rank == ranks[meaning.field] { throw Misfit() }
      ranks[meaning.field] = meaning.rank
      values[meaning.field] = member.value
    }
    return values
  }

  /// What a value of JSON means as the type, written as JSON.
  fileprivate static func json(_ value: PlainJSON, as type: ColumnType) throws -> String {
    guard let text = try field(value, as: type) else { return "null" }
    switch type {
    case .text, .bytes, .date, .time, .timestamp, .localTimestamp, .uuid: return quoted(text)
    case .float32, .float64: return ["nan", "inf", "-inf"].contains(text) ? "null" : text
    case .json: return onOneLine(text)
    default: return text
    }
  }

  /// JSON without line ends and tabs, nor the space that follows them.
  package static func onOneLine(_ text: String) -> String {
    var bytes: [UInt8] = []
    var isPassed = false
    for byte in text.utf8 {
      isPassed = byte < 0x20 || isPassed && byte == 0x20
      if !isPassed { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func quoted(_ text: String) -> String {
    let short: [Unicode.Scalar: String] = [
      "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{8}": "\\b", "\u{c}": "\\f",
    ]
    var result = "\""
    for scalar in text.unicodeScalars {
      if let escape = short[scalar] {
        result += escape
      } else if scalar.value < 0x20 {
        result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension [PlainJSON] {
  /// The only value as JSON of the type, or null where there is none.
  fileprivate func json(_ type: ColumnType) throws -> String {
    try first.map { try PlainValue.json($0, as: type) } ?? "null"
  }
}

/// What a text says when it stands where a type is wanted.
public enum TypeSpelling: Equatable, Sendable {
  case type(ColumnType)
  /// A type of the language that this build lacks.
  case later
  case unknown

  /// Reads a type as contracts and casts write it: `timestamp(local)`, `bigint`, `list<decimal(12,2)>`.
  public init(_ text: String) {
    var reader = TypeReader(text)
    if let type = reader.whole() {
      self = .type(type)
    } else {
      let name = text.lowercased().prefix { $0.isLetter || $0.isNumber }
      self = Self.laterNames.contains(String(name)) ? .later : .unknown
    }
  }

  /// What is wrong with a text that is nearly a type, as a sentence; nil where there is nothing to say of it.
  public static func complaint(about text: String) -> String? {
    var reader = TypeReader(text)
    return reader.whole() == nil ? reader.complaint : nil
  }

  /// Every spelling of a type that this build has and that has no parts, the language's own first.
  public static var names: [String] { types.map(\.description) + aliases.map(\.0) + ["decimal(12,2)"] }

  /// The types that have no parts, by the language's own names.
  public static let types: [ColumnType] = [
    .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float32, .float64, .text, .bytes, .date,
    .time, .timestamp, .localTimestamp, .uuid, .json,
  ]

  private static let aliases: [(String, ColumnType)] = [
    ("boolean", .bool), ("int", .int32), ("integer", .int32), ("bigint", .int64), ("smallint", .int16),
    ("tinyint", .int8), ("double", .float64), ("real", .float32), ("string", .text), ("varchar", .text),
    ("datetime", .timestamp),
  ]

  static let spellings: [String: ColumnType] = {
    var spellings = Dictionary(uniqueKeysWithValues: types.map { ($0.description, $0) })
    for (name, type) in aliases { spellings[name] = type }
    return spellings
  }()

  private static let laterNames = ["interval"]
}

/// A type's text on its way to a type.
struct TypeReader {
  private let text: [Character]
  private var at = 0
  /// The first thing that is wrong and can be told.
  private(set) var complaint: String?

  /// How deep types may lie in one another.
  private static let deepest = 16

  init(_ text: String) { self.text = Array(text) }

  /// The type that the whole text is.
  mutating func whole() -> ColumnType? {
    guard let type = type(depth: 0) else { return nil }
    skipSpace()
    return at == text.count ? type : nil
  }

  private mutating func type(depth: Int) -> ColumnType? {
    if depth > Self.deepest { return refuse("types lie more than \(Self.deepest) deep in one another") }
    guard let name = word()?.lowercased() else {
      return at < text.count && text[at] == ">" ? refuse("a type is missing before `>`, as in `list<text>`") : nil
    }
    var found: ColumnType?
    switch name {
    case "decimal", "numeric": found = decimal()
    case "list" where accept("<"):
      guard let element = type(depth: depth + 1), isClosed() else { return nil }
      found = .list(element)
    case "map" where accept("<"):
      guard let key = type(depth: depth + 1) else { return nil }
      guard accept(",") else { return refuse("a map says what its values are: `map<text,int64>`") }
      guard let value = type(depth: depth + 1), isClosed() else {
        return nil
      }
      guard key == .text else { return refuse("a map's keys are text, as in map<text, \(value)>") }
      found = .map(value)
    case "struct" where accept("<"): found = structure(depth: depth)
    case "timestamp" where accept("("):
      guard word()?.lowercased() == "local", accept(")") else { return nil }
      found = .localTimestamp
    case "list", "array": return refuse("a list says what it holds: `list<text>`")
    case "map": return refuse("a map says what it holds: `map<text,int64>`")
    case "struct": return refuse("a struct says what it holds: `struct<street: text, number: int32>`")
    default: found = TypeSpelling.spellings[name]
    }
    // SQL's own way to write a list.
    while let element = found, accept("[") { found = accept("]") ? .list(element) : nil }
    return found
  }

  private mutating func decimal() -> ColumnType? {
    // What a decimal without digits means in DuckDB.
    guard accept("(") else { return .decimal(precision: 18, scale: 3) }
    guard let precision = number() else { return nil }
    var scale = 0
    if accept(",") {
      guard let written = number() else { return nil }
      scale = written
    }
    guard accept(")") else { return nil }
    guard (1...38).contains(precision) else { return refuse("a decimal has 1 to 38 digits, not \(precision)") }
    guard scale <= precision else {
      return refuse("a decimal of \(precision) digits can't have \(scale) of them behind the point")
    }
    return .decimal(precision: precision, scale: scale)
  }

  private mutating func structure(depth: Int) -> ColumnType? {
    var fields: [Field] = []
    repeat {
      guard let name = name() else { return nil }
      if fields.contains(where: { $0.name.lowercased() == name.lowercased() }) {
        return refuse("a struct has two fields named `\(name)`")
      }
      // SQL has a space where the language has a colon.
      _ = accept(":")
      guard let type = type(depth: depth + 1) else { return nil }
      fields.append(Field(name, type))
    } while accept(",")
    return isClosed() ? .structure(fields) : nil
  }

  private mutating func isClosed() -> Bool {
    if accept(">") { return true }
    if at == text.count { _ = refuse("`>` is missing at its end") }
    return false
  }

  private mutating func refuse(_ sentence: String) -> ColumnType? {
    complaint = complaint ?? sentence
    return nil
  }

  private mutating func skipSpace() { while at < text.count, text[at].isWhitespace { at += 1 } }

  private mutating func accept(_ sign: Character) -> Bool {
    skipSpace()
    guard at < text.count, text[at] == sign else { return false }
    at += 1
    return true
  }

  private mutating func word() -> String? {
    skipSpace()
    let start = at
    while at < text.count, text[at].isLetter || text[at].isNumber || text[at] == "_" { at += 1 }
    return at > start ? String(text[start..<at]) : nil
  }

  /// A field's name, between double quotes where it is no word.
  private mutating func name() -> String? {
    guard accept("\"") else { return word() }
    var name = ""
    while at < text.count {
      let character = text[at]
      at += 1
      if character != "\"" {
        name.append(character)
      } else if at < text.count, text[at] == "\"" {
        name.append("\"")
        at += 1
      } else {
        return name
      }
    }
    return nil
  }

  private mutating func number() -> Int? {
    guard let digits = word(), digits.utf8.count <= 9 else { return nil }
    return Int(digits)
  }
}

import Columns

/// What each type of a contract holds, for the reference.
struct TypeNote {
  let name: String
  let sentence: String
  let example: String

  /// Further spellings that are taken for the type.
  var spellings: [String] {
    guard case .type(let type) = TypeSpelling(example) else { return [] }
    return TypeSpelling.names.filter { $0 != type.description && TypeSpelling($0) == .type(type) }
  }

  /// Whether this build has the type.
  var isBuilt: Bool { if case .type = TypeSpelling(example) { true } else { false } }

  /// All types of the language that this build has.
  static let all: [TypeNote] = language.filter(\.isBuilt)

  private static let language: [TypeNote] = [
    TypeNote("bool", "True or false."), TypeNote("int8", "A whole number from -128 to 127."),
    TypeNote("int16", "A whole number from -32,768 to 32,767."),
    TypeNote("int32", "A whole number from -2,147,483,648 to 2,147,483,647."),
    TypeNote("int64", "A whole number from -2⁶³ to 2⁶³ - 1."), TypeNote("uint8", "A whole number from 0 to 255."),
    TypeNote("uint16", "A whole number from 0 to 65,535."),
    TypeNote("uint32", "A whole number from 0 to 4,294,967,295."),
    TypeNote("uint64", "A whole number from 0 to 2⁶⁴ - 1."),
    TypeNote("float32", "A floating point number of about 7 digits."),
    TypeNote("float64", "A floating point number of about 16 digits."),
    TypeNote(
      "decimal", "An exact number: so many digits in all, and so many of them behind the point.", "decimal(12,2)"),
    TypeNote("text", "Characters."), TypeNote("bytes", "Bytes; in JSON and CSV as base64."),
    TypeNote("date", "A day: `2018-06-08`."), TypeNote("time", "A time of day, to the microsecond: `16:26:00`."),
    TypeNote("timestamp", "A moment, to the microsecond, kept in UTC: `2018-06-08T16:26:00Z`."),
    TypeNote("timestamp(local)", "A date and time of no zone, to the microsecond: `2018-06-08T16:26:00`."),
    TypeNote("uuid", "A UUID; read with and without hyphens, written with them."),
    TypeNote("json", "Any JSON value, kept as it was read."),
    TypeNote("list", "Values of one type.", "list<text>"),
    TypeNote("map", "Values of one type by a text.", "map<text,int64>"),
    TypeNote("struct", "Values of several types by fixed names.", "struct<name: text, count: int32>"),
  ]

  private init(_ name: String, _ sentence: String, _ example: String? = nil) {
    self.name = name
    self.sentence = sentence
    self.example = example ?? name
  }
}

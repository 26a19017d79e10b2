import Columns
import Specifications

/// Values as tests write them, and columns as tests read them.
enum WrittenValue {
  /// The value that a node stands for, as a column of one row; nil where it can't be one of the field's type.
  static func column(_ node: Node, as field: Field) -> Column? {
    if node.isNull { return .nulls(field.type, count: 1) }
    if field.type.isNested || field.type == .json { return parsed(node.asJSON, as: Field(field.name, field.type)) }
    guard let text = node.text else { return nil }
    switch field.type {
    case .text: return one(text)
    case .bytes: return parsed(text, as: Field(field.name, field.type, form: FieldForm(write: field.form.write)))
    case .float32, .float64: return parsed(numbers[text.lowercased()] ?? text, as: plain(field))
    case .date, .time, .timestamp, .localTimestamp:
      return parsed(text, as: plain(field)) ?? inForms(text, field)
    default: return parsed(text, as: plain(field))
    }
  }

  /// How YAML writes what is no number.
  private static let numbers = [".nan": "nan", ".inf": "inf", "+.inf": "inf", "-.inf": "-inf"]

  private static func plain(_ field: Field) -> Field { Field(field.name, field.type) }

  private static func one(_ text: String) -> Column {
    var builder = TextBuilder(capacity: 1)
    builder.append(text)
    return builder.column()
  }

  private static func parsed(_ text: String, as field: Field) -> Column? {
    var failures: [RowFailure] = []
    let column = one(text).parsed(as: field, emptyIsNull: true, failures: &failures)
    return failures.isEmpty ? column : nil
  }

  /// A time in one of the ways in which the field is read or written.
  private static func inForms(_ text: String, _ field: Field) -> Column? {
    let forms = field.form.formats + [field.form.write].compactMap { $0 }.filter { (try? TimeForm($0)) != nil }
    guard !forms.isEmpty else { return nil }
    return parsed(text, as: Field(field.name, field.type, form: FieldForm(formats: forms)))
  }

  /// A value of a type, as a configuration writes it.
  static func example(of type: ColumnType) -> String {
    switch type {
    case .bool: "true"
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: "16"
    case .float32, .float64: "1.5"
    case .decimal(_, let scale): scale == 0 ? "16" : "1.5"
    case .text: "paid"
    case .bytes: "\"aGVsbG8=\""
    case .json: "{ a: 1 }"
    case .date: "2018-06-08"
    case .time: "\"16:26:00\""
    case .timestamp: "\"2018-06-08 16:26:00\""
    case .localTimestamp: "\"2018-06-08 16:26:00\""
    case .uuid: "00000000-0000-0000-0000-000000000000"
    case .list: "[]"
    case .map: "{}"
    case .structure: "{ … }"
    }
  }
}

extension Column {
  /// The value in a row as text, whole: `write` of its field is followed only where nothing is lost by it.
  func wholeText(_ row: Int, _ field: Field) -> String? {
    guard isValid(row) else { return nil }
    let one = slice(row..<row + 1)
    if type.isNested { return one.asJSON().text(0) }
    return one.asText(.iso, write: type == .bytes ? field.form.write : nil).text(0)
  }

  /// The value in a row as its field writes it.
  func writtenText(_ row: Int, _ field: Field) -> String? {
    isValid(row) ? slice(row..<row + 1).asText(.iso, write: field.form.write).text(0) : nil
  }
}

extension Column {
  /// Whether two values of one type are the same: numbers by their value, `NaN` as itself, JSON by its structure.
  func isSame(_ row: Int, as other: Column, _ otherRow: Int) -> Bool {
    guard isValid(row), other.isValid(otherRow) else { return isValid(row) == other.isValid(otherRow) }
    switch type {
    case .float32:
      let (mine, its): (Float, Float) = (value(row), other.value(otherRow))
      return mine == its || mine.isNaN && its.isNaN
    case .float64:
      let (mine, its): (Double, Double) = (value(row), other.value(otherRow))
      return mine == its || mine.isNaN && its.isNaN
    case .json: return Self.isSameJSON(text(row) ?? "", other.text(otherRow) ?? "")
    case .list:
      let (mine, its) = (elements(row), other.elements(otherRow))
      return mine.count == its.count
        && zip(mine, its).allSatisfy { children[0].isSame($0, as: other.children[0], $1) }
    case .map:
      let (mine, its) = (elements(row), other.elements(otherRow))
      // Of a map the order says nothing.
      return mine.count == its.count
        && mine.allSatisfy { entry in
          its.contains { children[0].isSame(entry, as: other.children[0], $0) }
        }
    case .structure:
      return zip(children, other.children).allSatisfy { $0.isSame(row, as: $1, otherRow) }
    default: return isEqual(row, to: other, otherRow)
    }
  }

  private static func isSameJSON(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    var problems = Problems()
    guard let mine = TreeBuilder.tree(of: a, file: "", nil, problems: &problems),
      let its = TreeBuilder.tree(of: b, file: "", nil, problems: &problems), problems.isEmpty
    else { return false }
    return mine.isSameJSON(as: its)
  }
}

extension Node {
  /// Whether two trees of JSON say the same: members in any order, numbers by their value.
  fileprivate func isSameJSON(as other: Node) -> Bool {
    switch (value, other.value) {
    case (.null, .null): return true
    case (.scalar(let mine), .scalar(let its)):
      if mine.isPlain != its.isPlain { return false }
      if mine.text == its.text { return true }
      guard mine.isPlain, let a = Double(mine.text), let b = Double(its.text) else { return false }
      // Whole numbers beyond what a double tells apart are the same only where their digits are.
      return a == b && (abs(a) < 9e15 || mine.text.contains { !$0.isNumber } || its.text.contains { !$0.isNumber })
    case (.sequence(let mine), .sequence(let its)):
      return mine.count == its.count && zip(mine, its).allSatisfy { $0.isSameJSON(as: $1) }
    case (.mapping(let mine), .mapping(let its)):
      return mine.count == its.count
        && mine.allSatisfy { entry in its.contains { $0.name == entry.name && entry.value.isSameJSON(as: $0.value) } }
    default: return false
    }
  }
}

import Columns
package import Specifications

/// `rename`: gives columns other names, all at once.
package struct RenameDeclaration: StepDeclaration {
  package static let name = "rename"
  static let kind = StepKind(
    Option(
      optional: name, .map(of: .column), "Gives columns other names: the old one, and behind it the new.",
      example: "{ Q: QUANTITY }"), RenameDeclaration.init)

  private let entries: [(old: ColumnName, new: ColumnName)]

  private init?(_ written: [Named<ColumnName>], _ problems: inout Problems) {
    entries = written.map { (ColumnName($0), $0.value) }
    let before = problems.errorCount
    for (number, entry) in entries.enumerated() {
      func isSame(_ a: ColumnName, _ b: ColumnName) -> Bool { a.text.lowercased() == b.text.lowercased() }
      if entries[..<number].contains(where: { isSame($0.new, entry.new) }) {
        problems.error(
          at: entry.new.place, end: entry.new.end,
          "two columns would be named `\(entry.new.text)`", mend: "give one of them another name")
      }
      if entries[..<number].contains(where: { isSame($0.old, entry.old) }) {
        problems.error(at: entry.old.place, "`\(entry.old.text)` is renamed twice", mend: "leave one out")
      }
    }
    guard problems.errorCount == before else { return nil }
  }

  package var columnsUsed: [String] { entries.map(\.old.text) }
  package var columnsMade: [String] { entries.map(\.new.text) }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var names = columns.schema.fields.map(\.name)
    var renamed: Set<Int> = []
    var isRight = true
    for (old, new) in entries {
      if columns.refuses(metadata: new, "made", &problems) { isRight = false }
      if columns.isUnknown(old.text), !columns.isUnknown(new.text) {
        problems.error(
          at: old.place, "`\(old.text)` is no column here, and `\(new.text)` is one",
          mend: "the old name comes first: `rename: { \(new.text): \(old.text) }`")
        isRight = false
        continue
      }
      switch columns.meaning(of: old, "renamed", &problems) {
      case .column(let index):
        names[index] = new.text
        renamed.insert(index)
      case .nothing: if columns.broken.contains(old.text.lowercased()) { columns.lose(new.text) }
      case .refused:
        isRight = false
        columns.lose(new.text)
      }
    }
    for (_, new) in entries {
      let same = names.indices.filter { names[$0].lowercased() == new.text.lowercased() }
      guard same.count > 1, same.contains(where: { renamed.contains($0) }) else { continue }
      problems.error(
        at: new.place, end: new.end, "there is a column `\(new.text)` already",
        mend: "drop that first, or choose another name")
      isRight = false
    }
    guard isRight else { return nil }
    let schema = Schema(
      zip(columns.schema.fields, names).map { Field($1, $0.type, isNullable: $0.isNullable, form: $0.form) })
    columns.schema = schema
    return RenameStep(schema: schema)
  }
}

private struct RenameStep: Step {
  let schema: Schema

  var name: String { RenameDeclaration.name }

  func run(_ batch: ColumnBatch) -> StepOutcome { StepOutcome(batch.with(schema: schema, columns: batch.columns)) }
}

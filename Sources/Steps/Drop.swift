import Columns
package import Specifications

/// `drop`: leaves some columns out.
package struct DropDeclaration: StepDeclaration {
  package static let name = "drop"
  static let kind = StepKind(
    Option(optional: name, .oneOrMore(of: .column), "Leaves the columns named out.", example: "[note]"),
    { names, _ in DropDeclaration(names: names) })

  private let names: [ColumnName]

  private init(names: [ColumnName]) { self.names = names }

  package var columnsUsed: [String] { names.map(\.text) }
  package var columnsMade: [String] { [] }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var dropped: Set<Int> = []
    var isRight = true
    for name in names {
      switch columns.meaning(of: name, "dropped", &problems) {
      case .column(let index): dropped.insert(index)
      case .nothing: continue
      case .refused: isRight = false
      }
    }
    guard isRight else { return nil }
    let kept = columns.schema.fields.indices.filter { !dropped.contains($0) }
    if let name = names.first, kept.allSatisfy({ Metadata.isName(columns.schema.fields[$0].name) }) {
      problems.error(
        at: name.place, end: name.end, "`drop` leaves no column", mend: "keep one, or `filter: false` all records")
      return nil
    }
    return ChosenColumns(DropDeclaration.name, kept, of: &columns)
  }
}

import Columns
package import Specifications

/// `select`: keeps some columns, in the order in which they are named.
package struct SelectDeclaration: StepDeclaration {
  package static let name = "select"
  static let kind = StepKind(
    Option(
      optional: name, .list(of: .column), "Keeps the columns named, in that order, and no others.",
      example: "[order_id, total]"), SelectDeclaration.init(_:at:_:))

  private let names: [ColumnName]

  private init?(_ names: [ColumnName], at place: Place, _ problems: inout Problems) {
    if names.isEmpty {
      problems.error(at: place, "`select` keeps no column", mend: "name those that go on")
      return nil
    }
    var taken: Set<String> = []
    for name in names where !taken.insert(name.text.lowercased()).inserted {
      problems.error(at: name.place, end: name.end, "`\(name.text)` is selected twice", mend: "leave one out")
      return nil
    }
    self.names = names
  }

  package var columnsUsed: [String] { names.map(\.text) }
  package var columnsMade: [String] { [] }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var kept: [Int] = []
    var isRight = true
    for name in names {
      switch columns.meaning(of: name, "selected", &problems) {
      case .column(let index): kept.append(index)
      case .nothing: continue
      case .refused: isRight = false
      }
    }
    guard isRight else { return nil }
    // Fields that no contract names are none of those named.
    return ChosenColumns(SelectDeclaration.name, kept, of: &columns, keepsUnknown: false)
  }
}

/// Some of a batch's columns, in an order, and its metadata behind them.
struct ChosenColumns: Step {
  let name: String
  let schema: Schema
  private let places: [Int]

  init(_ name: String, _ places: [Int], of columns: inout KnownColumns, keepsUnknown: Bool = true) {
    let fields = columns.schema.fields
    let metadata = fields.indices.filter { index in
      Metadata.isName(fields[index].name) && (keepsUnknown || fields[index].name != Metadata.unknown.rawValue)
    }
    self.name = name
    self.places = places.filter { !Metadata.isName(fields[$0].name) } + metadata
    schema = Schema(self.places.map { fields[$0] })
    columns.schema = schema
  }

  func run(_ batch: ColumnBatch) -> StepOutcome {
    StepOutcome(batch.with(schema: schema, columns: places.map { batch.columns[$0] }))
  }
}

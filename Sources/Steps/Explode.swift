import Columns
package import Specifications

/// `explode`: makes a row of each element of a list.
package struct ExplodeDeclaration: StepDeclaration {
  package static let name = "explode"
  static let kind = StepKind(
    Option(
      optional: name, .explosion,
      "Makes a row of each element of a list, under the list's name or another; a record with none counts as filtered.",
      example: "{ items: item }"), { explosion, _ in ExplodeDeclaration(explosion: explosion) })

  private let explosion: Explosion

  private init(explosion: Explosion) { self.explosion = explosion }

  package var columnsUsed: [String] { [explosion.list.text] }
  package var columnsMade: [String] { explosion.element.map { [$0.text] } ?? [] }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    let list = explosion.list
    if let element = explosion.element, columns.refuses(metadata: element, "made", &problems) { return nil }
    switch columns.meaning(of: list, "exploded", &problems) {
    case .refused: return nil
    case .nothing: return ChosenColumns(Self.name, Array(columns.schema.fields.indices), of: &columns)
    case .column(let index):
      let field = columns.schema.fields[index]
      guard case .list(let type) = field.type else {
        problems.error(
          at: list.place, end: list.end, "`\(field.name)` is \(field.type), and `explode` wants a list",
          mend: field.type == .text || field.type == .json
            ? "`cast: { \(field.name): list<text> }` before it makes one" : nil)
        return nil
      }
      let name = explosion.element?.text ?? field.name
      if let element = explosion.element, let taken = columns.schema.index(of: name), taken != index {
        problems.error(
          at: element.place, end: element.end, "there is a column `\(name)` already",
          mend: "drop that first, or choose another name")
        return nil
      }
      columns.schema = columns.schema.replacing(index, with: Field(name, type, form: field.form))
      return ExplodeStep(schema: columns.schema, place: index)
    }
  }
}

/// The list that is exploded, and what an element is called then.
struct Explosion: Sendable {
  let list: ColumnName
  /// Nil for the list's own name.
  let element: ColumnName?
}

extension ValueKind where Value == Explosion {
  /// A column, or a block of one column and its elements' name.
  static var explosion: Self {
    let wanted = "a column with a list, or `{ column: name }`"
    return ValueKind(wanted: wanted, shape: .either([.text, .map(.text)])) { node, reading in
      if let text = node.text, !text.isEmpty {
        return Explosion(list: ColumnName(text, at: node.place, end: node.end), element: nil)
      }
      guard let entries = node.entries, entries.count == 1, let name = entries[0].value.text, !name.isEmpty else {
        reading.misfit(
          node, wanted: wanted, mend: (node.entries?.count ?? 0) > 1 ? "a step of its own explodes each" : nil)
        return nil
      }
      let (key, value) = (entries[0].key, entries[0].value)
      return Explosion(
        list: ColumnName(entries[0].name, at: key.place, end: key.end),
        element: ColumnName(name, at: value.place, end: value.end))
    }
  }
}

private struct ExplodeStep: Step {
  let schema: Schema
  let place: Int

  var name: String { ExplodeDeclaration.name }

  func run(_ batch: ColumnBatch) -> StepOutcome {
    let list = batch.columns[place]
    var (rows, elements): ([Int32], [Int32]) = ([], [])
    var (empty, copied) = (0, 0)
    var failures: [RowFailure] = []
    let copies = batch.columns.indices.filter { $0 != place && !batch.columns[$0].isFixed }.map { batch.columns[$0] }
    let offsets = unsafe list.pointer(to: Int32.self)
    for row in 0..<list.count {
      let range = unsafe list.isValid(row) ? offsets[row]..<offsets[row + 1] : 0..<0
      if range.isEmpty {
        empty += 1
        continue
      }
      let (bytes, isBeyond) = copies.reduce(0) { $0 + $1.byteCount(row) }.multipliedReportingOverflow(by: range.count)
      guard !isBeyond, bytes <= Self.most - copied else {
        failures.append(
          RowFailure(
            row: row, message: "\(range.count) elements with a copy of the record each grow beyond 64 MiB in one batch",
            field: batch.schema.fields[place].name))
        continue
      }
      copied += bytes
      for element in range {
        rows.append(Int32(truncatingIfNeeded: row))
        elements.append(element)
      }
    }
    // The offsets were read through a pointer until here.
    withExtendedLifetime(list) {}
    let columns = batch.columns.indices.map { index in
      index == place ? list.children[0].gather(elements) : batch.columns[index].gather(rows)
    }
    let origins = Origins.listed(rows.map { Int32(truncatingIfNeeded: batch.origins[Int($0)]) }[...])
    return StepOutcome(
      ColumnBatch(schema: schema, columns: columns, count: rows.count, origins: origins),
      failures: failures.from(batch), filtered: empty)
  }

  /// How many bytes of other columns one batch may copy to its elements, as an expression may make of text.
  private static let most = 64 << 20
}

extension Column {
  /// Whether every value takes the same room.
  fileprivate var isFixed: Bool {
    switch type.layout {
    case .bits, .fixed: true
    case .variable, .list, .children: false
    }
  }

  /// How many bytes a row's value takes.
  fileprivate func byteCount(_ row: Int) -> Int {
    switch type.layout {
    case .bits: 1
    case .fixed(let width): width
    case .variable: unsafe bytes(row).count
    case .list: elements(row).reduce(0) { $0 + children[0].byteCount($1) }
    case .children: children.reduce(0) { $0 + $1.byteCount(row) }
    }
  }
}

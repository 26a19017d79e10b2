import Columns
import Engine
import Specifications

/// Something in which what came out of a test differs from what was wanted.
package struct TestDifference: Sendable, Equatable {
  /// Where: `record 2`, `record 2 of large`, `dead letter 1`, `filtered`.
  package let place: String
  /// The column, where it is about one.
  package let column: String
  package let wanted: String
  package let got: String
}

extension PipelineTests {
  /// All in which an outcome differs from what a test wants.
  package func differences(_ test: PipelineTest, _ outcome: TestOutcome) -> [TestDifference] {
    if let obstacle = outcome.obstacle {
      return [
        TestDifference(
          place: "the input", column: "", wanted: "to be read (\(obstacle.place.file):\(obstacle.place.line))",
          got: obstacle.message + (obstacle.mend.map { "; \($0)" } ?? ""))
      ]
    }
    var all: [TestDifference] = []
    if let stop = outcome.stop {
      all.append(TestDifference(place: "the pipeline", column: "", wanted: "to go on", got: stop.message))
    }
    if !test.saysAnything {
      all.append(
        TestDifference(
          place: "the test", column: "", wanted: "`out`, `dead_letters` or `filtered`",
          got: "nothing to compare with; `--update` writes what comes out"))
      return all
    }
    for list in test.records ?? [] { all += differences(list, outcome.rows[list.sink]) }
    all += differences(test.letters, outcome.letters)
    if let filtered = test.filtered, filtered != outcome.filtered {
      all.append(TestDifference(place: "filtered", column: "", wanted: "\(filtered)", got: "\(outcome.filtered)"))
    }
    return all
  }

  private func differences(_ wanted: WantedRecords, _ rows: [TestOutcome.RowPlace]) -> [TestDifference] {
    var all: [TestDifference] = []
    let of = bench.sinks.count == 1 ? "" : " of \(bench.sinks[wanted.sink].name)"
    for number in 0..<max(wanted.columns.count, rows.count) {
      let place = "record \(number + 1)\(of)"
      guard number < wanted.columns.count else {
        let got = ValueWriting(forJSON: false).record(rows[number], wanted.names)
        all.append(TestDifference(place: place, column: "", wanted: "no record", got: got))
        continue
      }
      guard number < rows.count else {
        let shown = wanted.columns[number].map { "\($0.name): \($0.shown(as: nil))" }.joined(separator: ", ")
        all.append(TestDifference(place: place, column: "", wanted: "{ \(shown) }", got: "no record"))
        continue
      }
      let row = rows[number]
      for column in wanted.columns[number] where !column.holds(of: row) {
        let field = row.column(column.name)?.field
        all.append(
          TestDifference(
            place: place, column: column.name, wanted: column.shown(as: field),
            got: row.shown(column.name) ?? "no such column"))
      }
    }
    return all
  }

  private func differences(_ wanted: [WantedLetter], _ letters: [DeadLetter]) -> [TestDifference] {
    (0..<max(wanted.count, letters.count)).compactMap { number in
      let want = number < wanted.count ? wanted[number] : nil
      let letter = number < letters.count ? letters[number] : nil
      if let want, let letter, want.holds(of: letter) { return nil }
      return TestDifference(
        place: "dead letter \(number + 1)", column: "", wanted: want.map(\.shown) ?? "no dead letter",
        got: letter.map { "\($0.message) (\($0.stage))" } ?? "no dead letter")
    }
  }
}

extension WantedRecords {
  /// The columns that any of the records names, in their order.
  var names: [String] {
    var names: [String] = []
    for column in columns.joined() where !names.contains(where: { $0.lowercased() == column.name.lowercased() }) {
      names.append(column.name)
    }
    return names
  }
}

extension WantedColumn {
  /// Whether a row has the value in the column.
  func holds(of place: TestOutcome.RowPlace) -> Bool {
    guard let (field, column, row) = place.column(name) else { return false }
    if let wanted = WrittenValue.column(value, as: field), wanted.isSame(0, as: column, row) { return true }
    // What the field's own way of writing loses, nobody can write.
    return !value.isNull && value.text == column.writtenText(row, field)
  }

  /// The value as people are shown it; that of a column as the column has it.
  func shown(as field: Field?) -> String {
    guard let field, let column = WrittenValue.column(value, as: field) else {
      return value.text.map { ValueWriting.shown($0, isText: value.scalar?.isPlain == false) } ?? value.asJSON
    }
    return ValueWriting.shown(column, 0, field)
  }
}

extension WantedLetter {
  func holds(of letter: DeadLetter) -> Bool {
    (message.map { letter.message.contains($0) } ?? true) && (stage.map { letter.stage == $0 } ?? true)
  }

  /// As people are shown it.
  var shown: String {
    let whole = message ?? "any message"
    return stage.map { "\(whole) (\($0))" } ?? whole
  }
}

extension TestOutcome.RowPlace {
  /// Values of the row, as a column that the sink writes has them: the column's field, the column, and the row in it.
  typealias Place = (field: Field, column: Column, row: Int)

  /// The column of that name that the sink writes, or else the unknown field; nil where there is neither.
  func column(_ name: String) -> Place? {
    if let index = batch.schema.index(of: name), !Metadata.isName(batch.schema.fields[index].name) {
      return (batch.schema.fields[index], batch.columns[index], row)
    }
    guard batch.column(Metadata.unknown.rawValue) != nil else { return nil }
    let field = Field(name, .json)
    return WrittenValue.column(unknown[name] ?? Node(.null, at: .nowhere), as: field).map { (field, $0, 0) }
  }

  /// What the sink writes of the row, by name.
  var names: [String] { batch.withoutMetadata.schema.fields.map(\.name) + (unknown.entries ?? []).map(\.name) }

  /// The fields that no contract names, where they are kept.
  private var unknown: Node {
    var problems = Problems()
    guard let text = batch.column(Metadata.unknown.rawValue)?.text(row) else { return [:] }
    return TreeBuilder.tree(of: text, file: "", nil, problems: &problems) ?? [:]
  }

  /// A column's value as people are shown it; nil where there is none of that name.
  func shown(_ name: String) -> String? {
    column(name).map { ValueWriting.shown($0.column, $0.row, $0.field) }
  }
}

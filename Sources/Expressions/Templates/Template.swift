package import Columns
package import Specifications

/// A template, parsed but not yet held against any columns.
package struct Template: Sendable {
  fileprivate enum Part: Sendable {
    case text(String)
    case expression(Expression)
  }

  /// The template as it was written, and where.
  package let source: TemplateText
  private let parts: [Part]

  /// Parses a template of a configuration; nil if an expression in it has a mistake, which is recorded at its place.
  package static func parse(_ source: TemplateText, _ problems: inout Problems) -> Template? {
    var parts: [Part] = []
    for part in source.parts {
      switch part {
      case .text(let text): parts.append(.text(text))
      case .expression(let text):
        if let expression = Expression.parse(text, &problems) { parts.append(.expression(expression.asText)) }
      }
    }
    return parts.count == source.parts.count ? Template(source: source, parts: parts) : nil
  }

  /// Holds the template against columns; nil if an expression in it doesn't fit them, which is recorded.
  package func checked(against schema: Schema, _ problems: inout Problems) -> CheckedTemplate? {
    var checked = CheckedTemplate(source, over: schema)
    var fits = true
    for part in parts {
      switch part {
      case .text(let text): checked.add(text)
      case .expression(let expression):
        do throws(ExpressionProblems) {
          try checked.add(expression)
        } catch {
          problems.add(error, in: expression.source)
          fits = false
        }
      }
    }
    return fits ? checked : nil
  }
}

/// A template held against a schema.
package struct CheckedTemplate: Sendable {
  enum Part: Sendable {
    case text(String)
    /// The result of that number.
    case filledIn(Int)
  }

  let source: TemplateText
  private var calculation: Calculation
  private var parts: [Part] = []
  /// How each expression is written, and whether its values are about a person.
  private var results: [(written: String, isPersonal: Bool)] = []

  fileprivate init(_ source: TemplateText, over schema: Schema) {
    self.source = source
    calculation = Calculation(over: schema)
  }

  fileprivate mutating func add(_ text: String) { parts.append(.text(text)) }

  fileprivate mutating func add(_ expression: Expression) throws(ExpressionProblems) {
    // The result's name is one that no column of a schema has, and shows nowhere.
    let field = try calculation.add(expression, as: "", type: .text)
    parts.append(.filledIn(results.count))
    results.append(("\(expression.source)", field.form.isPersonal))
  }

  /// Whether its texts follow from the columns alone, and neither from the time nor from chance.
  var isDetermined: Bool { calculation.isDetermined }

  /// Fills the template in for each row of a batch.
  package func fill(_ batch: ColumnBatch, at moment: EvaluationMoment = .now()) -> FilledTemplate {
    guard !results.isEmpty else {
      return FilledTemplate(parts: parts, results: [], columns: [], count: batch.count, failures: [])
    }
    let calculated = calculation.run(batch, at: moment)
    return FilledTemplate(
      parts: parts, results: results, columns: calculated.results, count: batch.count,
      failures: calculated.failures.map { RowFailure(row: $0.row, message: $0.message) })
  }
}

/// The texts that a template gives for the rows of a batch.
package struct FilledTemplate: Sendable {
  let parts: [CheckedTemplate.Part]
  let results: [(written: String, isPersonal: Bool)]
  /// What each expression gave.
  let columns: [Column]
  package let count: Int
  /// The rows in which an expression failed, ascending.
  package let failures: [RowFailure]

  /// The text of a row; nil where an expression in it is null.
  package func text(_ row: Int) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .text(let words): text += words
      case .filledIn(let number):
        guard let value = columns[number].text(row) else { return nil }
        text += value
      }
    }
    return text
  }

  /// The text of each row; null where an expression in it is.
  package var column: Column {
    var builder = TextBuilder(capacity: count)
    for row in 0..<count {
      guard columns.allSatisfy({ $0.isValid(row) }) else {
        builder.appendNull()
        continue
      }
      for part in parts {
        switch part {
        case .text(let words): builder.data.append(words)
        // The columns live as long as this value does.
        case .filledIn(let number): unsafe builder.data.append(columns[number].bytes(row))
        }
      }
      builder.finish()
    }
    return builder.column()
  }

  /// The first expression that is null in a row, as it is written.
  func null(in row: Int) -> String? {
    columns.firstIndex { !$0.isValid(row) }.map { results[$0].written }
  }

  /// Whether any of it is about a person.
  var isPersonal: Bool { results.contains(where: \.isPersonal) }

  /// Whether two rows have the same text, as far as can be told without making it.
  func isSame(_ row: Int, as other: Int) -> Bool {
    columns.allSatisfy { column in
      guard column.isValid(row), column.isValid(other) else { return false }
      // The columns live as long as this value does.
      return unsafe column.bytes(row).elementsEqual(column.bytes(other))
    }
  }
}

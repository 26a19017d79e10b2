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
    case filledIn(Result)
  }

  /// What an expression gives.
  struct Result: Sendable {
    /// The number of its column.
    let place: Int
    /// The expression as it is written.
    let written: String
    /// Whether its values are about a person.
    let isPersonal: Bool
  }

  let source: TemplateText
  private var calculation: Calculation
  private(set) var parts: [Part] = []
  private(set) var results: [Result] = []

  fileprivate init(_ source: TemplateText, over schema: Schema) {
    self.source = source
    calculation = Calculation(over: schema)
  }

  fileprivate mutating func add(_ text: String) { parts.append(.text(text)) }

  fileprivate mutating func add(_ expression: Expression) throws(ExpressionProblems) {
    // The result's name is one that no column of a schema has, and shows nowhere.
    let field = try calculation.add(expression, as: "", type: .text)
    let result = Result(
      place: results.count, written: "\(expression.source)", isPersonal: field.form.isPersonal)
    results.append(result)
    parts.append(.filledIn(result))
  }

  /// Whether its texts follow from the columns alone, and neither from the time nor from chance.
  var isDetermined: Bool { calculation.isDetermined }

  /// Fills the template in for each row of a batch.
  package func fill(_ batch: ColumnBatch, at moment: EvaluationMoment = .now()) -> FilledTemplate {
    guard !results.isEmpty else { return FilledTemplate(template: self, columns: [], count: batch.count, failures: []) }
    let calculated = calculation.run(batch, at: moment)
    return FilledTemplate(
      template: self, columns: calculated.results, count: batch.count,
      failures: calculated.failures.map { RowFailure(row: $0.row, message: $0.message) })
  }
}

/// The texts that a template gives for the rows of a batch.
package struct FilledTemplate: Sendable {
  private let template: CheckedTemplate
  /// What each expression gave.
  let columns: [Column]
  package let count: Int
  /// The rows in which an expression failed, ascending.
  package let failures: [RowFailure]

  fileprivate init(template: CheckedTemplate, columns: [Column], count: Int, failures: [RowFailure]) {
    self.template = template
    self.columns = columns
    self.count = count
    self.failures = failures
  }

  /// The text of a row; nil where an expression in it is null.
  package func text(_ row: Int) -> String? {
    var text = ""
    for part in template.parts {
      switch part {
      case .text(let words): text += words
      case .filledIn(let result):
        guard let value = columns[result.place].text(row) else { return nil }
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
      for part in template.parts {
        switch part {
        case .text(let words): builder.data.append(words)
        // The columns live as long as this value does.
        case .filledIn(let result): unsafe builder.data.append(columns[result.place].bytes(row))
        }
      }
      builder.finish()
    }
    return builder.column()
  }

  /// The first expression that is null in a row, as it is written.
  func null(in row: Int) -> String? {
    template.results.first { !columns[$0.place].isValid(row) }?.written
  }

  /// Whether any of it is about a person.
  var isPersonal: Bool { template.results.contains(where: \.isPersonal) }

  /// Whether two rows have the same text, as far as can be told without making it.
  func isSame(_ row: Int, as other: Int) -> Bool {
    columns.allSatisfy { column in
      guard column.isValid(row), column.isValid(other) else { return false }
      // The columns live as long as this value does.
      return unsafe TextSearch.isEqual(column.bytes(row), column.bytes(other))
    }
  }
}

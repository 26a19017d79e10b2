import Columns
package import Specifications

/// A SQL scalar expression, parsed but not yet held against any columns.
package struct Expression: Sendable {
  /// The expression as it was written, and where.
  package let source: ExpressionText
  let syntax: Syntax

  /// Parses an expression.
  package init(_ source: ExpressionText) throws(ExpressionProblem) {
    self.source = source
    syntax = try Parser.parse(source.text)
  }

  private init(_ source: ExpressionText, _ syntax: Syntax) {
    self.source = source
    self.syntax = syntax
  }

  /// The expression's value as text.
  package var asText: Expression {
    Expression(source, Syntax(.cast(syntax, to: .text, orNull: false), at: syntax.range))
  }

  /// Parses an expression that stands in no file.
  package init(_ text: String) throws(ExpressionProblem) { try self.init(ExpressionText(text)) }

  /// Parses an expression of a configuration; nil if it has a mistake, which is recorded at its place.
  package static func parse(_ source: ExpressionText, _ problems: inout Problems) -> Expression? {
    do throws(ExpressionProblem) {
      return try Expression(source)
    } catch {
      problems.add(error, in: source)
      return nil
    }
  }

  /// The columns that it names, as they are written, each once and in order.
  package var columnsUsed: [String] {
    var names: [String] = []
    collect(syntax, into: &names)
    return names
  }

  private func collect(_ syntax: Syntax, into names: inout [String]) {
    if case .name(let name, _) = syntax.kind, !names.contains(name) { names.append(name) }
    // It is made of a column that isn't written.
    let place = Metadata.record.rawValue
    if case .call(let name, _, _) = syntax.kind, name.lowercased() == "record_uuid", !names.contains(place) {
      names.append(place)
    }
    for part in syntax.parts { collect(part, into: &names) }
  }

  /// Whether it is nothing but a name, without quotes: perhaps a text off which YAML took the quotes.
  var isBareName: Bool {
    if case .name(_, isQuoted: false) = syntax.kind { true } else { false }
  }
}

extension Problems {
  /// Records a mistake of an expression at its place in the file.
  package mutating func add(_ problem: ExpressionProblem, in source: ExpressionText) {
    error(
      at: source.place(at: problem.range.lowerBound), end: source.place(at: problem.range.upperBound),
      source.masked(problem.message), mend: problem.mend.map(source.masked))
  }

  /// Records all mistakes of an expression.
  package mutating func add(_ problems: ExpressionProblems, in source: ExpressionText) {
    for problem in problems.all { add(problem, in: source) }
  }
}

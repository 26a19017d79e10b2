import Columns
import Contracts
import Engine
import Expressions
import Specifications

/// A contract chosen by record: an expression, and the contract for each of its values.
struct ContractChoice {
  let by: Expression
  let text: ExpressionText
  /// The contract's name for each value; nil where the value is the name.
  let map: [Named<String>]?
  let otherwise: Otherwise
  let otherwisePlace: Place

  enum Otherwise: Equatable {
    case deadLetter, drop
    case contract(String)
  }

  private static let by = Option(
    required: "by", .expression,
    "What chooses: an expression over what is known of the record before it is decoded, and `_value`.",
    example: "\"regexp_replace(_key, '[.][^.]*$', '')\"")
  private static let map = Option(
    optional: "map", .map(of: .text), "The contract for each value; without it, the value is the contract's name.",
    example: "{ allergies: patient_allergies, labs: patient_labs }")
  private static let otherwise = Option(
    "otherwise", .text, default: "dead_letter",
    "What becomes of a record whose value is null or chooses nothing: dead_letter, drop or a contract.",
    example: "drop")

  static let specification = Specification(
    "contract", "A contract chosen by record.", options: [by, map, otherwise])

  /// Whether a pipeline's contract is written as a choice.
  static func isWritten(_ node: Node) -> Bool {
    ["by", "map", "otherwise"].contains { node.entry($0) != nil }
  }

  static func read(_ node: Node, in context: ReadingContext, problems: inout Problems) -> ContractChoice? {
    guard let values = specification.read(node, in: context, problems: &problems),
      let by = Expression.parse(values[by], &problems)
    else { return nil }
    let last: Otherwise =
      switch values[otherwise] {
      case "dead_letter": .deadLetter
      case "drop": .drop
      case let name: .contract(name)
      }
    return ContractChoice(
      by: by, text: values[self.by], map: values[map], otherwise: last,
      otherwisePlace: values.place(of: otherwise))
  }

  /// A name that would be a field's is told why there is none yet.
  private static func explained(_ problem: ExpressionProblem, hasValue: Bool) -> ExpressionProblem {
    guard problem.message.hasSuffix("is no column here"), problem.mend?.hasPrefix("did you") != true else {
      return problem
    }
    let known = problem.mend?.split(separator: "; a text is").first
    let instead = hasValue ? "; a field of the record is `_value ->> 'name'`" : ""
    let mend = "a contract is chosen before fields are read" + (known.map { ": \($0)" } ?? "") + instead
    return ExpressionProblem(at: problem.range, problem.message, mend: mend)
  }

  /// What chooses a record's route, given the routes' contracts by name and what is known of records.
  func fork(
    _ routes: [String], over known: [Metadata], whole: (any Decoder)?, amongPersonal isPersonal: Bool,
    _ problems: inout Problems
  ) -> Fork? {
    let schema = Schema((known + (whole == nil ? [] : [.value])).map { $0.field(amongPersonal: isPersonal) })
    do throws(ExpressionProblems) {
      _ = try by.checked(against: schema, as: .text)
    } catch {
      for problem in error.all { problems.add(Self.explained(problem, hasValue: whole != nil), in: text) }
      return nil
    }
    let used = Set(by.columnsUsed.map { $0.lowercased() })
    let metadata = schema.fields.compactMap { Metadata(rawValue: $0.name) }.filter { used.contains($0.rawValue) }
    // The expression is checked again, over the columns that it uses: batches hold no others.
    let slimmed = Schema(metadata.map { $0.field(amongPersonal: isPersonal) })
    guard let slim = try? by.checked(against: slimmed, as: .text) else { return nil }
    let byName = Dictionary(routes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var byValue = byName
    if let map {
      byValue = Dictionary(map.compactMap { entry in byName[entry.value].map { (entry.name, $0) } }) { first, _ in first
      }
    }
    var rest: Int?
    if case .contract(let name) = otherwise { rest = byName[name] }
    let chooser = Chooser(expression: slim, routes: byValue, rest: rest, dropsOthers: otherwise == .drop)
    return Fork(metadata: metadata, whole: metadata.contains(.value) ? whole : nil, choose: chooser.choose)
  }
}

/// Chooses routes by the values of an expression.
private struct Chooser: Sendable {
  let expression: CheckedExpression
  let routes: [String: Int]
  /// The route of what has no other.
  let rest: Int?
  let dropsOthers: Bool

  @Sendable func choose(_ batch: ColumnBatch) -> [Fork.Choice] {
    let values = expression.evaluate(batch)
    var choices = (0..<batch.count).map { row -> Fork.Choice in
      let value = values.column.text(row)
      if let route = value.flatMap({ routes[$0] }) ?? rest { return .route(route) }
      if dropsOthers { return .drop }
      let shown = value.map { expression.isPersonal ? "«personal»" : "«\(ShortenedText.of($0))»" }
      return .failure(shown.map { "\($0) chooses no contract" } ?? "what chooses the contract is null")
    }
    for failure in values.failures {
      choices[failure.row] = .failure("what chooses the contract fails: \(failure.sentence)")
    }
    return choices
  }
}

/// All functions and operators, from which checking, evaluation and documentation come.
extension Function {
  /// Everything that an expression can call, in the order of the documentation.
  package static let catalogue: [Function] =
    words + TextFunctions.all + TextCharacters.all + TextPatterns.all + TextParts.all + BinaryText.all
    + NumberFunctions.all
    + NumberCurves.all + WholeNumbers.all + [BitOperators.xor] + TimeFunctions.all + TimeMaking.all + TimeDistance.all
    + IdentityFunctions.all + Intervals.functions + NestedFunctions.all + JSONFunctions.all

  /// The function or operator of a name, in small letters.
  package static func named(_ name: String) -> Function? { byName[name] }

  /// The functions that are called by a name.
  package static let names: [String] =
    catalogue.filter { $0.group != .operators }.flatMap { [$0.name] + $0.aliases }

  private static let byName = Dictionary(
    uniqueKeysWithValues: catalogue.flatMap { function in ([function.name] + function.aliases).map { ($0, function) } })

  /// Functions whose type is that of their arguments.
  private static let words: [Function] = [
    Function(
      "coalesce", .nulls, "The first value that isn't null.", example: "coalesce(null, 2, 3)", "2", .coalesce,
      arguments: "value, …"),
    Function(
      "nullif", .nulls, "The first value, or null where it is equal to the second.", example: "nullif(1, 2)",
      "1", .nullIf, arguments: "value, value"),
    Function(
      "greatest", .nulls, "The greatest value; nulls are passed over.", example: "greatest(1, null, 3)", "3",
      .greatest, arguments: "value, …"),
    Function(
      "least", .nulls, "The least value; nulls are passed over.", example: "least(1, null, 3)", "1", .least,
      arguments: "value, …"),
    Function(
      "if", .nulls, "The first value where a condition is true, else the second.", example: "if(2 > 1, 'a', 'b')", "a",
      arguments: "condition, value, value"
    ) { checker, operands, call in checker.conditional(operands, call) },
    Function(
      "iff", .nulls, "The same as `if`.", example: "iff(2 < 1, 'a', 'b')", "b", arguments: "condition, value, value"
    ) { checker, operands, call in checker.conditional(operands, call) },
    Function(
      "ifnull", .nulls, "The first value, or the second where it is null.", example: "ifnull(null, 2)", "2",
      arguments: "value, value"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call) else { return nil }
      return checker.call("coalesce", operands, at: call.range, call)
    },
  ]
}

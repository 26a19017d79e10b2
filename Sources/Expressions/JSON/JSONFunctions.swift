import Columns

/// The functions of JSON.
enum JSONFunctions {
  static let all: [Function] = [
    extraction(
      "json_extract", asText: false, "What is at a path of JSON, as JSON; `x -> 'path'` is the same.", "[1,2]"),
    extraction(
      "json_extract_string", asText: true,
      "What is at a path of JSON, as text: a string's content, anything else as it is written; `x ->> 'path'` is the same.",
      "[1,2]"),
    Function(
      "json_array_length", .nested, "How many elements a JSON array has; what is no array has 0.",
      example: "json_array_length('[1, 2]')", "2", arguments: "json[, 'path']"
    ) { checker, operands, call in
      checker.onJSON(operands, call, .int64, Kernel("json_array_length", JSONKernels.arrayLength))
    },
    Function(
      "json_type", .nested,
      "What a JSON value is: OBJECT, ARRAY, VARCHAR, UBIGINT, BIGINT, DOUBLE, BOOLEAN or NULL.",
      example: "json_type('[1, 2]')", "ARRAY", arguments: "json[, 'path']"
    ) { checker, operands, call in checker.onJSON(operands, call, .text, Kernel("json_type", JSONKernels.type)) },
    Function(
      "json_valid", .nested, "Whether a text is JSON.", example: "json_valid('{')", "false",
      [Overload([.text], .bool, JSONKernels.isValid), Overload([.json], .bool, JSONKernels.isValid)]),
    Function(
      "to_json", .nested, "The value as JSON; text becomes a string.", example: "to_json('a')", "\"a\"",
      arguments: "value"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 1, call), let operand = checker.settled(operands[0]) else { return nil }
      guard operand.type != .json else { return operand }
      guard !operand.type.holdsInterval else {
        checker.problem(
          at: operand.syntax.range, "an interval has no JSON of its own",
          mend: "write `cast(\(checker.written(operand.syntax)) as text)`")
        return nil
      }
      let kernel = Kernel("to_json(\(operand.type))") { _, arguments in
        Vector(arguments[0].column.asJSON(), isConstant: arguments[0].isConstant)
      }
      return checker.typed(checker.apply(kernel, [operand], .json), call)
    },
  ]

  private static func extraction(_ name: String, asText: Bool, _ sentence: String, _ result: String) -> Function {
    Function(
      name, .nested, sentence, example: #"\#(name)('{"a": [1, 2]}', '$.a')"#, result, arguments: "json, 'path'"
    ) { checker, operands, call in
      guard checker.hasCount(operands, 2, call) else { return nil }
      return checker.member(operands[0], operands[1], asText: asText, call)
    }
  }
}

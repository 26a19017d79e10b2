import Columns

// JSON: the ways into it.
extension Checker {
  /// `a -> b`, `a ->> b`
  mutating func member(_ a: Operand, _ b: Operand, asText: Bool, _ syntax: Syntax) -> Operand? {
    guard let document = document(a, asText ? "->>" : "->") else { return nil }
    let isIndex = b.type.isInteger
    guard isIndex || b.type == .text else {
      problem(
        at: b.syntax.range, "a path into JSON is a text or a whole number, and `\(written(b.syntax))` is \(b.type)",
        mend: castMend(b, to: [.text]))
      return nil
    }
    guard let path = convert(b, to: isIndex ? .int64 : .text) else { return nil }
    if !isIndex, let bytes = program.constant(path.node)?.bytes {
      do throws(JSONPath.Problem) {
        _ = try JSONPath(String(decoding: bytes, as: UTF8.self))
      } catch {
        problem(
          at: b.syntax.range, "this is no path into JSON: \(error.message)",
          mend: "a path is 'key', 0, '$.a.b[0]' or '/a/b/0'")
        return nil
      }
    }
    let kernel = JSONKernels.member(asText: asText, isIndex: isIndex)
    return typed(apply(kernel, [document, path], asText ? .text : .json, isNullable: true), syntax)
  }

  /// An operand as JSON: text is read as such.
  private mutating func document(_ operand: Operand, _ word: String) -> Operand? {
    if operand.type == .json { return operand }
    if operand.standing == .null { return convert(operand, to: .json) }
    guard operand.type == .text || operand.type.isNested, Conversions.canCast(from: operand.type, to: .json) else {
      problem(
        at: operand.syntax.range, "`\(word)` takes json, and `\(written(operand.syntax))` is \(operand.type)",
        mend: castMend(operand, to: [.json]))
      return nil
    }
    let node = apply(Casts.kernel(from: operand.type, to: .json, orNull: false), [operand], .json)
    if case .failing = program.nodes[node].operation, operand.standing == .textLiteral {
      problem(at: operand.syntax.range, "\(written(operand.syntax)) is no json", mend: #"JSON is written '{"a": 1}'"#)
      return nil
    }
    return typed(node, operand.syntax)
  }

  /// A function of a JSON value, or of what is at a path of it.
  mutating func onJSON(_ operands: [Operand], _ call: Syntax, _ type: ColumnType, _ kernel: Kernel) -> Operand? {
    guard operands.count == 2 || hasCount(operands, 1, call) else { return nil }
    let found =
      operands.count == 2
      ? member(operands[0], operands[1], asText: false, call) : document(operands[0], kernel.name)
    return found.map { typed(apply(kernel, [$0], type), call) }
  }

  /// Whether a call has so many arguments; records the problem where it hasn't.
  mutating func hasCount(_ operands: [Operand], _ count: Int, _ call: Syntax) -> Bool {
    if operands.count == count { return true }
    problem(
      at: call.range,
      "`\(written(call))` has \(operands.count) argument\(operands.count == 1 ? "" : "s"), and \(count) \(count == 1 ? "is" : "are") wanted"
    )
    return false
  }

  /// An operand as the type that it has where nothing else is wanted of it.
  mutating func settled(_ operand: Operand) -> Operand? { convert(operand, to: operand.type) }
}

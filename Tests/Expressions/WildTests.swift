import Columns
import Expressions
import Glibc
import TestSupport
import Testing

@Suite("Made-up expressions")
struct WildTests {
  @Test("whatever is put together of all functions, operators and types is refused or gives a value for each row")
  func wild() throws {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    print("expressions made up with OUZEL_SEED=\(seed)")
    var random = SeededRandom(seed: seed)
    let batch = JudgedTable(seed: seed).batch.slice(3..<40)
    let names = batch.schema.fields.map(\.name)
    var run = 0
    for _ in 0..<3000 {
      let text = Self.expression(depth: 3, names, &random)
      guard let expression = try? Expression(text),
        let checked = try? expression.checked(against: batch.schema)
      else { continue }
      run += 1
      let evaluated = checked.evaluate(batch, at: EvaluationMoment(microseconds: 1_748_779_200_000_000))
      try #require(evaluated.column.count == batch.count && evaluated.column.type == checked.type, "\(text)")
      for failure in evaluated.failures {
        try #require(failure.row < batch.count && !evaluated.column.isValid(failure.row), "\(text)")
      }
      // A part of the batch gives the same part of the results, but for what is drawn anew.
      guard !text.contains("uuid()") else { continue }
      let part = checked.evaluate(batch.slice(9..<20), at: EvaluationMoment(microseconds: 1_748_779_200_000_000))
      try #require(written(part.column) == Array(written(evaluated.column)[9..<20]), "\(text)")
    }
    #expect(run > 100)
  }

  private static let literals = [
    "1", "-1", "0", "2.5", "1e3", "'a'", "'%Y-%m-%d'", "'12'", "null", "true", "date '2020-02-29'", "interval '1 day'",
    "[1, 2]", "[]", "{'a': 1}", "map {'a': 1}", "timestamp '2020-01-01 10:00:00'", "time '10:00'", "''", "'$.a'",
    "18446744073709551615", "interval '1 month'", "'day'",
  ]
  private static let operators = [
    "+", "-", "*", "/", "//", "%", "^", "||", "=", "<>", "<", ">=", "and", "or", "&", "|", "<<", ">>", "->", "->>",
    "is distinct from", "like", "ilike", "in",
  ]
  private static let types = [
    "int8", "int64", "uint32", "float64", "decimal(12,2)", "decimal(38,10)", "text", "bytes", "json", "date", "time",
    "timestamp", "timestamp(local)", "uuid", "list<int32>", "list<text>", "map<text, text>", "struct<a: int64>", "bool",
    "interval",
  ]

  private static func expression(depth: Int, _ names: [String], _ random: inout SeededRandom) -> String {
    func part() -> String { expression(depth: depth - 1, names, &random) }
    switch depth == 0 ? random.below(3) : random.below(14) {
    case 0: return literals[random.below(literals.count)]
    case 1, 2: return names[random.below(names.count)]
    case 3, 4, 5: return "(\(part()) \(operators[random.below(operators.count)]) \(part()))"
    case 6: return "case when \(part()) is null then \(part()) else \(part()) end"
    case 7: return "\(["try_cast", "cast"][random.below(2)])(\(part()) as \(types[random.below(types.count)]))"
    case 8: return "coalesce(\(part()), \(part()))"
    case 9: return "\(part())[\(part())]"
    case 10: return "(\(part()) \(["is null", "is not true", "between 1 and 2", "in (1, 2, null)"][random.below(4)]))"
    default:
      let function = Function.catalogue[random.below(Function.catalogue.count)].name
      return "\(function)(\((0..<(1 + random.below(3))).map { _ in part() }.joined(separator: ", ")))"
    }
  }
}

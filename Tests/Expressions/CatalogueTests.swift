import Columns
import Expressions
import Testing

@Suite("The catalogue of functions")
struct CatalogueTests {
  @Test(
    "what a function can't give fails its record, and says why",
    arguments: [
      ("sqrt(x)", "-4", "sqrt(-4.0) has no value"), ("ln(x)", "0", "ln(0.0) has no value"),
      ("log(x, 8)", "1", "log(1.0, 8.0) has no value"), ("exp(x)", "1000", "exp(1000.0) goes beyond float64"),
      ("power(x, 400)", "10", "power(10.0, 400.0) goes beyond float64"),
      ("power(x, -1)", "0", "power(0.0, -1.0) has no value"), ("asin(x)", "2", "asin(2.0) has no value"),
      ("factorial(x)", "-1", "factorial(-1) has no value"), ("factorial(x)", "21", "factorial(21) goes beyond int64"),
      ("chr(x)", "55296", "there is no character 55296"), ("make_date(2018, x, 1)", "13", "there is no date 2018-13-1"),
      ("make_time(x, 0, 0)", "25", "there is no time 25:0:0.0"),
      ("to_timestamp(x * 1e15)", "10", "1e+16 seconds go beyond timestamp"),
      ("lcm(9223372036854775807, x)", "2", "lcm(9223372036854775807, 2) goes beyond int64"),
      ("repeat('abcdefgh', 100000000 * x)", "1", "the text grows beyond 64 MiB in one batch"),
      ("unhex(cast(x as text) || 'z')", "1", "«1z» is no hexadecimal number"),
      ("from_base64(cast(x as text))", "1", "«1» is no base64"),
      ("decode(unhex(cast(x as text)))", "195", "these bytes are no UTF-8"),
      ("strptime(cast(x as text), '%Y-%m-%d')", "7", "«7» isn't written as `%Y-%m-%d`"),
      ("regexp_matches(repeat('a', x) || '!', '^(a+)+$')", "60", "the pattern takes too long on this text"),
      ("regexp_replace('a', 'a', '\\' || cast(x as text))", "7", "the pattern has no group 7"),
      ("regexp_matches('a', cast(x as text) || '(')", "1", "the pattern «1(» is none: missing closing parenthesis"),
      ("date_diff(cast(x as text), date '2018-01-01', date '2018-01-01')", "1", "«1» is no part of time"),
    ])
  func failures(_ expression: String, _ value: String, _ message: String) throws {
    #expect(try results(expression, table(("x", .int32, [value, nil]))) == ["✗ " + message, "∅"])
  }

  @Test(
    "a mistake that can be seen beforehand is told beforehand",
    arguments: [
      (
        "regexp_matches(t, 'a(b')",
        "[regexp_matches(t, 'a(b')] 'a(b' is no pattern: missing closing parenthesis, behind `a(b`"
      ),
      (
        "regexp_matches(t, 'a', 'x')",
        "[regexp_matches(t, 'a', 'x')] `x` is no option of a pattern: there are i, c, s, l"
      ),
      (
        "regexp_matches(t, 'a', t)",
        "[regexp_matches(t, 'a', t)] the options of a pattern have to be a literal"
      ),
      (
        "regexp_extract(t, '(a)', 2)", "[regexp_extract(t, '(a)', 2)] the pattern has no group 2: the last is 1"
      ),
      (
        "regexp_replace(t, 'a', '\\1')", "[regexp_replace(t, 'a', '\\1')] the pattern has no group 1"
      ),
      (
        "regexp_replace(t, 'a', '\\')",
        "[regexp_replace(t, 'a', '\\')] behind `\\` a replacement has a digit or another `\\`"
      ),
      ("record_uuid()", "[record_uuid()] `record_uuid()` can't be known here: these records have no place in a source"),
      (
        "date_diff('day', time '10:00:00', time '11:00:00')",
        "[date_diff('day', time '10:00:00', time '11:00:00')] a time has no `day`"
      ),
      (
        "strptime(t, '%V')", "[strptime(t, '%V')] `%V`, a week, says no day: nothing can be read by it"
      ),
    ])
  func refusals(_ expression: String, _ mistake: String) {
    #expect(mistakes(expression, Schema([Field("t", .text)])) == [mistake])
  }

  @Test("a moment is the same for all records, and is the one that is given")
  func moment() throws {
    let batch = table(("x", .int32, ["1", "2"]))
    let moment = EvaluationMoment(microseconds: 1_528_475_165_000_000)
    for (expression, expected) in [
      ("now()", "2018-06-08 16:26:05"), ("current_timestamp", "2018-06-08 16:26:05"), ("current_date", "2018-06-08"),
      ("today()", "2018-06-08"), ("localtimestamp", "2018-06-08 16:26:05"), ("current_date - 1", "2018-06-07"),
    ] {
      let evaluated = try Expression(expression).checked(against: batch.schema).evaluate(batch, at: moment)
      #expect(written(evaluated.column) == [expected, expected], "\(expression)")
    }
  }

  @Test("a record's UUID is made of its place, and asks for it")
  func recordPlace() throws {
    let batch = table(("_record", .text, ["orders 0 42", "orders 1 7"]))
    #expect(
      try results("record_uuid()", batch)
        == ["6a9d0b75-6de9-567f-9fcf-7e0e85df7c8b", "0722bd59-2335-5e5f-b130-0e33841446c7"])
    #expect(try Expression("coalesce(id, record_uuid())").columnsUsed == ["id", "_record"])
  }

  @Test("each call of uuid gives each record another one, of version 4")
  func random() throws {
    let batch = table(("x", .int32, (0..<100).map(String.init)))
    let (a, b) = (try results("uuid()", batch), try results("uuid()", batch))
    #expect(Set(a + b).count == 200)
    #expect(a.allSatisfy { Array($0)[14] == "4" && "89ab".contains(Array($0)[19]) })
    #expect(try results("uuid() = uuid()", batch).allSatisfy { $0 == "false" })
  }

  @Test("hash is XXH64 of the text, whatever the type, and tells null from an empty text")
  func hash() throws {
    #expect(try result("hash('abc')") == "4952883123889572249")
    #expect(try result("hash(12) = hash('12')") == "true")
    #expect(try result("hash('a', null) = hash('a', '')") == "false")
    #expect(try result("hash('a', 'b') = hash('b', 'a')") == "false")
    #expect(try result("hash(encode('abc')) = hash('abc')") == "true")
  }

  @Test("a function's other names do the same", arguments: Function.catalogue.filter { !$0.aliases.isEmpty })
  func aliases(_ function: Function) throws {
    for alias in function.aliases {
      #expect(Function.named(alias)?.name == function.name)
      #expect(Function.names.contains(alias))
    }
  }

  @Test("words of SQL between arguments are understood, and their lack is told")
  func words() throws {
    #expect(try result("trim(both 'x' from 'xax')") == "a")
    #expect(try result("trim(trailing from ' a ')") == " a")
    #expect(try result("position('b' in 'abc') + 1") == "3")
    #expect(try result("substring('ouzel' from 2 for 3)") == "uze")
    #expect(mistakes("position('a', 'b')", Schema([])) == ["[,] `,` can't stand here; `in` is missing"])
    #expect(try Expression("current_date").columnsUsed == [])
    #expect(try Expression("\"current_date\"").columnsUsed == ["current_date"])
  }
}

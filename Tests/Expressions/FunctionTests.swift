import Columns
import Expressions
import Testing

@Suite("Functions")
struct FunctionTests {
  @Test("every function's example gives what it says", arguments: Function.catalogue)
  func examples(_ function: Function) throws {
    #expect(try result(function.example.expression) == function.example.result, "\(function.name)")
    #expect(function.sentence.hasSuffix("."))
    #expect(!function.signatures.isEmpty)
  }

  @Test(
    "texts",
    arguments: [
      ("left('héllo', 2)", "hé"), ("left('héllo', -2)", "hél"), ("right('héllo', 2)", "lo"),
      ("right('héllo', -2)", "llo"),
      ("left('ab', -5)", ""), ("right('ab', -5)", ""), ("left('ab', 9)", "ab"), ("right('ab', 9)", "ab"),
      ("substring('hello', 2, 3)", "ell"), ("substring('hello', 0, 3)", "he"), ("substring('hello', -2, 2)", "lo"),
      ("substring('hello', 2)", "ello"), ("substring('hello', 2, -1)", "h"), ("substring('hello', 0)", "hello"),
      ("substring('hello', -3)", "llo"), ("substring('hello', -10, 3)", ""), ("substring('hello', -10, 7)", "he"),
      ("substring('hello', 9, -6)", "llo"), ("substring('hello', -2, -2)", "el"), ("length('héllo')", "5"),
      ("reverse('héllo')", "olléh"), ("replace('aaa', '', 'x')", "aaa"), ("replace('aaa', 'a', 'bb')", "bbbbbb"),
      ("replace('abc', 'b', '')", "ac"), ("strpos('hello', 'l')", "3"), ("strpos('hello', '')", "1"),
      ("strpos('héllo', 'l')", "3"), ("strpos('a', 'abc')", "0"), ("split_part('a,b,c', ',', -1)", "c"),
      ("split_part('a,b,c', ',', 9)", ""), ("split_part('a,b,c', ',', 0)", ""), ("split_part('abc', '', 2)", "b"),
      ("split_part('a,b,c', ',', -9)", ""), ("split_part('a,b,c', ',', -3)", "a"), ("lpad('hi', 5, 'xy')", "xyxhi"),
      ("lpad('hello', 3, 'x')", "hel"), ("rpad('hi', 5, 'xy')", "hixyx"), ("lpad('hi', -1, 'x')", ""),
      ("rpad('héllo', 7, 'ö')", "hélloöö"), ("trim('xxaxx', 'x')", "a"), ("ltrim('xyaxy', 'yx')", "axy"),
      ("trim('\u{a0} a\t')", "a\t"), ("upper('straße ÄÖ')", "STRAẞE ÄÖ"), ("lower('ÀÉ İ')", "àé i"),
      ("contains('hello', '')", "true"), ("starts_with('', '')", "true"), ("ends_with('abc', 'abcd')", "false"),
      ("concat(1.5, true, date '2018-01-01')", "1.5true2018-01-01"), ("concat(null)", ""), ("concat_ws('-', null)", ""),
      ("concat_ws(null, 'a')", "∅"), ("1 || 2", "12"), ("date '2018-06-08' || ''", "2018-06-08"),
      ("timestamp '2018-06-08T16:26:00Z' || ''", "2018-06-08 16:26:00"), ("'a' || null", "∅"),
    ])
  func texts(_ expression: String, _ expected: String) throws { #expect(try result(expression) == expected) }

  @Test(
    "like and ilike",
    arguments: [
      ("'canceled' like 'canc%'", "true"), ("'canceled' like '%led'", "true"), ("'canceled' like '%nce%'", "true"),
      ("'canceled' like 'c%c%d'", "true"), ("'canceled' like 'c_nceled'", "true"), ("'é' like '_'", "true"),
      ("'é' like '__'", "false"), ("'' like ''", "true"), ("'' like '%'", "true"), ("'' like '_'", "false"),
      ("'a%' like 'a\\%'", "false"), ("'a_b' like 'a\\_b' escape '\\'", "true"),
      ("'axb' like 'a\\_b' escape '\\'", "false"),
      ("'ABC' ilike 'a%'", "true"), ("'AÉ' ilike 'aé'", "true"), ("'ab' like 'a%b%'", "true"),
      ("'aab' like '%ab'", "true"),
      ("'a' like 'b'", "false"), ("'abcabd' like '%ab_'", "true"), ("'x' not ilike 'Y'", "true"),
    ])
  func likeness(_ expression: String, _ expected: String) throws {
    #expect(try result(expression) == expected)
    // The same with texts and patterns that differ by row.
    let parts = expression.split(separator: "'", omittingEmptySubsequences: false)
    guard parts.count == 5 else { return }
    let batch = table(("t", .text, [String(parts[1])]), ("p", .text, [String(parts[3])]))
    #expect(try results("t\(parts[2])p", batch) == [expected])
    #expect(try results("t\(parts[2])'\(parts[3])'", batch) == [expected])
  }

  @Test(
    "numbers",
    arguments: [
      ("5 / 2", "2.5"), ("5 // 2", "2"), ("-7 // 2", "-3"), ("-7 % 3", "-1"), ("5 % -3", "2"), ("7.5 % 2", "1.5"),
      ("round(2.5)", "3"), ("round(-2.5e0)", "-3.0"), ("round(1234, -2)", "1200"), ("round(25, -1)", "30"),
      ("round(-25, -1)", "-30"), ("round(1e300, 400)", "1e+300"), ("round(2.345, 2)", "2.35"),
      ("round(1234.5, -2)", "1200"), ("floor(5)", "5.0"), ("ceil(-0.5)", "0"), ("ceil(-0.5e0)", "-0.0"),
      ("sign(-5.5)", "-1"),
      ("abs(-5)", "5"),
      ("mod(-7, 3)", "-1"), ("cast(2.5 as int)", "3"), ("cast(2.5e0 as int)", "2"), ("cast(-2.5 as int)", "-3"),
      ("cast(true as int)", "1"), ("cast(5 as bool)", "true"), ("cast(0.0 as bool)", "false"), ("cast(7 as text)", "7"),
      ("1 + 2.5", "3.5"), ("2147483648 + 1", "2147483649"), ("-9223372036854775808", "-9223372036854775808"),
      ("18446744073709551615 - 1", "18446744073709551614"), ("1_000 + 1", "1001"), (".5 + 1.", "1.5"),
      ("1e3", "1000.0"),
      ("cast('nan' as float64) = cast('nan' as float64)", "true"), ("cast('nan' as float64) > 1e300", "true"),
      ("greatest(1, 2.5)", "2.5"), ("least(3, 2, null)", "2"), ("300 = cast(3 as int8)", "false"),
      ("cast(1 as uint8) = -1", "false"),
    ])
  func numbers(_ expression: String, _ expected: String) throws { #expect(try result(expression) == expected) }

  @Test(
    "numbers keep the narrowest type that holds them",
    arguments: [
      ("small + 1", ColumnType.int8), ("small + 300", .int32), ("small + medium", .int16), ("small + unsigned", .int16),
      ("whole + 1", .int32), ("whole + 3000000000", .int64), ("single + whole", .float32), ("single + 1.5", .float32),
      ("whole / 2", .float64), ("single / single", .float32), ("whole // 2", .int32), ("hour(moment)", .int64),
      ("coalesce(small, 1)", .int8), ("case when true then small else 300 end", .int32), ("-unsigned", .int16),
      ("date_trunc('day', moment)", .timestamp), ("day + 1", .date), ("day - day", .int64),
      ("case when true then day else moment end", .timestamp), ("null", .text), ("epoch(day)", .float64),
    ])
  func types(_ expression: String, _ expected: ColumnType) throws {
    let schema = Schema([
      Field("small", .int8), Field("medium", .int16), Field("whole", .int32), Field("unsigned", .uint8),
      Field("single", .float32), Field("moment", .timestamp), Field("day", .date),
    ])
    #expect(try Expression(expression).checked(against: schema).type == expected)
  }

  @Test(
    "times",
    arguments: [
      ("dayofweek(date '2024-01-07')", "0"), ("dayofweek(timestamp '1969-12-31 23:00:00')", "3"),
      ("hour(timestamp '1969-12-31 23:00:00.5')", "23"), ("second(timestamp '1969-12-31 23:00:59.5')", "59"),
      ("year(timestamp '0001-01-01 00:00:00')", "1"), ("dayname(date '2018-06-08')", "Friday"),
      ("left(dayname(date '2018-06-08'), 3)", "Fri"), ("monthname(date '2018-12-31')", "December"),
      ("quarter(date '2018-12-31')", "4"), ("week(date '2018-01-01')", "1"),
      ("extract(second from timestamp '2018-06-08 16:26:01.5')", "1"),
      ("date_part('dow', date '2018-01-07')", "0"), ("epoch(timestamp '2018-06-08 16:26:01.5')", "1528475161.5"),
      ("date_trunc('week', timestamp '2018-06-08 16:26:00')", "2018-06-04 00:00:00"),
      ("date_trunc('quarter', timestamp '2018-06-08 16:06:01.5')", "2018-04-01 00:00:00"),
      ("date_trunc('DAYS', timestamp '2018-06-08 16:06:01.5')", "2018-06-08 00:00:00"),
      ("date_trunc('hour', timestamp '1969-12-31 23:30:00')", "1969-12-31 23:00:00"),
      ("date_trunc('millisecond', timestamp '2018-06-08 16:06:01.5678')", "2018-06-08 16:06:01.567"),
      ("date_trunc('month', date '2018-06-08')", "2018-06-01 00:00:00"), ("hour(date '2018-06-08')", "0"),
      ("strftime(timestamp '2018-06-08 16:06:01.5', '%y %j %a %A %b %B %p %I')", "18 159 Fri Friday Jun June PM 04"),
      ("strftime(timestamp '2018-06-08 16:06:01.5', '%-d %-m %-H %-I %-M %-S %-j %-y')", "8 6 16 4 6 1 159 18"),
      ("strftime(timestamp '2018-06-08 16:06:01.5', '%f %g %n')", "500000 500 500000000"),
      ("strftime(timestamp '2018-06-08 16:06:01.5', '%% %u %w %U %W %V %G')", "% 5 5 22 23 23 2018"),
      ("strftime(timestamp '2018-06-08 16:06:01.5', '%x %X %c')", "2018-06-08 16:06:01 2018-06-08 16:06:01"),
      ("strftime('%Y', date '2018-01-01')", "2018"), ("date '2018-01-31' + 1", "2018-02-01"),
      ("date '2018-03-01' - date '2018-02-01'", "28"), ("date '2018-01-01' = timestamp '2018-01-01 00:00:00'", "true"),
      ("timestamp '2018-06-08 16:26:00+02'", "2018-06-08 14:26:00"),
      ("cast(timestamp '1969-12-31 23:00:00' as date)", "1969-12-31"),
      ("date '2018-01-02' > '2018-01-01'", "true"),
    ])
  func times(_ expression: String, _ expected: String) throws { #expect(try result(expression) == expected) }

  @Test(
    "comparisons of every type",
    arguments: [
      (ColumnType.int8, "-5", "3"), (.uint8, "5", "200"), (.int16, "-300", "300"), (.uint16, "5", "60000"),
      (.int32, "-70000", "70000"), (.uint32, "5", "4000000000"), (.int64, "-5", "5000000000"),
      (.uint64, "5", "18446744073709551615"), (.float32, "-1.5", "2"), (.float64, "-1e300", "nan"),
      (.text, "abc", "abd"),
      (.text, "ab", "abc"), (.text, "delivered", "delivered!"), (.date, "1969-12-31", "2018-01-01"),
      (.timestamp, "1969-12-31 23:00:00", "2018-01-01 00:00:00"), (.bool, "false", "true"),
      (.uuid, "0b1f4a2e-0000-4000-8000-00000000abcd", "fb1f4a2e-0000-4000-8000-00000000abc0"),
      (.time, "01:00:00", "02:00:00"),
    ])
  func comparisons(_ type: ColumnType, _ low: String, _ high: String) throws {
    let batch = table(("a", type, [low, high, low, nil]), ("b", type, [high, low, low, low]))
    let expected = [
      "=": "f f t ∅", "<>": "t t f ∅", "<": "t f f ∅", "<=": "t f t ∅", ">": "f t f ∅", ">=": "f t t ∅",
      "is distinct from": "t t f t",
    ]
    for (comparison, rows) in expected {
      let found = try results("a \(comparison) b", batch).map { $0 == "∅" ? $0 : String($0.prefix(1)) }
      #expect(found.joined(separator: " ") == rows, "\(type) \(comparison)")
    }
    // Against a constant, on either side, as against a column of it.
    let constant = table(("a", type, [low, high, nil]), ("b", type, [low, low, low]))
    for comparison in expected.keys {
      let literal = "cast('\(low)' as \(type))"
      #expect(try results("a \(comparison) \(literal)", constant) == results("a \(comparison) b", constant))
      #expect(try results("\(literal) \(comparison) a", constant) == results("b \(comparison) a", constant))
    }
  }

  @Test("a long list is looked up")
  func membership() throws {
    let items = (0..<50).map { "'s\($0)'" }.joined(separator: ", ")
    let batch = table(("t", .text, ["s3", "x", nil]))
    #expect(try results("t in (\(items))", batch) == ["true", "false", "∅"])
    #expect(try results("t not in (\(items))", batch) == ["false", "true", "∅"])
    #expect(try results("t in (\(items), null)", batch) == ["true", "∅", "∅"])
  }

  @Test("names are met without regard to case, and exactly in quotes")
  func names() throws {
    let batch = table(("Total", .int32, ["1"]), ("case", .int32, ["2"]))
    #expect(try results("tOTAL + \"case\"", batch) == ["3"])
    #expect(mistakes("\"total\"", batch.schema) == ["[\"total\"] `total` is no column here; did you mean `Total`?"])
  }
}

import Columns
import Expressions
import Specifications
import Testing

@Suite("Mistakes")
struct MistakeTests {
  private let schema = Schema([
    Field("order_id", .uuid), Field("order_status", .text), Field("placed", .timestamp), Field("total", .float64),
    Field("quantity", .int32), Field("small", .int8), Field("big", .uint64), Field("paid", .bool), Field("day", .date),
    Field("note", .json), Field("blob", .bytes),
  ])

  @Test(
    "a mistake is told at its place, with its mend",
    arguments: [
      ("", "[] an expression is missing"),
      ("order_sttus = 'x'", "[order_sttus] `order_sttus` is no column here; did you mean `order_status`?"),
      ("hoour(placed)", "[hoour] `hoour` is no function; did you mean `hour`?"),
      ("nvl(total, 0)", "[nvl] `nvl` is no function; did you mean `coalesce`?"),
      ("_offset + 1", "[_offset] `_offset` is nothing that this source has; records of a topic have it"),
      ("_row + 1", "[_row] `_row` is nothing that this source has; records of messages of a topic have it"),
      ("_params IS NULL", "[_params] `_params` is not in this build yet"),
      (
        "hour(order_status)",
        "[order_status] `hour` takes timestamp, timestamp(local), date, time or interval, and `order_status` is text; write `cast(order_status as timestamp)`"
      ),
      (
        "hour(order_id)",
        "[order_id] `hour` takes timestamp, timestamp(local), date, time or interval, and `order_id` is uuid"
      ),
      (
        "order_status + 1",
        "[order_status] `+` takes a number or date, and `order_status` is text; write `cast(order_status as int64)`"
      ),
      (
        "order_id = order_status",
        "[order_id = order_status] `order_id` is uuid and `order_status` is text, which can't be compared; write `cast(order_status as uuid)`"
      ),
      (
        "quantity = order_status",
        "[quantity = order_status] `quantity` is int32 and `order_status` is text, which can't be compared; write `cast(order_status as int32)`"
      ),
      (
        "placed > quantity",
        "[placed > quantity] `placed` is timestamp and `quantity` is int32, which can't be compared; write `cast(placed as text)` and `cast(quantity as text)`"
      ),
      (
        "placed > 'yesterday'",
        "['yesterday'] 'yesterday' is no timestamp; a timestamp is written '2018-06-08 16:26:00'"
      ),
      ("date '2018-02-30'", "['2018-02-30'] '2018-02-30' is no date; a date is written '2018-06-08'"),
      ("cast('abc' as int)", "[cast('abc' as int)] «abc» is no int32"),
      (
        "cast(paid as timestamp)",
        "[cast(paid as timestamp)] `paid` is bool, which can't become timestamp; bool can become text"
      ),
      (
        "cast(total as decimal(12,20))",
        "[decimal(12,20)] `decimal(12,20)` can't be: a decimal has 1 to 38 digits, of which some are behind the point; for instance `decimal(12,2)`"
      ),
      ("cast(total as flot64)", "[flot64] `flot64` is no type; did you mean `float64`?"),
      ("quantity and paid", "[quantity] `and` wants a condition, and `quantity` is int32; write `quantity <> 0`"),
      (
        "not order_status",
        "[order_status] `not` wants a condition, and `order_status` is text; compare it with something"
      ),
      (
        "case when quantity then 1 end",
        "[quantity] `when` wants a condition, and `quantity` is int32; write `quantity <> 0`"
      ),
      (
        "case when paid then 1 else order_status end",
        "[1 else order_status] `1` is int32 and `order_status` is text, and the results of `case` need one type; write `cast(order_status as int32)`"
      ),
      (
        "left(order_status)",
        "[left(order_status)] `left` takes 2 arguments, and here is 1; for instance `left('ouzel', 2)`"
      ),
      (
        "concat()", "[concat()] `concat` takes at least 1 argument, and here are 0; for instance `concat('a', null, 1)`"
      ),
      ("quantity like 'a'", "[quantity] `like` wants text, and `quantity` is int32; write `cast(quantity as text)`"),
      (
        "note = 'a'",
        "[note = 'a'] `note` is json and `'a'` is text, which can't be compared; write `cast(note as text)`"
      ),
      ("extract(hours_ from placed)", "[hours_] `hours_` is no part of a date or time; did you mean `hours`?"),
      (
        "date_trunc('mnth', placed)",
        "[date_trunc('mnth', placed)] `mnth` is no part of time: there are `microsecond`, `millisecond`, `second`, `minute`, `hour`, `day`, `week`, `month`, `quarter`, `year`, `isoyear`, `decade`, `century` and `millennium`"
      ),
      (
        "strftime(placed, '%Q')",
        "[strftime(placed, '%Q')] `%Q` is no part of a format: there are %Y %m %d %H %M %S %y %j %a %A %b %B %p …"
      ),
      ("total >", "[] the expression ends here; a value is missing"),
      ("(total", "[] the expression ends here; `)` is missing"),
      ("total total", "[total] `total` can't stand here; an operator is missing before it"),
      ("a = 1 = 2", "[a = 1 =] comparisons can't be chained; write `a < b and b < c`, or parentheses"),
      ("'abc", "['abc] this text has no end; close it by '"),
      ("1 && 2", "[&&] `&&` is no operator of SQL; write `and`"),
      ("!paid", "[!] `!` is no operator of SQL; write `not`"),
      ("‘late’", "[‘] `‘` is a quote of word processors; write '"),
      (
        "note -> paid",
        "[paid] a path into JSON is a text or a whole number, and `paid` is bool; write `cast(paid as text)`"
      ),
      (
        "note -> '$.a[*]'",
        "['$.a[*]'] this is no path into JSON: `*` stands for many values, and one is wanted; a path is 'key', 0, '$.a.b[0]' or '/a/b/0'"
      ),
      (
        "note.a",
        "[note.a] `.` takes a field of a struct, and `note` is json; write `note -> 'a'`, or `->>` for its text"
      ),
      ("5 -- 3", "[--] comments can't stand in an expression; to subtract a negative, write `- -`"),
      ("count(*)", "[*] `*` can't stand here: an expression sees one record at a time"),
      (
        "2x + 1",
        "[2x] `2x` is neither a number nor a name; a name that begins with a digit stands in double quotes, a text in single ones"
      ),
      ("case when paid then 1", "[] the expression ends here; `end` is missing"),
      ("end", "[end] `end` is a word of SQL and can't stand here; a column of that name is \"end\""),
      (
        "interval '1 day'",
        "[interval '1 day'] an interval can't be a column; write `epoch(…)` for its seconds, or `cast(… as text)`"
      ),
      (
        "interval '1 dya'",
        "['1 dya'] '1 dya' is no interval; an interval is written '1 day 02:00:00' or '3 months'"
      ),
      (
        "999999999999999999999999999999999999999",
        "[999999999999999999999999999999999999999] `999999999999999999999999999999999999999` has more than the 38 digits of a decimal; write it as a float64: `999999999999999999999999999999999999999e0`"
      ),
      ("day + 1.5", "[day + 1.5] `+` doesn't take date and decimal(2,1) together"),
      (
        "placed at time zone 'Europe/Wien'",
        "['Europe/Wien'] `Europe/Wien` is no time zone; did you mean `Europe/Vienna`?"
      ),
      (
        "placed + 5",
        "[placed + 5] `+` doesn't take timestamp and int32 together; write `interval (5) day`"
      ),
      ("quantity & 1.5", "[1.5] `&` takes whole numbers, and `1.5` is decimal(2,1); write `cast(1.5 as int64)`"),
      ("[1, 'a']", "['a'] 'a' is no int32; an int32 is written 12, without quotes"),
      ("{'a': 1, 'A': 2}", "['A'] the field `A` is there twice"),
      ("{'size': 1}.siez", "[{'size': 1}.siez] `{'size': 1}` has no field `siez`; did you mean `size`?"),
      ("list_contains(quantity, 1)", "[quantity] `list_contains` takes a list, and `quantity` is int32"),
      ("[1, 2]['a']", "['a'] a place in a list is a whole number, and `'a'` is text; write `cast('a' as int64)`"),
      (
        "cast(placed as list<int>)",
        "[cast(placed as list<int>)] `placed` is timestamp, which can't become list<int32>; timestamp can become text"
      ),
    ])
  func told(_ expression: String, _ expected: String) {
    #expect(mistakes(expression, schema) == [expected])
  }

  @Test("all mistakes of an expression are told, not the first alone")
  func collected() {
    #expect(mistakes("totl > 0 and hoour(placd) = 3 and quantity", schema).count == 4)
  }

  @Test("a mistake stands at its line and column of the file")
  func places() throws {
    let source = ExpressionText("total > 0 and sttus = 'x'", at: Place(file: "a.yaml", line: 7, column: 11))
    let expression = try Expression(source)
    var problems = Problems()
    do throws(ExpressionProblems) {
      _ = try expression.checked(against: Schema([Field("total", .float64), Field("status", .text)]))
    } catch { problems.add(error, in: source) }
    #expect(problems.all.map(\.place.description) == ["a.yaml:7:25"])
    #expect(problems.all.map(\.sentence) == ["`sttus` is no column here; did you mean `status`?"])
  }

  @Test("a text off which YAML took the quotes is recognised")
  func unquoted() throws {
    let scalar = Scalar("late", at: .nowhere, style: .singleQuoted)
    let expression = try Expression(ExpressionText(scalar, at: .nowhere))
    #expect(throws: ExpressionProblems.self) { try expression.checked(against: schema) }
    do throws(ExpressionProblems) { _ = try expression.checked(against: schema) } catch {
      #expect(
        error.all[0].sentence == "`late` is no column here; YAML took the quotes off: a text is written \"'late'\"")
    }
  }

  @Test("a result of the wrong type is told")
  func resultType() throws {
    let expression = try Expression("quantity + 1")
    do throws(ExpressionProblems) { _ = try expression.checked(against: schema, as: .bool) } catch {
      #expect(error.all[0].sentence == "a condition is wanted, and `quantity + 1` is int32; write `quantity + 1 <> 0`")
    }
    #expect(try expression.checked(against: schema, as: .int64).type == .int64)
  }
}

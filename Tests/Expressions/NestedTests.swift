import Columns
import Expressions
import Testing

@Suite("Nested values")
struct NestedTests {
  private let batch = table(
    ("l", .list(.int32), ["[1,2,3]", "[]", nil, "[null,5]"]),
    ("m", .map(.int64), ["{\"a\":1,\"b\":2}", "{}", nil, "{\"a\":null}"]),
    (
      "s", .structure([Field("x", .int32), Field("Y", .list(.text))]),
      ["{\"x\":1,\"Y\":[\"a\",\"b\"]}", "{\"x\":null,\"Y\":[]}", nil, "{\"x\":4,\"Y\":null}"]
    ),
    ("i", .int32, ["1", "2", "3", "-1"]))

  @Test(
    "lists, maps and structs are gone into",
    arguments: [
      ("l[1]", ["1", "∅", "∅", "∅"]), ("l[-1]", ["3", "∅", "∅", "5"]), ("l[i]", ["1", "∅", "∅", "5"]),
      ("l[0]", ["∅", "∅", "∅", "∅"]), ("l[2:]", ["[2,3]", "[]", "∅", "[5]"]), ("l[:1]", ["[1]", "[]", "∅", "[null]"]),
      ("l[-2:-1]", ["[2,3]", "[]", "∅", "[null,5]"]), ("len(l)", ["3", "0", "∅", "2"]),
      ("length(m)", ["2", "0", "∅", "1"]),
      ("m['a']", ["1", "∅", "∅", "∅"]), ("map_keys(m)", ["[\"a\",\"b\"]", "[]", "∅", "[\"a\"]"]),
      ("map_values(m)[1]", ["1", "∅", "∅", "∅"]), ("element_at(m, 'a')", ["[1]", "[]", "∅", "[]"]),
      ("map_contains(m, 'a')", ["true", "false", "∅", "true"]), ("s.x", ["1", "∅", "∅", "4"]),
      ("s.y[2]", ["b", "∅", "∅", "∅"]), ("s['x'] + 1", ["2", "∅", "∅", "5"]),
      ("s.x is null", ["false", "true", "true", "false"]),
      ("list_contains(l, 5)", ["false", "false", "∅", "true"]), ("i in l", ["true", "false", "∅", "false"]),
      ("l || [9]", ["[1,2,3,9]", "[9]", "∅", "[null,5,9]"]), ("array_to_string(l, '-')", ["1-2-3", "", "∅", "5"]),
      ("list_position(l, 5)", ["∅", "∅", "∅", "2"]), ("list_sort(l || [0])", ["[0,1,2,3]", "[0]", "∅", "[0,5,null]"]),
      ("list_distinct(l || l)", ["[1,2,3]", "[]", "∅", "[5]"]), ("[i, i + 1]", ["[1,2]", "[2,3]", "[3,4]", "[-1,0]"]),
      (
        "{'a': i, 'b': l}",
        ["{\"a\":1,\"b\":[1,2,3]}", "{\"a\":2,\"b\":[]}", "{\"a\":3,\"b\":null}", "{\"a\":-1,\"b\":[null,5]}"]
      ),
      ("map {'k': i}", ["{\"k\":1}", "{\"k\":2}", "{\"k\":3}", "{\"k\":-1}"]),
      ("coalesce(l, [])", ["[1,2,3]", "[]", "[]", "[null,5]"]),
      ("case when i > 1 then l else [0] end", ["[0]", "[]", "∅", "[0]"]),
      ("l::list<text>", ["[\"1\",\"2\",\"3\"]", "[]", "∅", "[null,\"5\"]"]),
      ("s::struct<x: text>", ["{\"x\":\"1\"}", "{\"x\":null}", "∅", "{\"x\":\"4\"}"]),
      ("row(i, 'a').v2", ["a", "a", "a", "a"]),
      ("to_json(s) ->> 'Y'", ["[\"a\",\"b\"]", "[]", "∅", "∅"]),
      ("'[1, 2]'::json::list<int32>", ["[1,2]", "[1,2]", "[1,2]", "[1,2]"]),
    ])
  func values(_ expression: String, _ expected: [String]) throws { #expect(try results(expression, batch) == expected) }

  @Test(
    "nested values compare element by element, null as the last",
    arguments: [
      ("[1, 2] = [1, 2]", "true"), ("[1, 2] < [1, 3]", "true"), ("[1, 2] < [1, 2, 3]", "true"),
      ("[1, null] = [1, null]", "true"),
      ("[1, null] < [1, 2]", "false"), ("[1, null] > [1, 2]", "true"), ("{'a': 1} = {'a': 1}", "true"),
      ("{'a': null} = {'a': null}", "true"),
      ("{'a': 1} < {'a': 2}", "true"), ("map {'a': 1} = map {'a': 1}", "true"), ("[1] = [1.0]", "true"),
      ("[1] in ([1], [2])", "true"),
      ("greatest([1], [2])[1]", "2"), ("[1] is distinct from null", "true"), ("null::list<int> = [1]", "∅"),
      ("[[1], [2]] = [[1], [2]]", "true"), ("nullif([1], [1])", "∅"),
    ])
  func comparisons(_ expression: String, _ expected: String) throws { #expect(try result(expression) == expected) }

  @Test("a cast inside a list fails the row that holds it, and no other")
  func innerFailures() throws {
    let batch = table(("l", .list(.text), ["[\"1\",\"x\"]", "[\"2\"]", nil, "[]"]))
    #expect(try results("l::list<int32>", batch) == ["✗ «x» is no int32", "[2]", "∅", "[]"])
    #expect(try results("try_cast(l as list<int32>)", batch) == ["[1,null]", "[2]", "∅", "[]"])
    #expect(try results("l::list<int32>", batch.slice(1..<3)) == ["[2]", "∅"])
  }

  @Test("slices of nested columns are read at their place")
  func slices() throws {
    for expression in [
      "l[1]", "m['a']", "s.x", "s.y", "l || [1]", "{'a': l}", "coalesce(l, [7])", "l = [null, 5]", "m", "s",
    ] {
      let whole = try results(expression, batch)
      for range in [1..<4, 3..<4, 2..<2] {
        #expect(try results(expression, batch.slice(range)) == Array(whole[range]), "\(expression) \(range)")
      }
    }
  }

  @Test(
    "ways into JSON",
    arguments: [
      ("j -> 'a'", "{\"b\":[1,2,\"x\"]}"), ("j -> 'a' -> 'b' -> 2", "\"x\""), ("j -> 'a' -> 'b' ->> -1", "x"),
      ("j -> '$.a.b[1]'", "2"),
      ("j -> '$.a.b[#-1]'", "\"x\""), ("j ->> '/a/b/2'", "x"),
      ("j ->> '$'", "{\"a\":{\"b\":[1,2,\"x\"]},\"k.l\":null,\"e\":\"x\\ny\"}"),
      ("j -> 'k.l'", "null"), ("j ->> 'k.l'", "∅"), ("j -> '$.\"k.l\"'", "null"), ("j -> 'nothing'", "∅"),
      ("j ->> 'e'", "x\ny"),
      ("j['a']['b'][0]", "1"), ("(j -> '$.a.b[0]')::int + 1", "2"), ("json_array_length(j, '$.a.b')", "3"),
      ("json_type(j -> 'e')", "VARCHAR"),
      ("j ->> 'e' || '!'", "x\ny!"), ("'{\"a\": 1}' ->> 'a' = '1'", "true"), ("json_extract_string(j, 'e')", "x\ny"),
      ("j = j", "true"), ("'5'::json::int", "5"), ("'\"5\"'::json::int", "5"), ("'null'::json::int", "∅"),
      ("'true'::json::bool", "true"),
      ("5::json", "5"), ("date '2020-01-01'::json", "\"2020-01-01\""), ("json_valid('{')", "false"),
      ("j -> concat('$.', 'e')", "\"x\\ny\""),
    ])
  func json(_ expression: String, _ expected: String) throws {
    let batch = table(("j", .json, ["{\"a\": {\"b\": [1, 2, \"x\"]}, \"k.l\": null, \"e\": \"x\\ny\"}"]))
    #expect(try results(expression, batch) == [expected])
  }

  @Test("text that is no JSON fails its row")
  func noJSON() throws {
    let batch = table(("t", .text, ["{\"a\": 1}", "{", nil]))
    #expect(try results("t -> 'a'", batch) == ["1", "✗ «{» is no JSON", "∅"])
    #expect(try results("try_cast(t as json) -> 'a'", batch) == ["1", "∅", "∅"])
  }
}

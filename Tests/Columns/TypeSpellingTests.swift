import Columns
import Testing

@Suite struct TypeSpellingTests {
  @Test(
    "a type is read in each of its spellings and written in the language's",
    arguments: [
      ("int", "int32"), ("BIGINT", "int64"), ("timestamp(local)", "timestamp(local)"),
      ("timestamp( LOCAL )", "timestamp(local)"),
      ("decimal(12,2)", "decimal(12,2)"), ("numeric ( 38 , 38 )", "decimal(38,38)"), ("decimal(5)", "decimal(5,0)"),
      ("decimal", "decimal(18,3)"), ("list<int>", "list<int32>"), ("int[][]", "list<list<int32>>"),
      ("map<string, decimal(4,1)>", "map<text, decimal(4,1)>"),
      ("struct<A: int32, \"b c\": list<struct<x: text>>>", "struct<A: int32, \"b c\": list<struct<x: text>>>"),
      ("struct<a int, b text>", "struct<a: int32, b: text>"),
    ])
  func reads(text: String, wanted: String) {
    guard case .type(let type) = TypeSpelling(text) else {
      Issue.record("\(text) is no type")
      return
    }
    #expect(type.description == wanted)
    #expect(TypeSpelling(type.description) == .type(type))
  }

  @Test(
    "what is no type is told, with the reason where there is one",
    arguments: [
      ("decimal(39,2)", "a decimal has 1 to 38 digits, not 39"),
      ("decimal(4,5)", "a decimal of 4 digits can't have 5 of them behind the point"),
      ("map<int32, text>", "a map's keys are text, as in map<text, text>"),
      ("struct<a: int32, A: text>", "a struct has two fields named `A`"),
      ("list", "a list says what it holds: `list<text>`"),
      ("list<int", "`>` is missing at its end"),
      ("struct<>", nil), ("int32 x", nil), ("", nil), ("decimal(a)", nil),
      (
        String(repeating: "list<", count: 20) + "int" + String(repeating: ">", count: 20),
        "types lie more than 16 deep in one another"
      ),
    ] as [(String, String?)])
  func refuses(text: String, wanted: String?) {
    #expect(TypeSpelling(text) == .unknown)
    #expect(TypeSpelling.complaint(about: text) == wanted)
  }
}

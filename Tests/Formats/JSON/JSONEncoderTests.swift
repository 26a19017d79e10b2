import Columns
import JSONFormat
import TestSupport
import Testing

@Suite struct JSONEncoderTests {
  private func encode(_ batch: ColumnBatch, lines: Bool = true) -> [String] {
    let rows = JSONEncoder().encode(batch, lines: lines)
    return (0..<batch.count).map { row in unsafe String(decoding: rows.bytes.bytes[rows.range(of: row)], as: UTF8.self)
    }
  }

  private func column(_ values: [String?], _ type: ColumnType = .text) -> Column {
    var builder = TextBuilder(capacity: values.count)
    for value in values { if let value { builder.append(value) } else { builder.appendNull() } }
    return builder.column(type)
  }

  @Test("every type is written in its spelling")
  func everyType() {
    let types: [ColumnType] = [
      .bool, .int8, .int64, .uint64, .float32, .float64, .decimal(precision: 12, scale: 2), .text, .bytes, .date, .time,
      .timestamp, .localTimestamp, .uuid, .json,
    ]
    let schema = Schema(types.enumerated().map { Field("c\($0)", $1) })
    let text = """
      {"c0":true,"c1":-5,"c2":9007199254740993,"c3":18446744073709551615,"c4":0.1,"c5":1e+300,"c6":12.50,"c7":"x",\
      "c8":"aGk=","c9":"2018-06-08","c10":"16:26:00.25","c11":"2018-06-08T16:26:00Z","c12":"2018-06-08T16:26:00",\
      "c13":"9253f6b7-3fe6-e7be-9ba0-57171ed40c22","c14":{"a": [1]}}

      """
    let decoded = decodeLines(text + "{}", schema)
    #expect(decoded.failures == [])
    let nulls = "{" + types.indices.map { "\"c\($0)\":null" }.joined(separator: ",") + "}\n"
    #expect(encode(decoded.batch) == [text, nulls])
    #expect(encode(decoded.batch, lines: false) == [String(text.dropLast()), String(nulls.dropLast())])
  }

  @Test(
    "strings are escaped where JSON wants it, and nowhere else",
    arguments: [
      ("", ""), ("a\"b", "a\\\"b"), ("\\", "\\\\"), ("\n\r\t\u{8}\u{c}", "\\n\\r\\t\\b\\f"),
      ("\0\u{1f}", "\\u0000\\u001f"),
      ("/Käse🧀\u{7f}", "/Käse🧀\u{7f}"),
      (String(repeating: "\u{1}", count: 100), String(repeating: "\\u0001", count: 100)),
      (String(repeating: "x", count: 31) + "\"", String(repeating: "x", count: 31) + "\\\""),
    ])
  func strings(text: String, written: String) {
    let batch = ColumnBatch(schema: Schema([Field("k", .text)]), columns: [column([text])], count: 1)
    #expect(encode(batch) == ["{\"k\":\"\(written)\"}\n"])
  }

  @Test("what no number of JSON can say is null, and nested JSON stays on its line")
  func oddities() {
    var numbers = FixedBuilder<Double>(capacity: 3, zero: 0)
    for value in [.nan, .infinity, 0.5] { numbers.append(value) }
    let schema = Schema([Field("f \"x\"", .float64), Field("j", .json)])
    let batch = ColumnBatch(
      schema: schema, columns: [numbers.column(.float64), column(["{\n  \"a\": 1\r\n}", "[]", nil], .json)], count: 3)
    #expect(
      encode(batch) == [
        "{\"f \\\"x\\\"\":null,\"j\":{\"a\": 1}}\n", "{\"f \\\"x\\\"\":null,\"j\":[]}\n",
        "{\"f \\\"x\\\"\":0.5,\"j\":null}\n",
      ])
    #expect(encode(ColumnBatch(schema: Schema([]), columns: [], count: 2)) == ["{}\n", "{}\n"])
  }

  @Test("random texts come back as they went, also from slices")
  func roundTrip() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    let pieces = ["a", "\"", "\\", "\n", "ä", "🧀", "\u{0}", "plain text of some length", "\u{2028}", " "]
    func text() -> String {
      (0..<Int(random.next() % 12)).map { _ in pieces[Int(random.next() % 10)] }.joined()
    }
    for _ in 0..<100 {
      let values = (0..<3).map { _ in (0..<50).map { _ in random.next() % 5 == 0 ? nil : text() } }
      let schema = Schema((0..<3).map { Field("c\($0)", .text) })
      let batch = ColumnBatch(schema: schema, columns: values.map { column($0) }, count: 50)
      let range = Int(random.next() % 20)..<(30 + Int(random.next() % 20))
      let wanted = range.map { row in values.map { $0[row] } }
      #expect(decodeLines(encode(batch.slice(range)).joined(), schema).texts == wanted, "seed \(seed)")
      #expect(decodeMessages(encode(batch.slice(range), lines: false), schema).texts == wanted, "seed \(seed)")
    }
  }
}

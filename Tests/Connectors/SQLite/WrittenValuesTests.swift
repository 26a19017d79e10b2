import Columns
import Engine
import SQLiteConnector
import Specifications
import Testing

@Suite("values in SQLite") struct WrittenValuesTests {
  static let cases: [(ColumnType, [String?], [String?])] = [
    (.bool, ["true", "false", nil], ["integer 1", "integer 0", nil]),
    (.int8, ["-128"], ["integer -128"]),
    (.int64, ["-9223372036854775808"], ["integer -9223372036854775808"]),
    (.uint32, ["4294967295"], ["integer 4294967295"]),
    (.uint64, ["1", "2"], ["integer 1", "integer 2"]),
    (.uint64, ["1", "18446744073709551615", nil], ["integer 1", "text 18446744073709551615", nil]),
    (.float32, ["0.5"], ["real 0.5"]),
    (.float64, ["0.1", "3"], ["real 0.1", "real 3.0"]),
    (.decimal(precision: 12, scale: 2), ["1234567890.12"], ["real 1234567890.12"]),
    (.decimal(precision: 12, scale: 0), ["123"], ["integer 123"]),
    (.decimal(precision: 20, scale: 2), ["123456789012345678.90"], ["text 123456789012345678.90"]),
    (.text, ["é", "", nil], ["text é", "text ", nil]),
    (.uuid, ["9253f6b73fe6e7be9ba057171ed40c22"], ["text 9253f6b7-3fe6-e7be-9ba0-57171ed40c22"]),
    (.date, ["2018-06-08"], ["text 2018-06-08"]),
    (
      .timestamp, ["2018-06-08T16:26:00Z", "2018-06-08T16:26:00.5+02:00"],
      ["text 2018-06-08 16:26:00", "text 2018-06-08 14:26:00.5"]
    ),
    (.localTimestamp, ["2018-06-08 16:26:00"], ["text 2018-06-08 16:26:00"]),
    (.time, ["16:26:00"], ["text 16:26:00"]),
    (.json, ["{\"a\": [1]}", nil], ["text {\"a\": [1]}", nil]), (.bytes, ["aGk="], ["blob hi"]),
    (
      .list(.timestamp), ["[\"2018-06-08 16:26:00\"]", "[]", nil], ["text [\"2018-06-08T16:26:00Z\"]", "text []", nil]
    ),
    (.map(.decimal(precision: 20, scale: 2)), ["{\"a\":1.5}"], ["text {\"a\":1.50}"]),
    (.structure([Field("a", .int32), Field("b", .bool)]), ["{\"b\":true}"], ["text {\"a\":null,\"b\":true}"]),
  ]

  @Test("are as the language says", arguments: cases)
  func written(type: ColumnType, values: [String?], expected: [String?]) async throws {
    let bench = Bench()
    let fields = [Field("n", .int32), Field("v", type)]
    let sink = try bench.sink(Schema(fields), ["connection": "store", "name": "t"])
    try await sink.open()
    // A slice shares its buffers with rows that it doesn't hold.
    let whole = batch(fields, [["0", values[0]]] + values.enumerated().map { ["\($0.offset)", $0.element] })
    try await sink.take(whole.slice(1..<values.count + 1))
    try await sink.store(from: nil, to: 1)
    await sink.close()
    let found = try bench.query("SELECT typeof(v) || ' ' || v FROM t ORDER BY n").map { $0[0] }
    #expect(found == expected)
  }

  @Test("a field's own way of writing is that of its text") func ownWays() async throws {
    let bench = Bench()
    let pattern = FieldForm(write: "%d.%m.%Y %H:%M")
    let hex = FieldForm(write: "hex")
    let fields = [
      Field("Placed", .timestamp, form: pattern), Field("d", .date, form: pattern), Field("u", .uuid, form: hex),
      Field("b", .bytes, form: hex), Field("t", .bytes, form: hex), Field("l", .list(.date), form: pattern),
      Field("p", .bytes),
    ]
    let sink = try bench.sink(Schema(fields), ["connection": "store", "name": "t"])
    try await sink.open()
    await sink.close()
    #expect(
      try bench.query("SELECT name || ' ' || type FROM pragma_table_info('t')").map { $0[0] } == [
        "Placed TEXT", "d TEXT", "u TEXT", "b BLOB", "t BLOB", "l TEXT", "p BLOB",
      ])
    try bench.execute("DROP TABLE t; CREATE TABLE t (placed DATETIME, d TEXT, u TEXT, b BLOB, t TEXT, l TEXT, p TEXT)")
    try await sink.open()
    let uuid = "9253f6b7-3fe6-e7be-9ba0-57171ed40c22"
    try await sink.take(
      batch(fields, [["2018-06-08 16:26:00", "2018-06-08", uuid, "6869", "6869", "[\"2018-06-08\"]", "aGk="]]))
    try await sink.store(from: nil, to: 1)
    await sink.close()
    #expect(
      try bench.query("SELECT placed, d, u, hex(b), t, l, p FROM t") == [
        [
          "08.06.2018 16:26", "08.06.2018 00:00", "9253f6b73fe6e7be9ba057171ed40c22", "6869", "6869",
          "[\"08.06.2018 00:00\"]", "aGk=",
        ]
      ])
  }

  @Test("numbers, dates and UUIDs go into text as text, UUIDs into blobs as bytes") func otherTypes() async throws {
    let bench = Bench()
    let fields = [
      Field("i", .int32), Field("b", .bool), Field("f", .float64), Field("u", .uuid), Field("w", .uuid),
    ]
    let sink = try bench.sink(Schema(fields), ["connection": "store", "name": "t"])
    try await sink.open()
    await sink.close()
    try bench.execute("DROP TABLE t; CREATE TABLE t (i TEXT, b VARCHAR(5), f TEXT, u BLOB, w TEXT)")
    try await sink.open()
    let uuid = "9253f6b7-3fe6-e7be-9ba0-57171ed40c22"
    try await sink.take(batch(fields, [["7", "true", "0.1", uuid, uuid]]))
    try await sink.store(from: nil, to: 1)
    await sink.close()
    #expect(
      try bench.query("SELECT i, typeof(i), b, f, hex(u), w FROM t") == [
        ["7", "text", "true", "0.1", "9253F6B73FE6E7BE9BA057171ED40C22", uuid]
      ])
  }
}

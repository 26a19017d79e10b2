import CSVFormat
import Columns
import Testing

@Suite struct CSVEncoderTests {
  private func column(_ values: [String?]) -> Column {
    var builder = TextBuilder(capacity: values.count)
    for value in values { if let value { builder.append(value) } else { builder.appendNull() } }
    return builder.column()
  }

  private func encode(_ batch: ColumnBatch, lines: Bool = true, _ options: CSVOptions = CSVOptions()) -> [String] {
    let rows = CSVEncoder(options: options).encode(batch, lines: lines)
    return (0..<batch.count).map { row in unsafe String(decoding: rows.bytes.bytes[rows.range(of: row)], as: UTF8.self)
    }
  }

  @Test("fields are quoted where they have to be, and only there")
  func quotes() {
    let schema = Schema([Field("a", .text), Field("b", .text)])
    let values = [
      "x", "", "a,b", "say \"hi\"", "l\nm", "l\rm", "tab\there", " x ", "Käse", String(repeating: "y", count: 40),
    ]
    let batch = ColumnBatch(
      schema: schema, columns: [column(values), column(values.map { _ in nil })], count: values.count)
    #expect(
      encode(batch) == [
        "x,\n", "\"\",\n", "\"a,b\",\n", "\"say \"\"hi\"\"\",\n", "\"l\nm\",\n", "\"l\rm\",\n", "tab\there,\n",
        " x ,\n",
        "Käse,\n", String(repeating: "y", count: 40) + ",\n",
      ])
  }

  @Test("null is nothing or the text that stands for it, and never a blank line")
  func nulls() {
    let single = Schema([Field("a", .text)])
    let batch = ColumnBatch(schema: single, columns: [column([nil, "NULL", "", "x"])], count: 4)
    #expect(encode(batch) == ["\"\"\n", "NULL\n", "\"\"\n", "x\n"])
    var options = CSVOptions()
    options.nullText = "NULL"
    #expect(encode(batch, lines: true, options) == ["NULL\n", "\"NULL\"\n", "\"\"\n", "x\n"])
  }

  @Test("what an escape makes of a text isn't taken for null, nor refused where it needn't be")
  func escapedNulls() {
    let schema = Schema([Field("a", .text), Field("b", .text)])
    let texts = column(["\\", "\\\\", nil, "x"])
    let batch = ColumnBatch(schema: schema, columns: [texts, texts], count: 4)
    var options = CSVOptions()
    options.quote = nil
    options.escape = 0x5c
    options.nullText = "\\\\"
    let rows = CSVEncoder(options: options).encode(batch, lines: true)
    #expect(rows.failures.map(\.row) == [0])
    #expect(rows.failures.first?.message.contains("no `quote` to tell it from null") == true)
    #expect(encode(batch, lines: true, options)[1...] == ["\\\\\\\\,\\\\\\\\\n", "\\\\,\\\\\n", "x,x\n"])
  }

  @Test("a file begins with the header, a message brings its own")
  func headers() {
    let schema = Schema([Field("a", .text), Field("b, c", .text)])
    let batch = ColumnBatch(schema: schema, columns: [column(["1", "3"]), column(["2", "4"])], count: 2)
    let prologue = CSVEncoder().prologue(for: schema)
    #expect(prologue.map { unsafe String(decoding: $0.bytes, as: UTF8.self) } == "a,\"b, c\"\n")
    #expect(encode(batch, lines: false) == ["a,\"b, c\"\n1,2", "a,\"b, c\"\n3,4"])
    var options = CSVOptions()
    options.header = false
    #expect(CSVEncoder(options: options).prologue(for: schema) == nil)
    #expect(encode(batch, lines: false, options) == ["1,2", "3,4"])
  }

  @Test("values of every type read back as they were")
  func everyType() {
    let types: [ColumnType] = [
      .bool, .int8, .int64, .uint64, .float32, .float64, .decimal(precision: 12, scale: 2), .text, .bytes, .date, .time,
      .timestamp, .localTimestamp, .uuid, .json,
    ]
    let schema = Schema(types.enumerated().map { Field("c\($0)", $1) })
    let rows = """
      true,-5,9007199254740993,18446744073709551615,0.1,1e+300,12.50,x,aGk=,2018-06-08,16:26:00.25,\
      2018-06-08T16:26:00Z,2018-06-08T16:26:00,9253f6b7-3fe6-e7be-9ba0-57171ed40c22,"{""a"": 1}"
      ,,,,,,,"","",,,,,,

      """
    for delimiter in [",", "\t", "-", ".", "0", "T"] {
      var options = CSVOptions()
      options.header = false
      let plain = decodeFile(rows, schema, options)
      #expect(plain.failures == [])
      #expect(encode(plain.batch, lines: true, options).joined() == rows)
      options.delimiter = delimiter
      let other = encode(plain.batch, lines: true, options).joined()
      #expect(decodeFile(other, schema, options).texts == plain.texts, "delimiter \(delimiter)")
    }
  }

  @Test("slices and gathered rows are written as they are seen")
  func slices() {
    let schema = Schema([Field("a", .text), Field("n", .int32)])
    var numbers = FixedBuilder<Int32>(capacity: 100, zero: 0)
    for n in 0..<100 { if n % 3 == 0 { numbers.appendNull() } else { numbers.append(Int32(n)) } }
    let batch = ColumnBatch(
      schema: schema, columns: [column((0..<100).map { "r\($0)" }), numbers.column(.int32)], count: 100)
    #expect(encode(batch.slice(70..<73)) == ["r70,70\n", "r71,71\n", "r72,\n"])
    #expect(encode(batch.slice(50..<90).gather([0, 39])) == ["r50,50\n", "r89,89\n"])
  }
}

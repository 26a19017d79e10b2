import Columns
import JSONFormat
import Testing

@Suite struct JSONNotFiniteTests {
  /// What Python's `json.dumps` made of a list of dictionaries.
  private static let python =
    #"[{"n": 1, "x": NaN}, {"n": 2, "x": Infinity}, {"n": 3, "x": -Infinity, "l": [1e+16, 1e-07, NaN], "#
    + #""t": "K\u00e4se \ud83e\uddc0\n/"}]"#
  /// What pandas 3.1's `to_json` made of a frame, by records.
  private static let pandas =
    #"[{"n":1,"x":1.5,"i":1.0,"t":"a\/b","d":1528475160000,"b":true},{"n":2,"x":null,"i":null,"t":"K\u00e4se "#
    + #"\ud83e\uddc0","d":null,"b":false},{"n":3,"x":null,"i":3.0,"t":null,"d":1577836800000,"b":true}]"#
  /// And in lines, and as a table.
  private static let pandasLines = """
    {"n":1,"x":1.5,"i":1.0,"t":"a\\/b","d":1528475160000,"b":true}
    {"n":2,"x":null,"i":null,"t":"K\\u00e4se \\ud83e\\uddc0","d":null,"b":false}
    {"n":3,"x":null,"i":3.0,"t":null,"d":1577836800000,"b":true}

    """
  private static let pandasTable =
    #"{"schema":{"fields":[{"name":"n","type":"integer"},{"name":"x","type":"number"}],"pandas_version":"1.4.0"},"#
    + #""data":[{"n":1,"x":1.5,"i":1.0,"t":"a\/b","d":"2018-06-08T16:26:00.000","b":true},{"n":2,"x":null,"i":null,"#
    + #""t":"K\u00e4se \ud83e\uddc0","d":null,"b":false},{"n":3,"x":null,"i":3.0,"t":null,"#
    + #""d":"2020-01-01T00:00:00.000","b":true}]}"#

  private let schema = Schema([
    Field("n", .int64), Field("x", .float64), Field("l", .list(.float64)), Field("t", .text),
  ])

  @Test("what Python writes for numbers that aren't finite is refused, and the mend is shown")
  func reject() {
    let file = readFile(Array(Self.python.utf8), schema)
    let refusal = "is no JSON; `nan: as_null` reads it as null, `nan: float` as the number"
    #expect(
      file.failures == [
        "1 at byte 14: NaN \(refusal)", "21 at byte 14: Infinity \(refusal)", "46 at byte 14: -Infinity \(refusal)",
      ])
    #expect(file.texts == [])
  }

  @Test("as null, or as the number, it is what the option says, within lists too")
  func reads() {
    let null = readFile(Array(Self.python.utf8), schema, JSONOptions(nan: .asNull))
    #expect(null.failures == [])
    #expect(
      null.texts == [
        ["1", nil, nil, nil], ["2", nil, nil, nil], ["3", nil, "[1e+16,1e-07,null]", "Käse 🧀\n/"],
      ])
    let float = readFile(Array(Self.python.utf8), schema, JSONOptions(nan: .float))
    #expect(float.failures == [])
    #expect(float.texts.map { $0[1] } == ["nan", "inf", "-inf"])
  }

  @Test("what pandas writes is read, whichever way it writes it")
  func pandas() {
    let schema = Schema([
      Field("n", .int64), Field("x", .float64), Field("i", .int32), Field("t", .text), Field("b", .bool),
      Field("d", .timestamp, form: FieldForm(formats: ["epoch_ms"])),
    ])
    let wanted: [[String?]] = [
      ["1", "1.5", "1", "a/b", "true", "2018-06-08T16:26:00Z"], ["2", nil, nil, "Käse 🧀", "false", nil],
      ["3", nil, "3", nil, "true", "2020-01-01T00:00:00Z"],
    ]
    for text in [Self.pandas, Self.pandasLines] { #expect(readFile(Array(text.utf8), schema).texts == wanted) }
    let iso = Schema(Array(schema.fields.dropLast()) + [Field("d", .timestamp)])
    #expect(readFile(Array(Self.pandasTable.utf8), iso, JSONOptions(at: "/data")).texts == wanted)
  }

  @Test("JSON that is kept as it stands has null in their place, and texts of the same letters stay")
  func documents() {
    let text =
      #"{"j":{"a":[NaN,"NaN",-Infinity,{"Infinity":Infinity}],"b":-1},"k":NaN,"u":[ NaN ],"m":{"x":NaN,"y":1},"#
      + #""s":{"f":-Infinity,"g":[NaN]}}"# + "\n"
    let schema = Schema([
      Field("j", .json), Field("k", .json), Field("m", .map(.float64)),
      Field("s", .structure([Field("f", .float64), Field("g", .json)])),
    ])
    let buffer = Buffer.copying(text)
    for nan in [JSONOptions.NotFiniteNumbers.asNull, .float] {
      let decoded = JSONDecoder(schema: schema, options: JSONOptions(.lines, nan: nan), unknown: .keep).decode(
        Frames(bytes: buffer, ranges: [0..<buffer.count], prologue: .copying("")))
      #expect(decoded.failures == [])
      let row = decoded.texts[0]
      #expect(row[0] == #"{"a":[null,"NaN",null,{"Infinity":null}],"b":-1}"#)
      #expect(row[1] == nil)
      #expect(row[2] == #"{"x":null,"y":1.0}"#)
      #expect(row[3] == #"{"f":null,"g":[null]}"#)
      #expect(row[4] == #"{"u":[ null ]}"#)
      let whole = JSONWholeDecoder(options: JSONOptions(.lines, nan: nan)).decode(
        Frames(bytes: buffer, ranges: [0..<buffer.count], prologue: .copying("")))
      #expect(whole.texts[0][0]?.contains("NaN,") == false)
    }
  }

  @Test("no number that is whole, no time and no word is made of them")
  func otherTypes() {
    let schema = Schema([Field("k", .int64), Field("b", .bool), Field("t", .timestamp), Field("s", .text)])
    let texts = [#"{"k":NaN}"#, #"{"b":Infinity}"#, #"{"t":-Infinity}"#, #"{"s":NaN}"#, #"{"k":nan}"#, #"{"k":-NaN}"#]
    let lines = texts.joined(separator: "\n")
    let float = readFile(Array(lines.utf8), schema, JSONOptions(.lines, nan: .float))
    #expect(float.texts == [[nil, nil, nil, "NaN"]])
    #expect(float.failures.count == 5)
    let null = readFile(Array(lines.utf8), schema, JSONOptions(.lines, nan: .asNull))
    #expect(null.texts == [[nil, nil, nil, nil]] + [[String?]](repeating: [nil, nil, nil, nil], count: 3))
    #expect(null.failures.count == 2)
  }

  @Test("they are written as null, or as what the option lets be read again")
  func writes() {
    var numbers = FixedBuilder<Double>(capacity: 4, zero: 0)
    for value in [.nan, .infinity, -.infinity, 0.1] { numbers.append(value) }
    let column = numbers.column(.float64)
    var small = FixedBuilder<Float>(capacity: 4, zero: 0)
    for value: Float in [.nan, .infinity, -.infinity, 0.1] { small.append(value) }
    let nested = [Field("g", .float64), Field("h", .float32)]
    let floats = small.column(.float32)
    let batch = ColumnBatch(
      schema: Schema([Field("x", .float64), Field("y", .float32), Field("s", .structure(nested))]),
      columns: [column, floats, .structures(nested, [column, floats], count: 4, validity: nil)], count: 4)
    func written(_ nan: JSONOptions.NotFiniteNumbers) -> [String] {
      let rows = JSONEncoder(options: JSONOptions(nan: nan)).encode(batch, lines: false)
      return (0..<4).map { unsafe String(decoding: rows.bytes.bytes[rows.range(of: $0)], as: UTF8.self) }
    }
    let null = #"{"x":null,"y":null,"s":{"g":null,"h":null}}"#
    let last = #"{"x":0.1,"y":0.1,"s":{"g":0.1,"h":0.1}}"#
    #expect(written(.reject) == [null, null, null, last])
    #expect(written(.asNull) == [null, null, null, last])
    #expect(
      written(.float) == [
        #"{"x":NaN,"y":NaN,"s":{"g":NaN,"h":NaN}}"#,
        #"{"x":Infinity,"y":Infinity,"s":{"g":Infinity,"h":Infinity}}"#,
        #"{"x":-Infinity,"y":-Infinity,"s":{"g":-Infinity,"h":-Infinity}}"#, last,
      ])
  }
}

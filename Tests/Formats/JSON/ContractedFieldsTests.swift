import Columns
import JSONFormat
import Testing

/// How the forms of fields and what no field is met by decide about a record's members.
@Suite struct ContractedFieldsTests {
  private func decode(_ lines: [String], _ fields: [Field], _ unknown: UnknownFields = .drop) -> Decoded {
    let bytes = Buffer.copying(lines.joined(separator: "\n"))
    return JSONDecoder(schema: Schema(fields), unknown: unknown).decode(
      Frames(bytes: bytes, ranges: [0..<bytes.count], prologue: Buffer.copying("")))
  }

  @Test(
    "a field is met by its name, then by its others in their order, then without regard to case",
    arguments: [
      (#"{"b":"other","a":"own"}"#, "own"), (#"{"a":"own","b":"other","A":"folded"}"#, "own"),
      (#"{"c":"second","b":"first"}"#, "first"), (#"{"A":"folded","c":"second"}"#, "second"),
      (#"{"C":"no name","A":"folded"}"#, "folded"), (#"{"B":"no name"}"#, nil),
    ] as [(String, String?)])
  func otherNames(line: String, wanted: String?) {
    let decoded = decode([line], [Field("a", .text, form: FieldForm(alsoNamed: ["b", "c"]))])
    #expect(decoded.texts == [[wanted]])
  }

  @Test("where case is ignored, it is for other names too; a name that is there twice fails")
  func ignoredCase() {
    let field = Field("a", .text, form: FieldForm(alsoNamed: ["Other Name"], ignoresCase: true))
    let decoded = decode([#"{"other name":"1"}"#, #"{"OTHER NAME":"1","A":"2"}"#, #"{"A":"1","A":"2"}"#], [field])
    #expect(decoded.texts == [["1"], ["2"]])
    #expect(decoded.sentences == ["2: at byte 9: a key is there twice"])
  }

  @Test("a name that one field has to the letter is no other field's")
  func claimedNames() {
    let fields = [Field("a", .text, form: FieldForm(alsoNamed: ["b"])), Field("b", .text)]
    #expect(decode([#"{"b":"1"}"#], fields).texts == [[nil, "1"]])
  }

  @Test("where unfit values are kept, so are rows with refused names: the contract judges them")
  func unfit() {
    let lines = [#"{"a":"x"}"#, #"{"a":1,"b":2}"#, "rubbish", #"{"a":3}"#].joined(separator: "\n")
    let bytes = Buffer.copying(lines)
    let decoder = JSONDecoder(schema: Schema([Field("a", .int32)]), unknown: .reject, keepsUnfit: true)
    let decoded = decoder.decode(Frames(bytes: bytes, ranges: [0..<bytes.count], prologue: Buffer.copying("")))
    #expect(decoded.texts == [[nil], [nil], ["3"]])
    #expect(decoded.failures.map(\.row) == [2])
    #expect(Set(decoded.unfit.map { "\($0.row) \($0.field ?? "")" }) == ["0 a", "1 b"])
  }

  @Test("unknown fields are counted by name, and those beyond a hundred together")
  func dropped() {
    let few = decode([#"{"x":1,"a":"1","y":[{"x":1}]}"#, #"{"\u0078":null}"#, "{}"], [Field("a", .text)])
    #expect(few.dropped == ["x": 2, "y": 1])
    let many = decode([#"{"a":"","x1":0,"x1500":0}"#] + (0..<1500).map { #"{"x\#($0)":0}"# }, [Field("a", .text)])
    #expect(many.dropped.count == 101)
    #expect(many.dropped["x1"] == 2)
    #expect(many.dropped["…"] == 1401)
    #expect(many.dropped.values.reduce(0, +) == 1502)
  }

  @Test("unknown fields that are kept go on as they stand, and back into the object")
  func kept() {
    let lines = [
      #"{"x": 1.50 ,"a":"1","y":[ {"x":"\u00e4"}],"x":2}"#, #"{"a":"2"}"#, #"{"a":3,,}"#, #"{ "z" : null }"#,
      #"{"ä":"}","A":"4"}"#,
    ]
    let decoded = decode(lines, [Field("a", .text)], .keep)
    #expect(decoded.batch.schema.fields.map(\.name) == ["a", "_unknown"])
    #expect(decoded.batch.schema == JSONDecoder(schema: Schema([Field("a", .text)]), unknown: .keep).schema)
    #expect(
      decoded.texts == [
        ["1", #"{"x": 1.50,"y":[ {"x":"\u00e4"}],"x":2}"#], ["2", nil], [nil, #"{"z" : null}"#], ["4", #"{"ä":"}"}"#],
      ])
    #expect(decoded.failures.map(\.row) == [2])
    #expect(decoded.dropped == [:])
    let encoded = JSONEncoder().encode(decoded.batch, lines: true)
    #expect(
      unsafe String(decoding: encoded.bytes.bytes, as: UTF8.self) == #"""
        {"a":"1","x": 1.50,"y":[ {"x":"\u00e4"}],"x":2}
        {"a":"2"}
        {"a":null,"z" : null}
        {"a":"4","ä":"}"}

        """#)
  }

  @Test("a column of the same name as a field that was kept wins")
  func knownNamesWin() {
    let decoded = decode([#"{"x":1,"\u0079":2,"z":3}"#, "{}"], [], .keep)
    var texts = TextBuilder(capacity: 2)
    for text in ["a", "b"] { texts.append(text) }
    let column = texts.column()
    let batch = decoded.batch.with(
      schema: Schema([Field("y", .text), Field("x", .text)] + decoded.batch.schema.fields),
      columns: [column, column] + decoded.batch.columns)
    let encoded = JSONEncoder().encode(batch, lines: true)
    #expect(
      unsafe String(decoding: encoded.bytes.bytes, as: UTF8.self)
        == "{\"y\":\"a\",\"x\":\"a\",\"z\":3}\n{\"y\":\"b\",\"x\":\"b\"}\n")
    let alone = JSONEncoder().encode(decoded.batch, lines: true)
    #expect(
      unsafe String(decoding: alone.bytes.bytes, as: UTF8.self) == "{\"x\":1,\"\\u0079\":2,\"z\":3}\n{}\n")
  }

  @Test("a record with an unknown field fails where such are rejected, and names it")
  func rejected() {
    let decoded = decode(
      [#"{"a":"1"}"#, #"{"a":"2","x y":1,"z":2}"#, #"{"x":1"#, "{}"], [Field("a", .text)], .reject)
    #expect(decoded.texts == [["1"], [nil]])
    #expect(decoded.failures.map(\.row) == [1, 2])
    #expect(
      decoded.failures[0].sentence
        == "x y: the contract names no such field, and rejects records that have others")
    #expect(decoded.failures[1].message == "at byte 6: an object has no end" || decoded.failures[1].field == nil)
  }

  @Test(
    "a key that has a field's name but for case is unknown beside one that has it to the letter, in whatever order",
    arguments: [
      #"{"ID":"x","b":2,"id":"1"}"#, #"{"id":"1","b":2,"ID":"x"}"#, #"{"b":2,"\u0049D":"x","id":"1"}"#,
      #"{ "ID" : "x" , "b":{"id":[2]} , "other":"y" , "id":"1" }"#,
    ])
  func casesBesideTheName(line: String) {
    let field = Field("id", .text, form: FieldForm(alsoNamed: ["other"]))
    let fields = [field, Field("b", .text)]
    let lines = [line, #"{"ID":"2"}"#]
    let dropped = decode(lines, fields)
    #expect(dropped.texts.map(\.first) == ["1", "2"])
    #expect(dropped.dropped == ["ID": 1])
    let kept = decode(lines, fields, .keep)
    #expect(kept.texts.map(\.first) == ["1", "2"])
    #expect(kept.texts[0].last??.contains("ID\"") == true || kept.texts[0].last??.contains("0049D\"") == true)
    #expect(kept.texts[0].last??.contains("\"other\"") == false)
    #expect(kept.texts[1].last == .some(nil))
    let rejected = decode(lines, fields, .reject)
    #expect(rejected.texts.map(\.first) == ["2"])
    #expect(rejected.failures.map(\.field) == ["ID"])
  }

  @Test("a record is had whole, wherever it stands")
  func whole() {
    let text = Buffer.copying("[{\"a\": 1}, 2,\n{\"b\":[ ]} ]")
    let decoded = JSONWholeDecoder().decode(Frames(bytes: text, ranges: [0..<text.count]))
    #expect(decoded.batch.schema == Schema([Metadata.value.field]))
    #expect(decoded.texts == [[#"{"a": 1}"#], [#"{"b":[ ]}"#]])
    #expect(decoded.failures.map(\.row) == [1])
    #expect((0..<2).map { decoded.batch.origins[$0] } == [0, 2])
  }

  @Test(
    "times are read in the ways that their field names, tried in order",
    arguments: [
      (.timestamp, ["epoch_ms", "iso"], "1528475160250", "2018-06-08T16:26:00.25Z"),
      (.timestamp, ["epoch_ms", "iso"], #""1528475160250""#, "2018-06-08T16:26:00.25Z"),
      (.timestamp, ["epoch_ms", "iso"], #""2018-06-08 16:26:00+02""#, "2018-06-08T14:26:00Z"),
      (.timestamp, ["epoch_s"], "1528475160.1234567", "2018-06-08T16:26:00.123456Z"),
      (.timestamp, ["epoch_s"], "1.52847516e9", "2018-06-08T16:26:00Z"),
      (.timestamp, ["epoch_s"], "-0.0000001", "1969-12-31T23:59:59.999999Z"),
      (.timestamp, ["epoch_us"], "1528475160000001", "2018-06-08T16:26:00.000001Z"),
      (.timestamp, ["epoch_ns"], "1528475160000001999", "2018-06-08T16:26:00.000001Z"),
      (.timestamp, ["%d-%m-%Y %H:%M", "%Y%m%d"], #""08-06-2018 16:26""#, "2018-06-08T16:26:00Z"),
      (.timestamp, ["%d-%m-%Y %H:%M", "%Y%m%d"], "20180608", "2018-06-08T00:00:00Z"),
      (.timestamp, ["%d-%m-%Y"], #""""#, nil), (.date, ["%d.%m.%Y"], #""08.06.2018""#, "2018-06-08"),
      (.date, ["epoch_s"], "1528416000", "2018-06-08"), (.time, ["%I:%M %p"], #""04:26 pm""#, "16:26:00"),
      (.time, ["epoch_ms"], "1500", "00:00:01.5"), (.localTimestamp, ["epoch_s"], "0", "1970-01-01T00:00:00"),
      (.list(.date), ["%d.%m.%Y"], #"["08.06.2018"]"#, #"["2018-06-08"]"#),
      (.timestamp, ["epoch_ms"], #""2018-06-08 16:26:00""#, "«2018-06-08 16:26:00» is no timestamp as `epoch_ms`"),
      (.timestamp, [], "1528475160", "«1528475160» is no timestamp"),
      (.timestamp, ["epoch_ms"], "1e30", "«1e30» is no timestamp as `epoch_ms`"),
      (.date, ["epoch_s", "iso"], "1528416001", "«1528416001» is no date as `epoch_s` or `iso`"),
      (
        .localTimestamp, ["%c %z"], #""2018-06-08 16:26:00 +02""#,
        "«2018-06-08 16:26:00 +02» is no timestamp(local) as `%c %z`"
      ),
    ] as [(ColumnType, [String], String, String?)])
  func times(type: ColumnType, formats: [String], value: String, wanted: String?) {
    let decoded = decode(["{\"t\":\(value)}"], [Field("t", type, form: FieldForm(formats: formats))])
    #expect(decoded.failures.first?.message ?? decoded.texts.first?.first ?? nil == wanted)
  }

  @Test(
    "a failure in a nested value names its path",
    arguments: [
      (
        .list(.structure([Field("price", .int8)])), #"[{"price":1},{},{"price":300}]"#,
        "f[2].price: «300» is outside int8 (-128 to 127)"
      ),
      (.map(.list(.bool)), #"{"a":[],"b c":[true,"maybe"]}"#, "f[\"b c\"][1]: «maybe» is no bool"),
      (.structure([Field("a", .structure([Field("b", .uuid)]))]), #"{"a":{"b":1}}"#, "f.a.b: «1» is no uuid"),
      (.list(.int32), "{}", "f: «{}» is no JSON array, as a list is written"),
      (.list(.list(.int32)), "[[],3]", "f[1]: «3» is no JSON array, as a list is written"),
      (.map(.int32), "[]", "f: «[]» is no JSON object, as a map is written"),
      (.structure([Field("a", .int32)]), #""x""#, "f: «x» is no JSON object, as a struct is written"),
      (.structure([Field("a", .int32)]), #"{"a":1,"a":2}"#, #"f: «{"a":1,"a":2}» has a key twice"#),
      (.map(.int32), #"{"a":1,"\u0061":2}"#, #"f: «{"a":1,"\u0061":2}» has a key twice"#),
    ] as [(ColumnType, String, String)])
  func paths(type: ColumnType, value: String, wanted: String) {
    let decoded = decode([#"{"f":[]}"#, "{\"f\":\(value)}", "{}"].map { $0 }, [Field("f", type)])
    #expect(decoded.failures.first { $0.row == 1 }?.sentence == wanted)
    #expect(decoded.batch.count + decoded.failures.count == 3)
  }

  @Test("fields of structs are met as those of records are: by other names and without regard to case")
  func namesInside() {
    let inner = [Field("id", .int32, form: FieldForm(alsoNamed: ["nr"])), Field("Name", .text)]
    let lines = [
      #"{"s":{"nr":1,"NAME":"a","x":[]}}"#, #"{"s":{"x":0,"nr":1,"id":2,"name":"b","Name":"c"}}"#, #"{"s":""}"#,
    ]
    #expect(
      decode(lines, [Field("s", .structure(inner))]).texts == [
        [#"{"id":1,"Name":"a"}"#], [#"{"id":2,"Name":"c"}"#], [nil],
      ])
  }

  @Test("keys of a map are told apart by their bytes, though they look alike")
  func alikeKeys() {
    let decoded = decode([#"{"m":{"\u00e9":1,"e\u0301":2}}"#], [Field("m", .map(.int32))])
    #expect(decoded.failures == [])
    #expect(decoded.texts.first?.first??.unicodeScalars.count == #"{"é":1,"é":2}"#.unicodeScalars.count + 1)
  }

  @Test("a value about a person is in no message, nor is its key")
  func personal() {
    let form = FieldForm(isPersonal: true)
    let types: [ColumnType] = [
      .int32, .list(.int32), .map(.int32), .structure([Field("a", .int32)]), .timestamp, .bytes, .json,
    ]
    for type in types {
      for value in [#""secret""#, #"["secret"]"#, #"{"a":"secret","secret":"secret"}"#, "\"secret\u{fffd}"] {
        for failure in decode(["{\"f\":\(value)}"], [Field("f", type, form: form)]).failures {
          #expect(!failure.sentence.contains("secret"), "\(type): \(failure.sentence)")
        }
      }
    }
    #expect(decode([#"{"f":"secret"}"#], [Field("f", .int32, form: form)]).sentences == ["0: «personal» is no int32"])
  }

  @Test("numbers of any length become decimals, none of them rounded")
  func longDecimals() {
    let type = ColumnType.decimal(precision: 38, scale: 10)
    let fits = "1234567890123456789012345678.0123456789"
    let long = fits + String(repeating: "0", count: 500)
    let decoded = decode(
      ["{\"d\":\(fits)}", "{\"d\":\(long)}", "{\"d\":\(fits)1}", #"{"d":"1e3"}"#], [Field("d", type)])
    #expect(decoded.texts == [[fits], [fits], ["1000.0000000000"]])
    #expect(decoded.sentences == ["2: «\(fits)1» is more than a decimal(38,10) can hold exactly"])
  }
}

import Specifications
import Testing

private enum Topic {
  static let name = Option(required: "name", .text, "The topic's name.", example: "orders")
  static let partitions = Option(
    "partitions", .integer(in: 1...1000), default: 1, "Into how many lanes the topic is divided.", example: "3")
  static let key = Option(optional: "key", .expression, "What decides the partition.", example: "customer_id")
  static let password = Option(optional: "password", .secret, "What proves who we are.", example: "\"${file:pw}\"")
  static let format = Option(required: "format", .oneOf("format", [csv, json], later: ["avro"]), "…", example: "csv")
  static let headers = Option("headers", .map(of: .text), default: [], "…", example: "{ a: b }")
  static let csv = Specification("csv", "Rows of text.", options: [delimiter])
  static let delimiter = Option("delimiter", .character, default: 44, "What parts fields.", example: "\",\"")
  static let json = Specification("json", "JSON.")
  static let specification = Specification(
    "topic", "A log of messages.", options: [name, partitions, key, password, format, headers], later: ["follow"])
}

private func read(_ node: Node) -> (OptionValues?, [String]) {
  var problems = Problems()
  let values = Topic.specification.read(
    node, in: ReadingContext(workingDirectory: "/"), problems: &problems)
  return (values, problems.all.map { ($0.severity == .warning ? "warning: " : "") + $0.sentence })
}

@Suite("Specifications")
struct SpecificationTests {
  @Test("a block is read into values of its options' types, defaults filled in")
  func reads() throws {
    let (read, problems) = read(["name": "orders", "format": "csv", "headers": ["b": "2", "a": "1"]])
    #expect(problems == [])
    let values = try #require(read)
    #expect(values[Topic.name] == "orders")
    #expect(values[Topic.partitions] == 1)
    #expect(values[Topic.key] == nil)
    #expect(values[Topic.format].name == "csv")
    #expect(values[Topic.format].values[Topic.delimiter] == UInt8(ascii: ","))
    #expect(values[Topic.headers].map(\.name) == ["b", "a"])
    #expect(values.isWritten(Topic.name) && !values.isWritten(Topic.partitions))
  }

  @Test("an option of another specification is a fault of the program")
  func foreignOption() async {
    await #expect(processExitsWith: .failure) {
      let (values, _) = read(["name": "orders", "format": "csv"])
      _ = values?[Topic.delimiter]
    }
  }

  @Test("mistakes of a block are told all at once")
  func mistakes() {
    let (values, problems) = read([
      "partitons": 3, "follow": true, "folow": true, "zzz": 1, "key": [], "partitions": 0, "password": ["x"],
      "format": ["csv": ["delimiter": "ab"], "json": nil, "partitions": 1, "avro": nil],
      "headers": ["a": ["b"], "c": "d"],
    ])
    #expect(values == nil)
    #expect(
      problems == [
        "`partitons` is no option of topic; did you mean `partitions`?",
        "`follow` is not in this build yet",
        "`folow` is no option of topic; `follow` would be, but is not in this build yet",
        "`zzz` is no option of topic; there are `name`, `partitions`, `key`, `password`, `format` and `headers`",
        "`key` wants an expression, but is a list; for instance `key: customer_id`",
        "`partitions` wants a whole number from 1 to 1000, but is `0`; for instance `partitions: 3`",
        "`password` wants a secret, best as \"${file:PATH}\" or \"${NAME}\", but is a list; for instance `password: \"${file:pw}\"`",
        "`format` has `csv` already; a second kind of format is one too many",
        "`partitions` is no kind of format; there are `csv` and `json`",
        "`avro` is not in this build yet",
        "`delimiter` wants one ASCII character, but is `ab`; for instance `delimiter: \",\"`",
        "`a` of `headers` wants a text, but is a list; for instance `headers: { a: b }`",
        "topic lacks `name`; for instance `name: orders`",
      ])
  }

  @Test(
    "one of several kinds is told by its name",
    arguments: [
      ("jsn", ["`jsn` is no kind of format; did you mean `json`?"]),
      ("avro", ["`avro` is not in this build yet"]),
      (nil, ["`format` wants one kind of format: `csv` or `json`, but has no value; for instance `format: csv`"]),
      (["csv": nil], []),
      (["csv": "x"], ["`csv` wants a block of options, but is `x`; for instance `format: csv`"]),
      (["csv": ["delimiter": ";"], "delimiter": "x"], ["`delimiter` stands beside `csv`; it belongs into its block"]),
    ] as [(Node, [String])])
  func kinds(node: Node, wanted: [String]) {
    #expect(read(["name": "a", "format": node]).1 == wanted)
  }

  @Test("a secret written in the file draws a warning, and its value is in no message")
  func writtenSecret() {
    let (values, problems) = read(["name": "a", "format": "csv", "password": "hunter2"])
    #expect(values?[Topic.password]?.reveal() == "hunter2")
    #expect(
      problems == [
        "warning: the secret `password` stands in the file; write `password: \"${file:/run/secrets/password}\"` and keep it there"
      ])
  }

  @Test("a kind named beside its options is read without the name")
  func tagged() {
    let kind = ValueKind.oneOf("connection", by: "type", [Topic.csv, Topic.json], later: ["kafka"])
    func read(_ node: Node) -> (Selection?, [String]) {
      var reading = Reading(in: ReadingContext(workingDirectory: "/"))
      let selection = ValueKind.map(of: kind).read(["store": node], &reading)?.first?.value
      return (selection, reading.problems.all.map(\.sentence))
    }
    #expect(read(["type": "csv", "delimiter": ";"]).0?.values[Topic.delimiter] == UInt8(ascii: ";"))
    #expect(read(["type": "kafka", "brokers": "x"]).1 == ["`kafka` is not in this build yet"])
    #expect(read(["delimiter": ";"]).1 == ["`store` lacks a `type`; it is `csv` or `json`"])
  }

  @Test("what an option is can be told from its declaration")
  func reference() {
    let lines = Topic.specification.options.map { option in
      let standard = option.isRequired ? "required" : option.defaultText.map { "default \($0)" } ?? "optional"
      return "\(option.name) | \(option.wanted) | \(standard) | \(option.example)"
    }
    #expect(lines[1] == "partitions | a whole number from 1 to 1000 | default 1 | partitions: 3")
    #expect(lines[2] == "key | an expression | optional | key: customer_id")
    #expect(lines[4] == "format | one kind of format: `csv` or `json` | required | format: csv")
    #expect(lines[5] == "headers | a block of names, each with a text | default {} | headers: { a: b }")
    #expect(Topic.format.blocks.map(\.name) == ["csv", "json"])
  }

  @Test("what a reference brings is one literal of SQL, whatever it holds")
  func literals() {
    func text(_ pieces: String...) -> String {
      let nodes = pieces.map { piece in
        let isFilled = piece.hasPrefix("$")
        return Scalar.Piece(isFilled ? String(piece.dropFirst()) : piece, at: .nowhere, for: isFilled ? "${X}" : nil)
      }
      return ExpressionText(Scalar(pieces: nodes, style: .plain), at: .nowhere).text
    }
    #expect(text("status = ", "$paid") == "status = 'paid'")
    #expect(text("status = ", "$' or 1=1 --") == "status = ''' or 1=1 --'")
    #expect(text("a > ", "$12.5") == "a > 12.5")
    #expect(text("a -", "$-5") == "a -(-5)")
    #expect(text("zip = ", "$01234") == "zip = '01234'")
    #expect(text("zip = ", "$1e") == "zip = '1e'")
    #expect(text("zip = ", "$") == "zip = ''")
    #expect(text("like(a, '%", "$it's", "%')") == "like(a, '%it''s%')")
    #expect(text("'don''t' || ", "$x") == "'don''t' || 'x'")
    #expect(text("\"", "$a\"b", "\" + 1") == "\"a\"\"b\" + 1")
  }

  @Test("a place in an expression is the place in the file, across lines and literals")
  func expressionPlaces() {
    let scalar = Scalar(
      pieces: [
        .init("größe > ", at: Place(file: "f", line: 3, column: 9)),
        .init("12", at: Place(file: "f", line: 3, column: 17), for: "${MOST}"),
        .init(" and x", at: Place(file: "f", line: 4, column: 2)),
      ], style: .plain)
    let expression = ExpressionText(scalar, at: Place(file: "f", line: 3, column: 9))
    #expect(expression.text == "größe > 12 and x")
    func place(of text: Character) -> String {
      let offset = expression.text.firstIndex(of: text)!.utf16Offset(in: expression.text) + 2  // ö and ß take two bytes
      return "\(expression.place(at: offset))"
    }
    #expect("\(expression.place(at: 0))" == "f:3:9")
    #expect(place(of: ">") == "f:3:15")
    #expect(place(of: "2") == "f:3:17")
    #expect(place(of: "x") == "f:4:7")
  }
}

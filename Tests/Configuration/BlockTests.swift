import Configuration
import Specifications
import Testing

private enum Topic {
  static let name = Option(required: "name", .text, "The topic's name.", example: "orders")
  static let partitions = Option("partitions", .integer(in: 1...1000), default: 1, "How many lanes.", example: "3")
  static let key = Option(optional: "key", .expression, "What decides the partition.", example: "customer_id")
  static let password = Option(optional: "password", .secret, "What proves who we are.", example: "\"${file:pw}\"")
  static let format = Option("format", .text, default: "json", "The format.", example: "json")
  static let path = Option(optional: "path", .path, "The file.", example: "events.db")
  static let specification = Specification(
    "topic", "A log of messages.", options: [name, partitions, key, password, format, path], later: ["follow"])
}

private let sink = Option(
  required: "sink", .oneOf("sink", [Topic.specification], later: ["lake"]), "Where it goes.", example: "{ stdout: {} }")
private let pipeline = Specification("pipeline", "A flow.", options: [sink])

private func readPipeline(_ text: String) -> (values: OptionValues?, problems: String) {
  var (problems, texts) = (Problems(), SourceTexts())
  let surroundings = madeUp(["/w/pw": "s3cret"], environment: ["LEAST": "10"])
  let file = ConfigurationFile.parse(text, file: "orders.yaml", in: surroundings, problems: &problems, texts: &texts)
  let root = file?.root ?? Node(.null, at: .whole("orders.yaml"))
  let values = pipeline.read(root, in: surroundings.context, problems: &problems)
  return (values, problems.rendered(with: texts))
}

@Suite("Blocks read from files")
struct BlockTests {
  @Test("all mistakes of a block are shown with their lines")
  func mistakes() {
    let (values, problems) = readPipeline(
      """
      # what goes where
      sink:
        topic:
          partitons: 3
          partitions: three
          key: [customer_id]
          follow: true
          format: {_contract}
      """)
    #expect(values == nil)
    #expect(
      problems == """
        orders.yaml:3:3: error: topic lacks `name`; for instance `name: orders`
          topic:
          ^
        orders.yaml:4:5: error: `partitons` is no option of topic; did you mean `partitions`?
            partitons: 3
            ^~~~~~~~~
        orders.yaml:5:17: error: `partitions` wants a whole number from 1 to 1000, but is `three`; for instance `partitions: 3`
            partitions: three
                        ^~~~~
        orders.yaml:6:10: error: `key` wants an expression, but is a list; for instance `key: customer_id`
            key: [customer_id]
                 ^~~~~~~~~~~~~
        orders.yaml:7:5: error: `follow` is not in this build yet
            follow: true
            ^~~~~~
        orders.yaml:8:13: error: `format` wants a text, but is a block; YAML reads braces as a block: write `format: "{_contract}"`
            format: {_contract}
                    ^~~~~~~~~~~

        """)
  }

  @Test("a secret is shown in no line, even where it is the mistake")
  func secrets() {
    let (values, problems) = readPipeline(
      "sink: { topic: { nam: x, password: hunter2, partitions: 0, name: x } }\n")
    #expect(values == nil)
    let line = "sink: { topic: { nam: x, password: «secret», partitions: 0, name: x } }"
    #expect(
      problems == """
        orders.yaml:1:18: error: `nam` is no option of topic; did you mean `name`?
        \(line)
                         ^~~
        orders.yaml:1:36: warning: the secret `password` stands in the file; write `password: "${file:/run/secrets/password}"` and keep it there
        \(line)
                                           ^~~~~~~~
        orders.yaml:1:57: error: `partitions` wants a whole number from 1 to 1000, but is `0`; for instance `partitions: 3`
        \(line)
                                                                 ^

        """)
    let (_, misspelt) = readPipeline("sink: { topic: { name: x, pasword: hunter2 } }\n")
    #expect(
      misspelt == """
        orders.yaml:1:27: error: `pasword` is no option of topic; did you mean `password`?
        sink: { topic: { name: x, pasword: «secret» } }
                                  ^~~~~~~

        """)
  }

  @Test("values carry their places, and an expression the places of its characters")
  func places() throws {
    let (values, problems) = readPipeline(
      """
      sink:
        topic:
          name: orders
          password: "${file:pw}"
          path: ../events.db
          key: |
            customer_id ||
              '_${LEAST}' || ${LEAST}
      """)
    #expect(problems == "")
    let topic = try #require(values)[sink]
    #expect(topic.name == "topic" && "\(topic.place)" == "orders.yaml:2:3")
    #expect("\(topic.values.place(of: Topic.name))" == "orders.yaml:3:11")
    #expect("\(topic.values.place(of: Topic.partitions))" == "orders.yaml:2:3")
    #expect(topic.values[Topic.password]?.reveal() == "s3cret")
    #expect(topic.values[Topic.path]?.absolute == "/events.db")
    let key = try #require(topic.values[Topic.key])
    #expect(key.text == "customer_id ||\n  '_10' || 10\n" || key.text == "customer_id ||\n  '_10' || 10")
    #expect("\(key.place(at: 17))" == "orders.yaml:8:9")
    #expect("\(key.place(at: 19))" == "orders.yaml:8:11")
    #expect("\(key.place(at: 26))" == "orders.yaml:8:24")
  }

  @Test("a long line is shown in part, around the mistake")
  func longLine() {
    let filler = String(repeating: "x", count: 300)
    let (_, problems) = readPipeline("{ sink: { topic: { name: \(filler), partitions: 0, key: \(filler) } } }")
    let lines = problems.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].count == 162 && lines[1].hasPrefix("…x") && lines[1].hasSuffix("x…"))
    let caret = lines[2].count - 1
    #expect(Array(lines[1])[caret] == "0" && Array(lines[2])[caret] == "^")
  }
}

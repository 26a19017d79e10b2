import Columns
import Specifications

extension PipelineTest {
  static let nameOption = Option(
    required: "name", .text, "What the test shows.", example: "an order in the afternoon")
  static let nowOption = Option(
    optional: "now", .moment, "The moment that `now()` and `current_date` give; the clock's if none is given.",
    example: "2025-06-01T12:00:00Z")
  static let inOption = Option(
    required: "in", .list(of: .block(TestInput.specification)), "What is read: records, messages or whole files.",
    example: "[ { value: { order_id: 7, placed: \"2018-06-08 16:26:00\" } } ]")
  static let outOption = Option(
    optional: "out",
    .node("a list of records, or one for each sink", .either([.list(.map(.any)), .map(.list(.map(.any)))])),
    "The records that the sink takes, in their order; only the columns named are compared. Where there are several "
      + "sinks, a list under the name of each.",
    example: "[ { order_hour: 16 } ]")
  static let lettersOption = Option(
    optional: "dead_letters", .list(of: .block(WantedLetter.specification)),
    "The records that become dead letters, in their order; none if nothing is said.",
    example: "[ { message: is required, stage: contract } ]")
  static let filteredOption = Option(
    optional: "filtered", .integer(in: 0...Int.max),
    "How many records are left out by a filter, or since no sink takes them; not compared if nothing is said.",
    example: "1")

  static let specification = Specification(
    "test",
    "A test of the pipeline, which `ouzel test` runs: what goes in, and what is to come out. What differs is shown with "
      + "its values, personal ones too: write made-up ones.",
    options: [nameOption, nowOption, inOption, outOption, lettersOption, filteredOption])
}

extension TestInput {
  static let valueOption = Option(
    optional: "value", .node("a record", .either([.map(.any), .list(.any), .anyText])),
    "A record by its fields, which is written in the source's format.",
    example: "{ order_id: 7, placed: \"2018-06-08 16:26:00\" }")
  static let rawOption = Option(
    optional: "raw", .anyText, "A message, or a file's content, as it stands.", example: "\"{\\\"order_id\\\": 7\"")
  static let fileOption = Option(
    optional: "file", .path, "A file, relative to this one, whose whole content is read.", example: "orders.csv")
  static let keyOption = Option(
    optional: "key", .anyText, "The message's key; it has none if none is given.", example: "labs.json")
  static let topicOption = Option(
    optional: "topic", .text, "The message's topic; the source's if none is given.", example: "ecommerce-orders")
  static let headersOption = Option(
    optional: "headers", .map(of: .anyText), "The message's headers.", example: "{ origin: shop }")
  static let partitionOption = Option(
    optional: "partition", .integer(in: 0...Int(Int32.max)), "The message's partition; 0 if none is given.",
    example: "2")
  static let offsetOption = Option(
    optional: "offset", .integer(in: 0...Int.max - 1), "The message's offset; its place in `in` if none is given.",
    example: "5555")
  static let timestampOption = Option(
    optional: "timestamp", .moment, "The message's time; that of the test if none is given.",
    example: "2018-06-08T16:26:00Z")

  static let specification = Specification(
    "input", "What a test reads: `value`, `raw` or `file`, and what a message has beside it.",
    options: [
      valueOption, rawOption, fileOption, keyOption, topicOption, headersOption, partitionOption, offsetOption,
      timestampOption,
    ])
}

extension WantedLetter {
  static let messageOption = Option(
    optional: "message", .text, "A part of what is said of the record.", example: "is required")
  static let stageOption = Option(
    optional: "stage", .text, "Where it fails: `decode`, `contract`, `step 2 (set)`, `when`, `sink`.",
    example: "contract")

  static let specification = Specification(
    "dead letter", "A record that is to become a dead letter.", options: [messageOption, stageOption])
}

extension ValueKind where Value == Moment {
  /// A moment of the calendar.
  fileprivate static var moment: Self {
    ValueKind(wanted: "a moment such as `2025-06-01T12:00:00Z`", shape: .text, parse: { Moment(parsing: $0) })
  }
}

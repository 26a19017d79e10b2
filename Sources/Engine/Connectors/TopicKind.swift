package import Specifications

/// The options of a topic, which are the language's and the same on every connection that has topics.
package enum TopicKind {
  package static let connection = Option(
    required: "connection", .text, "The connection that the topic is on.", example: "events")
  package static let name = Option(required: "name", .text, "The topic's name.", example: "ecommerce-orders")
  package static let target = Option(
    required: "name", .template, "The topic's name; an expression in braces is filled in for each record.",
    example: "ecommerce-orders")
  package static let group = Option(
    optional: "group", .text, "The consumer group; the pipeline's name if none is given.", example: "ecommerce-group")
  package static let from = Option(
    "from", .from, default: .earliest, "Where a lane begins that has no position yet.", example: "latest")
  package static let resume = Option(
    "resume", .boolean, default: true, "Whether a run goes on where the last one stopped; else it begins at `from`.",
    example: "false")
  package static let only = Option(
    "only", ValueKind<[Int]>.list(of: .integer(in: 0...9_999)), default: [],
    "The partitions that are read, alone and without joining the group; all, shared with it, if none is given.",
    example: "[0, 1]")
  package static let key = Option(
    optional: "key", .expression, "The message's key; without one, batches are spread evenly over the partitions.",
    example: "\"customer_id || '_' || order_id\"")
  package static let partitions = Option(
    "partitions", .integer(in: 1...10_000), default: 1, "How many partitions the topic gets when it is made.",
    example: "3")

  package static let headers = Option(
    "headers", ValueKind<[Named<TemplateText>]>.map(of: .template), default: [],
    "The message's headers, by their names; one whose value is null is left out.", example: "{ kind: \"{_contract}\" }")

  private static let laterOnBoth = ["names", "pattern", "key_format", "key_contract", "kafka"]

  /// A topic that is read, in one of `formats`.
  package static func source(_ formats: [Specification]) -> Specification {
    Specification(
      "topic", "A topic: messages in partitions, each a lane of its own.",
      options: [connection, name, group, from, resume, only, Ending.option(), FormatKind.option(formats)],
      later: laterOnBoth)
  }

  /// A topic of dead letters.
  package static let letters = Specification(
    "topic",
    "A topic, made if it is missing: each message has the bytes of a record that failed, and in its headers what the "
      + "letter is known by (`ouzel-letter`) and why it failed. A letter that is withdrawn, since its record is read "
      + "again, is a message with that header and no value; of one letter the last message counts.",
    options: [connection, name, partitions], later: ["replication", "config", "kafka"])

  /// A topic that is written, in one of `formats`.
  package static func sink(_ formats: [Specification]) -> Specification {
    Specification(
      "topic", "A topic, made if it is missing.",
      options: [connection, target, key, partitions, headers, Targets.most, FormatKind.option(formats)],
      later: laterOnBoth + ["replication", "config", "timestamp", "create"])
  }
}

/// The option that chooses a format.
package enum FormatKind {
  /// Names the option's value: `values[FormatKind.chosen]`.
  package static let chosen = option([])

  /// The option over the formats that the program has.
  package static func option(_ formats: [Specification]) -> Option<Selection> {
    Option(
      required: "format", .oneOf("format", formats, later: ["avro", "parquet"]),
      "How records are written as bytes.", example: "json")
  }
}

import Contracts
import Engine
import Specifications
import Steps

/// The configuration's own blocks: what stands at the top, and a pipeline.
struct Language: Sendable {
  let root: Specification
  let connection: ValueKind<Selection>
  let pipeline: Specification
  let sinkKind: ValueKind<Selection>

  /// Blocks under names of the user's. They are read one by one, so that a mistake in one leaves the others readable.
  static let connections = Option(
    optional: "connections", .named([], .any), "Named endpoints with their credentials.",
    example: "{ store: { type: sqlite, path: data/orders.db } }")
  static let contracts = Option(
    optional: "contracts", .named([Contract.specification], .either([.text, .block(Contract.specification)])),
    "Named record schemas with constraints.",
    example: "{ order: { fields: { order_id: uuid } } }")
  static let pipelines = Option(
    optional: "pipelines", .named([], .any), "What is moved: a source, steps and a sink each.",
    example: "{ load: { source: …, sink: … } }")
  static let memory = Option(
    "memory", .byteCount(in: .mebibytes(32)...(.gibibytes(1024))), default: .mebibytes(256),
    "What bounds the memory of the whole process.", example: "256MiB")
  static let maxRecord = Option(
    optional: "max_record", .byteCount(), "The largest record; a larger one is a dead letter. An eighth of `memory`.",
    example: "32MiB")
  static let state = Option(
    optional: "state", .path, "The folder of positions, dead letters and run history; `.ouzel` beside the first file.",
    example: "/var/lib/ouzel")

  static let include = ConfigurationTree.include
  static let defaults = Option(
    optional: "defaults", .node, "Options that hold for every pipeline which doesn't write them itself.",
    example: "{ rate: 1000/s }")

  static let source = Option(
    required: "source", .oneOf("source", []), "Where records come from.",
    example: "{ files: { path: a.csv, format: csv } }")
  static let sink = Option(
    optional: "sink", .oneOf("sink", []), "Where records go.", example: "{ table: { connection: store, name: orders } }"
  )
  static let sinks = Option(
    optional: "sinks", .named([], .any), "Several sinks by name; a record goes to each that takes it.",
    example:
      "{ large: { table: { connection: store, name: large }, when: total > 100 }, rest: { stdout: { format: json }, when: otherwise } }"
  )
  static let contract = Option(
    optional: "contract",
    .node(
      "a name or a contract", .either([.text, .block(Contract.specification), .block(ContractChoice.specification)])),
    "What a record is: the name of a contract, or one written here.", example: "order")
  static let steps = Option(
    "steps", .steps, default: [], "What is done to records on the way.", example: "[ { filter: total > 0 } ]")
  static let rate = Option(
    optional: "rate", .rate, "How much is read a second, evenly, by each process.", example: "1000/s")
  static let retry = Option(
    optional: "retry", .block(Retry.specification),
    "How often a refusal that may pass is tried, and the pauses between.",
    example: "{ attempts: 3, base: 2s, cap: 60s }")
  static let batch = Option(
    optional: "batch", .block(Batch.specification), "How much travels together.", example: "{ records: 1000 }")

  static let deadLetters = Option(
    optional: "dead_letters", DeadLetterOptions.kind([]),
    "What becomes of records that can't be processed.", example: "{ keep: 90d, stop_above: none }")

  static let description = Option(
    optional: "description", .text, "What the pipeline is for, for people.", example: "orders of the web shop")
  static let owner = Option(optional: "owner", .text, "Whom to ask about it.", example: "data@example.org")
  static let forEach = Option(
    optional: "for_each", .node("a list, or a file that holds one", .either([.list(.any), .text])),
    "A list, or a file that holds one: one pipeline an item. The name has to contain `${each…}`.",
    example: "[ { name: orders }, { name: customers } ]")
  static let was = Option(
    "was", .oneOrMore(of: .text), default: [], "Former names of the pipeline, whose positions it keeps.",
    example: "load-orders")
  static let tests = Option(
    "tests", .list(of: .block(PipelineTest.specification)), default: [],
    "What is to come out of what goes in, as `ouzel test` checks it.",
    example:
      "[ { name: no hour, in: [ { value: { order_id: 7 } } ], out: [ { order_hour: null } ] } ]")
  static let credentials = Option(
    optional: "credentials", .path, "A YAML or JSON file of further options of the connection, secrets among them.",
    example: "credentials.json")

  static let connectWithin = Option(
    optional: "connect_within", .duration(in: .seconds(1) ... .seconds(86_400)),
    "How long a run waits at its start for what is away, before it ends with exit 3; for ever, where it isn't written. "
      + "Once connected, what is away is always waited for.", example: "30s")

  static let schedule = Option(
    optional: "schedule", .block(Schedule.specification), "When the pipeline runs; without one, at once.",
    example: "{ cron: \"*/15 * * * *\", zone: Europe/Berlin }")
  static let after = Option(
    "after", ValueKind<[String]>.oneOrMore(of: .text), default: [],
    "The pipelines that must have ended well before this one begins.", example: "[load]")
  static let onFailure = Option(
    "on_failure", .choice(of: OnFailure.self), default: .continue,
    "Whether the other pipelines of a run go on when this one fails.", example: "stop_all")

  enum OnFailure: String, CaseIterable, Sendable {
    case `continue`
    case stopAll = "stop_all"
  }

  enum Retry {
    static let attempts = Option(
      "attempts", .integer(in: 1...1000), default: 3,
      "How often in all a record is tried whose refusal may pass, before it is a dead letter.", example: "5")
    static let base = Option("base", .duration(), default: .seconds(2), "The first pause.", example: "2s")
    static let cap = Option("cap", .duration(), default: .seconds(60), "The longest pause.", example: "60s")
    static let specification = Specification(
      "retry",
      "Tries of a record, and pauses between them and in an outage: they double from the first to the longest, give or "
        + "take a fifth.", options: [attempts, base, cap])
  }

  enum Batch {
    static let records = Option(
      "records", .integer(in: 1...1_000_000), default: 8192, "The most records of a batch.", example: "1000")
    static let bytes = Option(
      "bytes", .byteCount(), default: .mebibytes(4), "The most bytes of a batch, as read.", example: "1MiB")
    static let age = Option(
      "age", .duration(in: .zero ... .seconds(3600)), default: .seconds(1),
      "How long records of a topic gather for the next batch once it has been read to its end.", example: "10s")
    static let specification = Specification(
      "batch", "A batch holds records of one lane and ends at whichever comes first.", options: [records, bytes, age])
  }

  init(_ registry: Registry) {
    let source = Option(
      required: "source", .oneOf("source", registry.sources, later: ["table", "lake", "websocket", "http"]),
      Self.source.sentence, example: "{ files: { path: orders.csv, format: csv } }")
    sinkKind = .oneOf("sink", registry.sinks, later: ["files", "lake", "websocket", "http"])
    let sink = Option(
      optional: "sink", sinkKind, Self.sink.sentence, example: "{ table: { connection: store, name: orders } }")
    let sinks = Option(
      optional: "sinks",
      .named(registry.sinks, .kindsBeside(NamedSink.extras, registry.sinks)),
      Self.sinks.sentence,
      example:
        "{ large: { table: { connection: store, name: large }, when: total > 100 }, rest: { stdout: { format: json }, when: otherwise } }"
    )
    let deadLetters = Option(
      optional: "dead_letters", DeadLetterOptions.kind(registry.letters), Self.deadLetters.sentence,
      example: "{ keep: 90d, stop_above: none }")
    pipeline = Specification(
      "pipeline", "A source, steps and a sink.",
      options: [
        source, Self.contract, Self.steps, sink, sinks, Self.rate, Self.retry, deadLetters, Self.batch,
        Self.schedule, Self.after,
        Self.onFailure, Self.description, Self.owner, Self.forEach, Self.was,
        Self.tests,
      ], later: ["ordering", "guarantee"])
    connection = .oneOf(
      "connection", by: "type", registry.connections.map { $0.adding(Self.credentials, Self.connectWithin) },
      later: ["kafka", "postgres", "mysql", "sqlserver", "cassandra", "local", "hdfs", "azure", "s3", "webhook"])
    let connections = Option(
      optional: "connections", .named(connection.blocks, connection.shape), Self.connections.sentence,
      example: "{ store: { type: sqlite, path: data/orders.db } }")
    let pipelines = Option(
      optional: "pipelines", .named([pipeline], .block(pipeline)), Self.pipelines.sentence,
      example: "{ load: { source: …, sink: … } }")
    let defaults = Option(
      optional: "defaults", .node("a pipeline's options", .partOf(pipeline)), Self.defaults.sentence,
      example: "{ rate: 1000/s }")
    root = Specification(
      "the configuration", "What stands at the top of a file.",
      options: [
        Self.include, connections, Self.contracts, defaults, pipelines, Self.memory, Self.maxRecord, Self.state,
      ], later: ["max_message", "metrics", "traces", "log"])
  }
}

extension ValueKind where Value == Node {
  /// Blocks under names, each of which may be one of `blocks`; they are read one by one later.
  fileprivate static func named(_ blocks: [Specification], _ shape: ValueShape) -> Self {
    ValueKind(wanted: "a block of names", blocks: blocks, shape: .map(shape)) { node, reading in
      if node.entries != nil || node.isNull { return node }
      reading.misfit(node, wanted: "a block of names")
      return nil
    }
  }
}

import Configuration
import Engine
import TestSupport
import Testing

/// What a pipeline is given to read: records by number, of which some can't be read.
struct Load: Sendable {
  var count = 60
  var poison: Set<Int> = []
  /// How long the text beside the number is.
  var width = 8

  static let small = Load()
  static let poisoned = Load(poison: [13, 14, 37])

  func note(_ number: Int) -> String { "note \(number) " + String(repeating: "x", count: width) }
  func isPoison(_ number: Int) -> Bool { poison.contains(number) }
}

/// What of a load is to become of it.
struct Expected {
  /// The keys that are to arrive.
  var arrivals: [String]
  /// The original bytes of those that aren't.
  var letters: [String]
}

/// A source as the suite needs to know it.
protocol SourceRig: Sendable {
  var name: String { get }
  /// `connections:` that the source needs, an entry a line.
  var connections: [String] { get }
  /// `contracts:` that the pipeline chooses from, an entry a line.
  var contracts: [String] { get }
  /// Whether what was read can be read again by another run.
  var isReplayable: Bool { get }
  /// The column by which a record is known.
  var key: String { get }
  /// The source's block, as YAML.
  func block(_ load: Load) -> String
  /// The pipeline's contract, as YAML.
  func contract(_ load: Load) -> String
  /// Puts the load in.
  func fill(_ load: Load) async throws
  func expected(_ load: Load) -> Expected
  /// The source of the plan, or one in its place.
  func source(_ plan: PipelinePlan) throws -> any Source
  /// Blocks with a mistake, each with what is to be said of it.
  var mistakes: [(block: String, message: String)] { get }
}

extension SourceRig {
  var connections: [String] { [] }
  var contracts: [String] { [] }
  var isReplayable: Bool { true }
  var key: String { "n" }
  func contract(_ load: Load) -> String { "{ fields: { n: { type: int64, required: true }, note: text } }" }
  func source(_ plan: PipelinePlan) throws -> any Source { plan.source }
}

/// A sink as the suite needs to know it.
protocol SinkRig: Sendable {
  var name: String { get }
  var connections: [String] { get }
  /// The sink's block, as YAML; `key` names the column by which a record is known.
  func block(key: String) -> String
  /// The blocks of several sinks by name, as YAML; nil where there is one.
  func blocks(key: String) -> String?
  /// The keys of all that has arrived.
  func arrived(key: String) throws -> [String]
  /// The plan's sinks, or others in their place.
  func sinks(_ plan: PipelinePlan) throws -> [any Sink]
  /// Makes the sink be away, and lets it be there again.
  func takeAway()
  func bringBack()
  var mistakes: [(block: String, message: String)] { get }
}

extension SinkRig {
  var connections: [String] { [] }
  func blocks(key: String) -> String? { nil }
  func sinks(_ plan: PipelinePlan) throws -> [any Sink] { plan.sinks.map(\.sink) }
}

/// Which source and which sink are put together; one of them is under test.
struct Subject: Sendable, CustomTestStringConvertible {
  let name: String
  let source: @Sendable (TemporaryFolder) -> any SourceRig
  let sink: @Sendable (TemporaryFolder) -> any SinkRig
  /// Whether the sink is what is under test, and what is taken away in an outage.
  let isSink: Bool
  /// Cases that count what this one hasn't: records where messages hold several, full batches where a file holds one.
  var without: Set<Case> = []

  var testDescription: String { name }

  static let files = Subject(
    name: "files source", source: { FilesRig(folder: $0) }, sink: { TableRig(folder: $0) }, isSink: false)
  static let topicSource = Subject(
    name: "embedded source", source: { TopicSourceRig(folder: $0) }, sink: { TableRig(folder: $0) }, isSink: false)
  static let generator = Subject(
    name: "generator", source: { GeneratorRig(folder: $0) }, sink: { TableRig(folder: $0) }, isSink: false)
  static let stdin = Subject(
    name: "stdin", source: { InputRig(folder: $0) }, sink: { TableRig(folder: $0) }, isSink: false)
  static let table = Subject(
    name: "sqlite table", source: { FilesRig(folder: $0) }, sink: { TableRig(folder: $0) }, isSink: true)
  static let topicSink = Subject(
    name: "embedded sink", source: { FilesRig(folder: $0) }, sink: { TopicSinkRig(folder: $0) }, isSink: true)
  static let tables = Subject(
    name: "sqlite tables that records name", source: { FilesRig(folder: $0) },
    sink: { TableRig(folder: $0, many: true) }, isSink: true)
  static let topics = Subject(
    name: "embedded topics that records name", source: { FilesRig(folder: $0) },
    sink: { TopicSinkRig(folder: $0, many: true) }, isSink: true)
  static let stdout = Subject(
    name: "stdout", source: { FilesRig(folder: $0) }, sink: { OutputRig(folder: $0) }, isSink: true)

  static let twoTables = Subject(
    name: "two tables of a file", source: { FilesRig(folder: $0) }, sink: { PairRig(folder: $0, isTopic: false) },
    isSink: true)
  static let tableAndTopic = Subject(
    name: "a table and a topic", source: { KindsRig(folder: $0) }, sink: { PairRig(folder: $0, isTopic: true) },
    isSink: true)

  static let all = [
    files, topicSource, generator, stdin, table, topicSink, tables, topics, stdout, twoTables, tableAndTopic,
  ]
}

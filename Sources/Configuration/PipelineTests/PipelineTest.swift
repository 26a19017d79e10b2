import Columns
import Engine
package import Specifications

/// A test of a pipeline, read and checked: what goes in, and what is to come out.
package struct PipelineTest: Sendable {
  package let name: String
  /// Where the test is written.
  package let place: Place
  /// The moment that stands for the clock's; nil for the clock's own.
  let now: Moment?
  /// Whether it says what time `now()` answers.
  package var saysTime: Bool { now != nil }
  let inputs: [TestInput]
  /// For each sink of which something is said, the records that it is to take; nil where nothing is said of any.
  let records: [WantedRecords]?
  let letters: [WantedLetter]
  /// How many records are to be filtered; nil where nothing is said of it.
  let filtered: Int?

  /// Whether the test says anything of what is to come out.
  let saysAnything: Bool
  /// Whether it says which records are to come out.
  package var saysRecords: Bool { records != nil }
}

/// A record, message or file of a test.
struct TestInput: Sendable {
  enum Content: Sendable {
    /// The record's text, as the source's format has it.
    case bytes([UInt8])
    case file(FilePath, Place)
  }

  let content: Content
  var key: String?
  /// Headers as a JSON object; empty where there are none.
  var headers = ""
  var topic: String?
  var partition: Int32?
  var offset: Int64?
  var timestamp: Moment?
}

/// The records that a sink is to take, in their order.
struct WantedRecords: Sendable {
  /// The number of the sink among the pipeline's.
  let sink: Int
  /// Whether the sink is named, so that several can be.
  let isNamed: Bool
  /// For each record the columns of which something is said.
  let columns: [[WantedColumn]]
}

/// What a column of a record is to be.
struct WantedColumn: Sendable {
  let name: String
  let value: Node
}

/// A record that is to become a dead letter.
struct WantedLetter: Sendable {
  /// A part of its message; nil for any.
  let message: String?
  /// Where it is to fail; nil for anywhere.
  let stage: String?
}

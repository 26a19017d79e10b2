import Columns
import Engine
import Specifications

/// The tests of a pipeline, and what they are run with: its real decoders, steps and sinks, of which none is opened.
package struct PipelineTests: Sendable {
  package let all: [PipelineTest]
  let bench: TestBench
}

/// What the tests of a pipeline are run with.
struct TestBench: Sendable {
  let pipeline: String
  let source: any Source
  let processing: Processing
  /// The pipeline's sinks, of which each test gets new ones: what one is given is nothing to the next.
  let sinks: [SinkPlan]
  /// For each sink, what records may look like when they arrive.
  let forms: [[SinkForm]]
  let reading: Reading

  /// How what a test reads becomes a batch.
  enum Reading: Sendable {
    /// Each is a message.
    case messages
    /// Each is a file, which is cut into records.
    case stream(any Splitter, maxRecord: ByteCount)
    /// Each is a record of a source that makes its records itself.
    case records
  }
}

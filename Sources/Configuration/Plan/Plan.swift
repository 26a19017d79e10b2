package import Engine
package import Specifications

/// A configuration, read and checked: all that a run needs, made without a connection.
package struct Plan: Sendable {
  package var pipelines: [PipelinePlan] = []
  package var memory = ByteCount.mebibytes(256)
  /// The folder of positions and dead letters.
  package var state: String
}

/// A pipeline, read and checked.
package struct PipelinePlan: Sendable {
  package let name: String
  package let source: any Source
  package let sink: any Sink
  package let processing: Processing
  package var settings: PipelineSettings
  /// Tells this configuration of the pipeline from others, in dead letters.
  package let hash: String
  /// What people call source and sink: `files orders.csv`.
  package let sourceTitle: String
  package let sinkTitle: String
  /// What the pipeline can promise, source and sink together.
  package let guarantee: Guarantee
  /// Why it can't promise more, or by what it can.
  package let reason: String
  /// The pipelines of the same configuration that fill the source.
  package var fedBy: [String] = []
  /// The pipelines that must have ended well before this one begins.
  package var after: [String] = []
  /// Where those are named.
  var orderPlace = Place.nowhere
  /// When the pipeline runs; nil for at once.
  package var schedule: Schedule?
  /// Whether its failure stops the others.
  package var stopsAll = false
}

import Columns
package import Contracts
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
  /// Where records go: one sink, or several.
  package let sinks: [SinkPlan]
  package let processing: Processing
  package var settings: PipelineSettings
  /// How its dead letters are kept.
  package var letters = LetterTerms()
  /// Tells this configuration of the pipeline from others, in dead letters.
  package let hash: String
  /// The contracts that records may have: one, or several of which each record chooses.
  package let contracts: [Contract]
  /// What people call the source: `files`, `topic orders on events`.
  package let sourceTitle: String
  /// The pipelines of the same configuration that fill the source.
  package var fedBy: [String] = []
  /// The pipelines that must have ended well before this one begins.
  package var after: [String] = []
  /// Where those are named.
  var orderPlace = Place.nowhere
  /// When the pipeline runs; nil for at once.
  package var schedule: Schedule?
  /// Whether it runs again and again, by its schedule or behind one that does.
  package var repeats = false
  /// Whether its failure stops the others.
  package var stopsAll = false
  /// What it is for and whom to ask, for people.
  package var description: String?
  package var owner: String?
  /// Names under which it kept positions before.
  package var formerNames: [String] = []

  /// Its tests; nil where it has none.
  package var tests: PipelineTests?

  /// Whether a contract of its records has fields that are about people.
  package var isAboutPeople: Bool { contracts.contains { $0.fields.contains(where: \.form.isPersonal) } }

  /// The sink of a pipeline that has one.
  package var sink: any Sink { sinks[0].sink }
}

/// A sink of a pipeline, with what can be promised.
package struct SinkPlan: Sendable {
  /// The sink's name; `sink` where it is the only one.
  package let name: String
  package let sink: any Sink
  /// Makes the sink once more, which knows nothing of what this one was given.
  let another: @Sendable () -> any Sink
  /// What people call it.
  package let title: String
  /// What the pipeline can promise, source and sink together.
  package let guarantee: Guarantee
  /// Why it can't promise more, or by what it can.
  package let reason: String
}

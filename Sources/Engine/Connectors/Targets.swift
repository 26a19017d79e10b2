package import Specifications

/// What sinks that write many targets have in common.
package enum Targets {
  package static let most = Option(
    "max_targets", .integer(in: 1...1_000_000), default: 1000,
    "How many targets the records of a run may name; a record that names one more is a dead letter.", example: "100")
}

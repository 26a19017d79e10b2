import Engine
package import Specifications

/// The options of the generator.
package enum GeneratorKind {
  /// What is made up.
  package enum Kind: String, CaseIterable, Sendable { case orders }

  package static let kind = Option(
    required: "kind", .choice(of: Kind.self, later: ["people"]), "What is made up; it brings a contract of its name.",
    example: "orders")
  package static let seed = Option(
    "seed", .integer(in: 0...Int.max), default: 1, "What the records follow from: the same seed, the same records.",
    example: "7")
  package static let count = Option(
    optional: "count", .integer(in: 0...Int.max), "How many records there are; without end if none is given.",
    example: "99441")

  /// A generator that is read.
  package static let source = Specification(
    "generator", "Made-up records, each of which follows from the seed and its number.",
    options: [kind, seed, count, Ending.option(Ending.anySource)], later: ["locale", "start", "every", "format"])
}

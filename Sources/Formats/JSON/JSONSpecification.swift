package import Specifications

extension JSONOptions {
  package static let shapeOption = Option(
    "shape", .choice(of: Shape.self, later: ["array", "document"]), default: Shape.auto,
    "How records stand in a file or message: one a line, or in messages also behind one another or in an array.",
    example: "lines")

  /// The block `json`.
  package static let specification = Specification(
    "json", "Records as JSON objects.", options: [shapeOption], later: ["at", "nan", "schema"])

  /// The options as a configuration has them.
  package init(_ values: OptionValues) {
    self.init()
    shape = values[Self.shapeOption]
  }
}

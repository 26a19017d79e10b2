package import Specifications

extension JSONOptions {
  package static let shapeOption = Option(
    "shape", .choice(of: Shape.self), default: Shape.auto,
    "How records stand in a file or message: one a line, in an array, or all of it one record. `auto` looks at the "
      + "beginning: an array, objects behind one another, or in files lines.",
    example: "array")
  package static let atOption = Option(
    optional: "at", .pointer,
    "Where in the text the records stand, as a JSON pointer: the elements of an array there, or the object.",
    example: "/data/items")
  package static let nanOption = Option(
    "nan", .choice(of: NotFiniteNumbers.self), default: NotFiniteNumbers.reject,
    "What becomes of `NaN`, `Infinity` and `-Infinity`, which Python writes and JSON hasn't: a failure of the record, "
      + "null, or the number, which is then written so too.",
    example: "as_null")

  /// The block `json`.
  package static let specification = Specification(
    "json", "Records as JSON objects.", options: [shapeOption, atOption, nanOption], later: ["schema"])

  /// The options as a configuration has them.
  package init(_ values: OptionValues) {
    self.init()
    shape = values[Self.shapeOption]
    at = values[Self.atOption]
    nan = values[Self.nanOption]
  }
}

extension ValueKind where Value == JSONPointer {
  /// A place in a JSON text.
  fileprivate static var pointer: Self {
    ValueKind(
      wanted: "a JSON pointer like `/data/items`", shape: .matching("^/"),
      written: \.text,
      mend: { text in
        let isPointer = text.hasPrefix("/")
        let path = isPointer ? text.dropFirst() : text.drop { "$.".contains($0) }
        if path.isEmpty { return "leave it out: records are looked for in all of the text then" }
        return "write `/\(whole(isPointer ? String(path) : String(path.map { $0 == "." ? "/" : $0 })))`"
      },
      parse: { text in JSONPointer(text) })
  }
}

/// A path in which each tilde that begins no escape is one that stands for itself.
private func whole(_ path: String) -> String {
  let parts = path.split(separator: "~", omittingEmptySubsequences: false)
  return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
    text += part.first == "0" || part.first == "1" ? "~\(part)" : "~0\(part)"
  }
}

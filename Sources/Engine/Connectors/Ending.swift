package import Specifications

/// The option that ends a pipeline, which is the language's and the same on every kind of source.
package enum Ending {
  /// The forms that fit any source.
  package static let anySource = Until.Form.allCases.filter(\.fitsAnySource)

  /// Names the option's value: `values[Ending.until]`.
  package static let until = option()

  /// The option, with the forms that its source knows.
  package static func option(_ forms: [Until.Form] = Until.Form.allCases) -> Option<[Until]> {
    Option(
      "until", ValueKind<[Until]>.oneOrMore(of: .until(forms)), default: [],
      "What ends the pipeline, of several the first that comes true; if none is given, what the source holds ends it, "
        + "and a topic goes on.", example: "[records:1000, idle:10s]")
  }
}

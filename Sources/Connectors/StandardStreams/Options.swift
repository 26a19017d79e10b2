import Engine
package import Specifications

/// The options of standard input and output.
package enum StandardStreamKind {
  /// What is read, in one of `formats`.
  package static func input(_ formats: [Specification]) -> Specification {
    Specification(
      "stdin", "What another program writes to this one; it keeps no position.",
      options: [Ending.option(Ending.anySource), FormatKind.option(formats)])
  }

  /// What is written, in one of `formats`.
  package static func output(_ formats: [Specification]) -> Specification {
    Specification(
      "stdout", "What another program reads from this one, at least once.", options: [FormatKind.option(formats)])
  }
}

import Engine
package import Specifications

/// The options of files, as the language has them.
package enum FilesKind {
  package static let path = Option(
    required: "path", .path, "The files to read: a path, in which `*`, `?`, `[a-z]` and `**` stand for others.",
    example: "data/*.csv")

  /// Files that are read, in one of `formats`.
  package static func source(_ formats: [Specification]) -> Specification {
    Specification(
      "files", "Files on this machine, each a lane of its own; those that end in `.gz` or `.zst` are unpacked.",
      options: [path, Ending.option(Ending.anySource), FormatKind.option(formats)],
      later: ["connection", "follow", "from", "resume", "only", "file", "roll"])
  }
}

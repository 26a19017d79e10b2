package import Specifications

/// The options of an embedded connection.
package enum EmbeddedOptions {
  package static let path = Option(
    required: "path", .path, "The file of topics; it is made if it is missing.", example: "data/events.db")

  package static let connection = Specification(
    "embedded", "Topics in one file, for several processes of this machine, with no server.", options: [path])
}

package import Specifications

/// Why what stands elsewhere can't be had.
package struct ElsewhereFailure: Error, Equatable, Sendable {
  package let message: String
  package let mend: String?

  /// A failure: a clause, and what to do about it.
  package init(_ message: String, mend: String? = nil) {
    self.message = message
    self.mend = mend
  }
}

/// How contracts that stand elsewhere are reached: in files, and in the tables of connections.
package struct Elsewhere: Sendable {
  /// The text of a file.
  package let text: @Sendable (FilePath) throws(ElsewhereFailure) -> String
  /// A YAML or JSON file as a tree; mistakes of its own are recorded at their places.
  package let tree: @Sendable (FilePath, inout Problems) throws(ElsewhereFailure) -> Node?
  /// The contract of a table: the connection's name, the table's, and the node that asks for it.
  package let table: @Sendable (String, String, Node, inout Problems) throws(ElsewhereFailure) -> Contract?

  /// Ways to files and tables.
  package init(
    text: @escaping @Sendable (FilePath) throws(ElsewhereFailure) -> String,
    tree: @escaping @Sendable (FilePath, inout Problems) throws(ElsewhereFailure) -> Node?,
    table: @escaping @Sendable (String, String, Node, inout Problems) throws(ElsewhereFailure) -> Contract?
  ) {
    self.text = text
    self.tree = tree
    self.table = table
  }

  /// No way to anything.
  package static let nowhere = Elsewhere(
    text: { path throws(ElsewhereFailure) in throw ElsewhereFailure("`\(path.written)` can't be read here") },
    tree: { path, _ throws(ElsewhereFailure) in throw ElsewhereFailure("`\(path.written)` can't be read here") },
    table: { connection, _, _, _ throws(ElsewhereFailure) in
      throw ElsewhereFailure("there is no connection `\(connection)`")
    })
}

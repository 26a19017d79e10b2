package import Specifications

/// The options of a SQLite connection.
package enum SQLiteOptions {
  package static let path = Option(
    required: "path", .path, "The database's file; it is made if it is missing.", example: "data/orders.db")

  package static let connection = Specification("sqlite", "A SQLite database, in one file.", options: [path])
}

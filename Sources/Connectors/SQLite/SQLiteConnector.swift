package import Engine
package import Specifications

extension Connector {
  /// Tables of a SQLite database.
  package static let sqlite = Connector(
    connection: SQLiteOptions.connection,
    sinks: [
      SinkOffer(TableKind.sink) { request, problems in
        TableTarget(request, &problems).map { TableSink($0, pipeline: request.pipeline) }
      }
    ])
}

/// The options of a SQLite connection.
package enum SQLiteOptions {
  package static let path = Option(
    required: "path", .path, "The database's file; it is made if it is missing.", example: "data/orders.db")

  package static let connection = Specification("sqlite", "A SQLite database, in one file.", options: [path])
}

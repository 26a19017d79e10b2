package import Engine

extension Connector {
  /// Tables of a SQLite database.
  package static let sqlite = Connector(
    connection: SQLiteOptions.connection,
    sinks: [
      SinkOffer(TableKind.sink) { request, problems in
        TableTarget(request, &problems).map { TableSink($0, pipeline: request.pipeline, sink: request.name) }
      }
    ])
}

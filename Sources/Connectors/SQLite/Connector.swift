import Contracts
package import Engine
import Specifications

extension Connector {
  /// Tables of a SQLite database.
  package static let sqlite = Connector(
    connection: SQLiteOptions.connection,
    sinks: [
      SinkOffer(TableKind.sink) { request, problems in
        TableTargets(request, &problems).map { TableSink($0, for: request) }
      }
    ],
    tableContract: { connection, table, node, problems throws(ElsewhereFailure) in
      try DeclaredTable.contract(of: table, at: connection.values[SQLiteOptions.path], askedBy: node, &problems)
    })
}

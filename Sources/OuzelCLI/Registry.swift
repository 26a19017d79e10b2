import CSVFormat
import Configuration
import EmbeddedConnector
import Engine
import FilesConnector
import GeneratorConnector
import JSONFormat
import SQLiteConnector
import StandardStreamsConnector

extension Registry {
  /// The one list of what this program knows. A new connector or format is added here and nowhere else.
  static let all: Registry = {
    let formats = [CSVFormat.offer, JSONFormat.offer]
    let kinds = formats.map(\.kind)
    return Registry(
      connectors: [
        FilesConnector.connector(formats: kinds), EmbeddedConnector.connector(formats: kinds),
        SQLiteConnector.connector(), GeneratorConnector.connector(), StandardStreamsConnector.connector(formats: kinds),
      ], formats: formats)
  }()
}

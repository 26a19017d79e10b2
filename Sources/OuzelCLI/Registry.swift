import CSVFormat
import Columns
package import Configuration
import EmbeddedConnector
import Engine
import FilesConnector
import GeneratorConnector
import JSONFormat
import SQLiteConnector
import Specifications
import StandardStreamsConnector

extension Registry {
  /// The one list of what this program knows. A new connector or format is added here and nowhere else.
  package static let all: Registry = {
    let formats = [FormatOffer.csv, FormatOffer.json]
    let kinds = formats.map(\.kind)
    return Registry(
      connectors: [
        .files(formats: kinds), .embedded(formats: kinds), .sqlite, .generator, .standardStreams(formats: kinds),
      ], formats: formats)
  }()
}

extension FormatOffer {
  static let csv = FormatOffer(
    CSVOptions.specification,
    decoder: { CSVOptions($0).decoder(schema: $1, unknown: $2.unknown, keepsUnfit: $2.keepsUnfit) },
    splitter: { CSVOptions($0).splitter }, encoder: { CSVOptions($0).encoder },
    sample: { CSVOptions($1).sample(of: $0, columns: $2, &$3) },
    bytes: { CSVOptions($1).bytes(of: $0) })

  static let json = FormatOffer(
    JSONOptions.specification,
    decoder: { JSONDecoder(schema: $1, options: JSONOptions($0), unknown: $2.unknown, keepsUnfit: $2.keepsUnfit) },
    whole: { JSONWholeDecoder(options: JSONOptions($0)) }, keepsUnknown: true, splitter: { _ in JSONLinesSplitter() },
    encoder: { _ in JSONEncoder() }, sample: { record, _, _, _ in record.asJSON })
}

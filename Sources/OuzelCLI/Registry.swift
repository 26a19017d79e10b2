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
import TextFormat

extension Registry {
  /// The one list of what this program knows. A new connector or format is added here and nowhere else.
  package static let all: Registry = {
    let formats = [FormatOffer.csv, .json, .text, .raw]
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
    whole: { JSONWholeDecoder(options: JSONOptions($0)) }, keepsUnknown: true,
    splitter: { JSONSplitter(JSONOptions($0)) },
    encoder: { JSONEncoder(options: JSONOptions($0)) },
    sample: { record, values, _, _ in JSONOptions(values).sample(of: record) })

  static let text = FormatOffer(
    TextFormat.specification,
    decoder: { TextFormat.decoder($0, schema: $1, keepsUnfit: $2.keepsUnfit) },
    sole: Field(TextFormat.field, .text), splitter: { TextFormat.splitter($0) },
    encoder: { TextFormat.encoder($0) },
    sample: { record, _, _, problems in SoleSample.text(of: record, field: TextFormat.field, &problems) })

  static let raw = FormatOffer(
    RawFormat.specification, decoder: { RawDecoder(schema: $1, keepsUnfit: $2.keepsUnfit) },
    sole: Field(RawFormat.field, .bytes), splitter: { _ in WholeStream(isBlankNothing: false, skipsMark: false) },
    encoder: { _ in RawEncoder() },
    sample: { record, _, _, problems in SoleSample.text(of: record, field: RawFormat.field, &problems) })
}

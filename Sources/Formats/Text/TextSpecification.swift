package import Columns
import Encodings
package import Specifications

/// Text, of which each line is a record of one field.
public enum TextFormat {
  /// The field's name.
  public static let field = "line"

  /// The block `text`.
  package static let specification = Specification(
    "text",
    "Records as lines of text, each with the one field `line`: any other name will do where the contract has "
      + "but one.",
    options: [TextEncoding.option])

  /// What decodes text in its encoding.
  package static func decoder(_ values: OptionValues, schema: Schema, keepsUnfit: Bool) -> any Decoder {
    values[TextEncoding.option].decoder(TextDecoder(schema: schema, keepsUnfit: keepsUnfit))
  }

  /// What cuts it into lines.
  package static func splitter(_ values: OptionValues) -> any Splitter {
    values[TextEncoding.option].splitter(LineSplitter(skipsBlank: false), isASCII: true)
  }

  /// What writes it.
  package static func encoder(_ values: OptionValues) -> any Encoder {
    values[TextEncoding.option].encoder(TextEncoder())
  }
}

/// Bytes as they are: a whole file or message is one record of one field.
public enum RawFormat {
  /// The field's name.
  public static let field = "bytes"

  /// The block `raw`.
  package static let specification = Specification(
    "raw",
    "Each file or message as it is: one record with the one field `bytes`; any other name will do where the "
      + "contract has but one.")
}

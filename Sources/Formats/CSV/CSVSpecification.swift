package import Columns
import Encodings
package import Specifications

extension CSVOptions {
  package static let headerOption = Option(
    "header", .boolean, default: true, "Whether the first record names the columns.", example: "false")
  package static let delimiterOption = Option(
    "delimiter", .delimiter, default: ",", "What stands between fields.", example: "\";\"")
  package static let quoteOption = Option(
    "quote", .quote, default: UInt8(ascii: "\""),
    "What encloses a field that holds delimiters or line ends; nothing where quotes are characters like others.",
    example: "\"'\"")
  package static let escapeOption = Option(
    "escape", .escape, default: nil,
    "What makes the quote, delimiter, line end or escape behind it mean itself; before others it is one of them.",
    example: #""\\""#)
  package static let nullTextOption = Option(
    "null_text", .anyText, default: "", "What an unquoted field says that is null, beside the empty one.",
    example: "\"NULL\"")
  package static let skipOption = Option(
    "skip", .integer(in: 0...1_000_000), default: 0,
    "How many lines before the header or first record are passed over.",
    example: "2")
  package static let commentOption = Option(
    "comment", .comment, default: "", "What lines begin with that are no records, but passed over.", example: "\"#\"")
  package static let trimOption = Option(
    "trim", .boolean, default: false, "Whether the space around fields, and around their quotes, is none of theirs.",
    example: "true")

  /// The block `csv`.
  package static let specification = Specification(
    "csv", "Records as lines of fields.",
    options: [
      headerOption, delimiterOption, quoteOption, escapeOption, nullTextOption, TextEncoding.option, skipOption,
      commentOption, trimOption,
    ], contradictions: contradictions)

  /// The options as a configuration has them.
  package init(_ values: OptionValues) {
    self.init()
    header = values[Self.headerOption]
    delimiter = values[Self.delimiterOption]
    quote = values[Self.quoteOption]
    escape = values[Self.escapeOption]
    nullText = values[Self.nullTextOption]
    encoding = values[TextEncoding.option]
    skip = values[Self.skipOption]
    comment = values[Self.commentOption]
    trim = values[Self.trimOption]
  }

  /// What decodes a CSV in its encoding.
  package func decoder(schema: Schema, unknown: UnknownFields = .drop, keepsUnfit: Bool = false) -> any Decoder {
    encoding.decoder(CSVDecoder(schema: schema, options: self, unknown: unknown, keepsUnfit: keepsUnfit))
  }

  /// What cuts it into records.
  package var splitter: any Splitter {
    encoding.splitter(CSVSplitter(self), isASCII: (delimiter + comment).utf8.allSatisfy { $0 < 0x80 })
  }

  /// A text in its encoding; nil where it has characters that are missing there.
  package func bytes(of text: String) -> [UInt8]? { encoding.bytes(of: text) }

  /// What writes it.
  package var encoder: any Encoder { encoding.encoder(CSVEncoder(options: self)) }
}

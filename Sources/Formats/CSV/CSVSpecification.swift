package import Columns
import Encodings
package import Specifications

extension CSVOptions {
  package static let headerOption = Option(
    "header", .boolean, default: true, "Whether the first record names the columns.", example: "false")
  package static let delimiterOption = Option(
    "delimiter", .delimiter, default: UInt8(ascii: ","), "What stands between fields.", example: "\";\"")
  package static let quoteOption = Option(
    "quote", .quote, default: UInt8(ascii: "\""),
    "What encloses a field that holds delimiters or line ends; nothing where quotes are characters like others.",
    example: "\"'\"")
  package static let nullTextOption = Option(
    "null_text", .anyText, default: "", "What an unquoted field says that is null, beside the empty one.",
    example: "\"NULL\"")

  /// The block `csv`.
  package static let specification = Specification(
    "csv", "Records as lines of fields.",
    options: [headerOption, delimiterOption, quoteOption, nullTextOption, TextEncoding.option],
    later: ["escape", "skip", "comment", "trim"])

  /// The options as a configuration has them.
  package init(_ values: OptionValues) {
    self.init()
    header = values[Self.headerOption]
    delimiter = values[Self.delimiterOption]
    quote = values[Self.quoteOption]
    nullText = values[Self.nullTextOption]
    encoding = values[TextEncoding.option]
  }

  /// What decodes a CSV in its encoding.
  package func decoder(schema: Schema, unknown: UnknownFields = .drop, keepsUnfit: Bool = false) -> any Decoder {
    encoding.decoder(CSVDecoder(schema: schema, options: self, unknown: unknown, keepsUnfit: keepsUnfit))
  }

  /// What cuts it into records.
  package var splitter: any Splitter { encoding.splitter(CSVSplitter(self), isASCII: true) }

  /// What writes it.
  package var encoder: any Encoder { encoding.encoder(CSVEncoder(options: self)) }
}

/// What may enclose a field. None of these delimits, so that the two options can't contradict each other.
private let quotes = "\"'$%"

extension ValueKind where Value == UInt8 {
  /// A character that can stand between fields.
  fileprivate static var delimiter: Self {
    ValueKind(
      wanted: "one ASCII character that is no letter, digit, quote or line end",
      shape: .matching("^[^A-Za-z0-9\"'$%\\n\\r]$"),
      written: { $0 == 0x09 ? "\"\\t\"" : "\"\(Character(Unicode.Scalar($0)))\"" },
      mend: { ["tab", "\\t"].contains($0.lowercased()) ? "write `\"\\t\"`" : nil },
      parse: { text in
        guard text.utf8.count == 1, let character = text.first, let byte = text.utf8.first else { return nil }
        let isTaken = character.isLetter || character.isNumber || character.isNewline || quotes.contains(character)
        return isTaken ? nil : byte
      })
  }
}

extension ValueKind where Value == UInt8? {
  /// A character that can enclose a field, or none.
  fileprivate static var quote: Self {
    ValueKind(
      wanted: "`\"`, `'`, `$` or `%`, or an empty text for none", shape: .matching("^[\"'$%]?$"),
      written: { $0.map { $0 == 0x22 ? "'\"'" : "\"\(Character(Unicode.Scalar($0)))\"" } ?? "\"\"" },
      parse: { text in
        guard let character = text.first else { return .some(nil) }
        return text.utf8.count == 1 && quotes.contains(character) ? .some(text.utf8.first) : nil
      })
  }
}

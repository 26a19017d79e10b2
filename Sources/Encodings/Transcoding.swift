package import Columns

/// A format's decoder, splitter and encoder, each of UTF-8, for text in any encoding: UTF-8 is left to them alone.
extension TextEncoding {
  package func decoder(_ inner: any Decoder) -> any Decoder {
    self == .utf8 ? inner : TranscodingDecoder(self, inner)
  }

  /// A splitter; where one byte is one character, all that cuts may be the same bytes as in UTF-8 (`isASCII`).
  package func splitter(_ inner: any Splitter, isASCII: Bool) -> any Splitter {
    switch self {
    case .utf8: inner
    case .latin1, .windows1252: isASCII ? inner : TranscodingSplitter(self, inner)
    case .utf16, .utf16LittleEndian, .utf16BigEndian: TranscodingSplitter(self, inner)
    }
  }

  package func encoder(_ inner: any Encoder) -> any Encoder {
    self == .utf8 ? inner : TranscodingEncoder(self, inner)
  }
}

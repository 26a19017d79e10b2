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

  /// A text in the encoding, without a byte order mark; nil where it has characters that are missing there.
  package func bytes(of text: String) -> [UInt8]? {
    if self == .utf8 { return Array(text.utf8) }
    var bytes = RawMemory()
    let buffer = Buffer.copying(text)
    guard unsafe CharacterForm(self).append(text: buffer.bytes, to: &bytes) == nil else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: bytes.start, count: bytes.count))
  }

  package func encoder(_ inner: any Encoder) -> any Encoder {
    self == .utf8 ? inner : TranscodingEncoder(self, inner)
  }
}

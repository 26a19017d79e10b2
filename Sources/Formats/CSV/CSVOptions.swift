public import Encodings

/// How a CSV is written.
public struct CSVOptions: Sendable, Equatable {
  /// Whether the first record names the columns.
  public var header = true
  /// What stands between fields.
  public var delimiter = UInt8(ascii: ",")
  /// What encloses a field that holds delimiters, line ends or quotes; nil where nothing does.
  public var quote: UInt8? = UInt8(ascii: "\"")
  /// What a field without quotes says that is null, beside the empty one; null is written as this.
  public var nullText = ""

  /// How characters are written as bytes.
  public var encoding = TextEncoding.utf8

  public init() {}
}

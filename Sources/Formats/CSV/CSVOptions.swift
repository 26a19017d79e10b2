public import Encodings

/// How a CSV is written.
public struct CSVOptions: Sendable, Equatable {
  /// Whether the first record names the columns.
  public var header = true
  /// What stands between fields: up to 16 bytes of UTF-8.
  public var delimiter = ","
  /// What encloses a field that holds delimiters, line ends or quotes; nil where nothing does.
  public var quote: UInt8? = UInt8(ascii: "\"")
  /// What takes its meaning from the character behind it, in quotes and without; nil where nothing does.
  public var escape: UInt8?
  /// What a field without quotes says that is null, beside the empty one; null is written as this.
  public var nullText = ""
  /// How characters are written as bytes.
  public var encoding = TextEncoding.utf8
  /// How many lines stand before all records.
  public var skip = 0
  /// What lines begin with that are no records; empty where there are none.
  public var comment = ""
  /// Whether the space around fields, and around their quotes, is none of theirs.
  public var trim = false

  public init() {}
}

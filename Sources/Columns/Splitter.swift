/// How a decoder's format cuts a stream of bytes (a file) into records.
public protocol Splitter: Sendable {
  /// The length of what stands once at the beginning (a header, a byte order mark): nil if it goes on behind `bytes`.
  func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int?
  /// What people call the prologue, where it is too long to be held.
  var prologueName: String { get }
  /// The prologue's length where `bytes`, as many as are ever held, don't tell yet how records stand, since the first is
  /// longer; nil where the prologue is.
  func prologue(ofLongRecord bytes: UnsafeRawBufferPointer) -> Int?
  /// How many of `bytes`, which begin with a prologue of that length, are kept as the prologue: more, where the first
  /// records tell how all are cut. They are records all the same.
  func kept(ofPrologue length: Int, in bytes: UnsafeRawBufferPointer) -> Int
  /// How much of `bytes`, which begin with a record, are whole records, at most `records` of them.
  /// At the end of the stream the last record needs no line end; one that is open there (a quote that nothing closes)
  /// isn't whole even then, so that the reader can give up its line alone.
  func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split
  /// The length of the line (without regard to quotes) that `bytes` begin with, its end included; nil if it goes on.
  /// Reading resumes behind it where a record turned out to be longer than any may be.
  func line(in bytes: UnsafeRawBufferPointer) -> Int?
  /// How many of `bytes`, which begin where a record may, are space that is none of it. They are passed over where the
  /// record isn't whole within as many bytes as it may have.
  func space(before bytes: UnsafeRawBufferPointer) -> Int
  /// Whether the line that `bytes` begin with is no record, wherever it ends.
  func isComment(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// What ends a line, without regard to quotes. Records begin at multiples of its length, counted from the beginning.
  var lineEnd: LineEnd { get }
  /// The splitter of what follows `prologue`, which may tell how the rest is cut (a byte order mark, an open bracket).
  func following(_ prologue: Buffer) -> any Splitter
  /// Whether the prologue holds what decides how records are read, so that it is looked at even where none follows.
  var hasHeader: Bool { get }
  /// What bounds records and the stream, where it isn't lines: nil where records end with lines, and any end will do.
  var structure: (any StreamStructure)? { get }
  /// Whether a stream is one record, whatever its length: one that has grown is another.
  var takesAll: Bool { get }
}

extension Splitter {
  public var prologueName: String { "the header" }
  /// Most formats tell a prologue without looking at records.
  public func prologue(ofLongRecord bytes: UnsafeRawBufferPointer) -> Int? { nil }
  /// Most formats keep their prologue and nothing else.
  public func kept(ofPrologue length: Int, in bytes: UnsafeRawBufferPointer) -> Int { length }
  /// Most formats are cut alike whatever their beginning says.
  public func following(_ prologue: Buffer) -> any Splitter { self }
  /// Most formats need nothing before their records.
  public var hasHeader: Bool { false }
  /// Most formats are made of lines.
  public var structure: (any StreamStructure)? { nil }
  /// Most formats have many records.
  public var takesAll: Bool { false }
  /// Most formats keep the space before a record.
  public func space(before bytes: UnsafeRawBufferPointer) -> Int { 0 }
  /// Most formats have no comments.
  public func isComment(_ bytes: UnsafeRawBufferPointer) -> Bool { false }
  public var lineEnd: LineEnd { .lineFeed }
  public func line(in bytes: UnsafeRawBufferPointer) -> Int? { unsafe lineEnd.line(in: bytes) }
}

/// What splitters of formats know whose records end elsewhere than lines do.
public protocol StreamStructure: Sendable {
  /// Looks, piece by piece, for the end of a record that is too long to be held.
  func recordEnd() -> any RecordEnd
  /// Looks, piece by piece, through what stands behind the last record; nil where nothing has to.
  func ending() -> (any StreamEnding)?
}

/// Looks for the end of a record of which bytes come piece by piece.
public protocol RecordEnd: Sendable {
  /// How much of `bytes`, which follow those seen before, belongs to the record; nil if it goes on behind them.
  mutating func length(in bytes: UnsafeRawBufferPointer) -> Int?
}

/// Looks through what stands behind the last record, which comes piece by piece.
public protocol StreamEnding: Sendable {
  /// How many of `bytes`, which follow those passed before, were passed over; fewer where the rest has to be seen with
  /// what follows. At the end all has to have been closed.
  mutating func pass(_ bytes: UnsafeRawBufferPointer, isEnd: Bool) throws(StreamFault) -> Int
}

/// What is wrong with a stream as a whole, and at which byte of those looked at.
public struct StreamFault: Error, Equatable, Sendable {
  public let offset: Int
  /// What is wrong, as it reads after "at byte 12: ".
  public let reason: String

  public init(_ offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }
}

/// What a splitter found.
public struct Split: Sendable, Equatable {
  /// How many bytes are whole records, line ends included.
  public var length: Int
  /// How many records these are.
  public var records: Int
  /// Whether there are no records behind them any more; then there are none in them either.
  public var isLast = false

  public init(length: Int, records: Int, isLast: Bool = false) {
    self.length = length
    self.records = records
    self.isLast = isLast
  }
}

/// Bytes as a source delivers them, cut into frames that begin and end with whole records: one frame of a file holds
/// many records, one frame of a topic is one message.
public struct Frames: Sendable {
  /// What the frames lie in. It is kept until the receipt, since dead letters need the original bytes.
  public let bytes: Buffer
  /// The frames, in order.
  public let ranges: [Range<Int>]
  /// What stood once at the beginning of a file (a CSV's header), though it may be empty; nil where each frame is a
  /// message and brings its own.
  public let prologue: Buffer?
  /// Whether each frame is one record, as another decoder of the format has found it.
  public let areRecords: Bool

  public init(bytes: Buffer, ranges: [Range<Int>], prologue: Buffer? = nil, areRecords: Bool = false) {
    self.bytes = bytes
    self.ranges = ranges
    self.prologue = prologue
    self.areRecords = areRecords
  }
}

/// Where each decoded row stood: its frame, its place among the frame's rows, its bytes. Failed rows are in it too.
@frozen public struct DecodedRows: Sendable {
  @usableFromInline var rows: [Row] = []
  @usableFromInline var frames: [Int32] = []

  @frozen @usableFromInline struct Row: Sendable {
    @usableFromInline let start: UInt32
    @usableFromInline let end: UInt32
    @usableFromInline init(start: UInt32, end: UInt32) {
      self.start = start
      self.end = end
    }
  }

  public init() {}

  @inlinable public var count: Int { rows.count }

  /// Makes room for `rows` rows.
  public mutating func reserve(_ rows: Int) { self.rows.reserveCapacity(rows) }

  /// Adds a row of the only frame.
  @inlinable public mutating func append(_ range: Range<Int>) {
    rows.append(
      Row(start: UInt32(truncatingIfNeeded: range.lowerBound), end: UInt32(truncatingIfNeeded: range.upperBound)))
  }

  /// Adds a row of frame `frame`, where frames are messages.
  @inlinable public mutating func append(_ range: Range<Int>, frame: Int) {
    append(range)
    frames.append(Int32(truncatingIfNeeded: frame))
  }

  /// The bytes of row `row`, its line end left out, within the frames' buffer.
  public func range(of row: Int) -> Range<Int> { Int(rows[row].start)..<Int(rows[row].end) }

  /// The frame of row `row`.
  public func frame(of row: Int) -> Int { frames.isEmpty ? 0 : Int(frames[row]) }
}

/// What a decoder makes of frames.
public struct Decoded: Sendable {
  /// The rows that decoded; their origins are places in `rows`.
  public var batch: ColumnBatch
  /// Every row, decoded or failed.
  public var rows: DecodedRows
  /// The rows that didn't decode; `row` is a place in `rows`.
  public var failures: [RowFailure]
  /// How often each field was met that the schema doesn't name and that was left out.
  public var dropped: [String: Int]
  /// The values that are none of their field's type, and null in rows that go on all the same; `row` is a place in
  /// `rows`.
  public var unfit: [RowFailure]

  public init(
    batch: ColumnBatch, rows: DecodedRows, failures: [RowFailure], dropped: [String: Int] = [:],
    unfit: [RowFailure] = []
  ) {
    self.unfit = unfit
    self.batch = batch
    self.rows = rows
    self.failures = failures
    self.dropped = dropped
  }
}

/// Turns bytes into columns. A value: any number of batches may be decoded at once.
public protocol Decoder: Sendable {
  /// The columns that come out.
  var schema: Schema { get }
  /// Decodes whole frames. Nothing is thrown: what can't be decoded is a failure of its row.
  func decode(_ frames: Frames) -> Decoded
  /// What a record of frame `frame` needs before it where it is decoded alone, as `Frames.prologue`; nil where that is
  /// nothing, and the frame is a message.
  func prologue(of frame: Int, in frames: Frames) -> Buffer?
  /// Whether records can be decoded alone, whatever stood before them.
  var needsNoPrologue: Bool { get }
  /// Why no record behind the prologue could be read, or none could have the fields named in `required`: asked where no
  /// record follows that would tell. Its row is 0.
  func fault(of prologue: Buffer, required: [String]) -> RowFailure?
  /// What ends a line of frame `frame`, so that a record's line can be told; nil where the format has no lines.
  func lineEnd(of frame: Int, in frames: Frames) -> LineEnd?
}

extension Decoder {
  /// Most formats have no header that could be wrong.
  public func fault(of prologue: Buffer, required: [String]) -> RowFailure? { nil }
  public func lineEnd(of frame: Int, in frames: Frames) -> LineEnd? { .lineFeed }
  public func prologue(of frame: Int, in frames: Frames) -> Buffer? { frames.prologue }
  public var needsNoPrologue: Bool { true }
}

/// Rows as bytes, one behind the other.
public struct EncodedRows: Sendable {
  public let bytes: Buffer
  /// The end of each row in `bytes`; a row begins where the one before it ends.
  public let ends: [Int]
  /// Rows that the format can't hold, and of which nothing is written.
  public let failures: [RowFailure]

  public init(bytes: Buffer, ends: [Int], failures: [RowFailure] = []) {
    self.bytes = bytes
    self.ends = ends
    self.failures = failures
  }

  /// The bytes of row `row`.
  public func range(of row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }
}

/// Turns columns into bytes.
public protocol Encoder: Sendable {
  /// What is written once before the rows of a file (a CSV's header).
  func prologue(for schema: Schema) -> Buffer?
  /// The rows as bytes, each ended by a line end if `lines`, else bare, as messages are.
  func encode(_ batch: ColumnBatch, lines: Bool) -> EncodedRows
}

/// A column laid bare for a loop over rows: pointers and a kind to switch on, nothing counted. It holds for as long as
/// the column that it was made of is alive.
@frozen @unsafe public struct RawColumn {
  /// The column's type, parameters left out.
  @frozen public enum Kind: UInt8, Sendable {
    case bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64, decimal
    case date, time, timestamp, localTimestamp, uuid
    /// A list, map or struct: `elements(_:)` tells where those of a row lie in the child.
    case nested
    case text, bytes, json

    /// Whether values are bytes of any length, for which `bytes(_:)` stands.
    @inlinable public var isVariable: Bool { rawValue >= Kind.text.rawValue }
  }

  public let kind: Kind
  /// A decimal's digits behind the point.
  public let scale: UInt8
  @usableFromInline let values: UnsafeRawPointer
  @usableFromInline let data: UnsafeRawPointer
  @usableFromInline let validity: UnsafeRawPointer?
  @usableFromInline let offset: Int

  public init(_ column: Column) {
    unsafe kind = Kind(column.type)
    var scale = 0
    if case .decimal(_, let digits) = column.type { scale = digits }
    unsafe self.scale = UInt8(scale)
    unsafe values = column.values.start
    unsafe data = (column.data ?? column.values).start
    unsafe validity = column.validity?.start
    unsafe offset = column.offset
  }

  @inlinable @inline(__always) public func isValid(_ row: Int) -> Bool {
    guard let validity = unsafe validity else { return true }
    return unsafe Bits.isSet(validity, offset &+ row)
  }

  /// A value of a fixed layout.
  @inlinable @inline(__always) public func value<T: BitwiseCopyable>(_ row: Int, _: T.Type = T.self) -> T {
    unsafe values.loadUnaligned(fromByteOffset: (offset &+ row) &* MemoryLayout<T>.stride, as: T.self)
  }

  /// A value of text, bytes or JSON.
  @inlinable @inline(__always) public func bytes(_ row: Int) -> (start: UnsafePointer<UInt8>, count: Int) {
    let ends = unsafe values.assumingMemoryBound(to: Int32.self) + (offset &+ row)
    let from = unsafe Int(ends[0])
    return unsafe (data.assumingMemoryBound(to: UInt8.self) + from, Int(ends[1]) &- from)
  }

  /// Where a value of a fixed layout lies.
  @inlinable @inline(__always) func start(_ row: Int, width: Int) -> UnsafePointer<UInt8> {
    unsafe values.assumingMemoryBound(to: UInt8.self) + (offset &+ row) &* width
  }

  /// Where the elements of a list or map lie in its child.
  @inlinable @inline(__always) public func elements(_ row: Int) -> Range<Int> {
    let ends = unsafe values.assumingMemoryBound(to: Int32.self) + (offset &+ row)
    return unsafe Int(ends[0])..<Int(ends[1])
  }

  /// Writes a value that isn't null, nested, text, bytes or JSON, as text; returns its length, at most
  /// `ValueText.longest`.
  @inlinable public func write(_ row: Int, _ style: TextStyle, to out: UnsafeMutablePointer<UInt8>) -> Int {
    switch unsafe kind {
    case .bool: unsafe ValueText.bool(Bits.isSet(values, offset &+ row), to: out)
    case .int8: unsafe ValueText.integer(Int64(value(row, Int8.self)), to: out)
    case .int16: unsafe ValueText.integer(Int64(value(row, Int16.self)), to: out)
    case .int32: unsafe ValueText.integer(Int64(value(row, Int32.self)), to: out)
    case .int64: unsafe ValueText.integer(value(row, Int64.self), to: out)
    case .uint8: unsafe ValueText.integer(UInt64(value(row, UInt8.self)), to: out)
    case .uint16: unsafe ValueText.integer(UInt64(value(row, UInt16.self)), to: out)
    case .uint32: unsafe ValueText.integer(UInt64(value(row, UInt32.self)), to: out)
    case .uint64: unsafe ValueText.integer(value(row, UInt64.self), to: out)
    case .float32: unsafe ValueText.float32(value(row), to: out)
    case .float64: unsafe ValueText.float64(value(row), to: out)
    case .decimal: unsafe ValueText.decimal(value(row), scale: Int(scale), to: out)
    case .date: unsafe ValueText.date(Int(value(row, Int32.self)), to: out)
    case .time: unsafe ValueText.time(value(row), to: out)
    case .timestamp: unsafe ValueText.timestamp(value(row), isLocal: false, style, to: out)
    case .localTimestamp: unsafe ValueText.timestamp(value(row), isLocal: true, style, to: out)
    case .uuid: unsafe ValueText.uuid(values + (offset &+ row) &* 16, to: out)
    case .text, .bytes, .json, .nested: 0
    }
  }
}

extension RawColumn.Kind {
  /// The kind of a type.
  public init(_ type: ColumnType) {
    switch type {
    case .bool: self = .bool
    case .int8: self = .int8
    case .int16: self = .int16
    case .int32: self = .int32
    case .int64: self = .int64
    case .uint8: self = .uint8
    case .uint16: self = .uint16
    case .uint32: self = .uint32
    case .uint64: self = .uint64
    case .float32: self = .float32
    case .float64: self = .float64
    case .decimal: self = .decimal
    case .text: self = .text
    case .bytes: self = .bytes
    case .json: self = .json
    case .date: self = .date
    case .time: self = .time
    case .timestamp: self = .timestamp
    case .localTimestamp: self = .localTimestamp
    case .uuid: self = .uuid
    case .list, .map, .structure: self = .nested
    }
  }
}

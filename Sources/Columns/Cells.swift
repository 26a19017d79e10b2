/// One field of one record as it stands in the bytes: where it begins, how long it is, and how it was written.
@frozen public struct Cell: BitwiseCopyable, Sendable, Equatable {
  /// How a field was written. The order is used: up to `quoted`, which is 2, the bytes are the value
  /// (`isPlain`), and from `escaped` on, which is 4, there are escapes to resolve (`hasEscapes`).
  @frozen public enum Kind: UInt8, Sendable {
    /// Not there, or written as null.
    case absent
    /// As it is: a CSV field without quotes, a JSON number, `true` or `false`.
    case bare
    /// Between quotes, which the cell leaves out.
    case quoted
    /// A JSON array or object, whole.
    case nested
    /// Between quotes, with escapes inside.
    case escaped
    /// Without quotes, with escapes inside.
    case loose
  }

  /// The start in the low half; above it 29 bits of length and 3 of kind.
  @usableFromInline let bits: UInt64

  /// The longest field that a cell can name.
  public static let longest = 1 << 29 - 1

  @inlinable public init(_ kind: Kind, start: Int, length: Int) {
    bits =
      UInt64(truncatingIfNeeded: start) | UInt64(truncatingIfNeeded: length) &<< 32
      | UInt64(truncatingIfNeeded: kind.rawValue) &<< 61
  }

  /// A field without quotes: absent where it is empty.
  @inlinable public init(bare start: Int, length: Int) {
    let meta = UInt64(truncatingIfNeeded: length) | 1 &<< 29
    bits = length == 0 ? 0 : UInt64(truncatingIfNeeded: start) | meta &<< 32
  }

  /// The field that isn't there.
  @inlinable public static var absent: Cell { Cell(.absent, start: 0, length: 0) }

  @inlinable public var start: Int { Int(truncatingIfNeeded: bits & 0xffff_ffff) }
  @inlinable public var length: Int { Int(truncatingIfNeeded: bits &>> 32 & 0x1fff_ffff) }
  @inlinable public var kind: Kind {
    // Cells are made from a kind, so that these bits are one.
    unsafe Kind(rawValue: UInt8(truncatingIfNeeded: bits &>> 61)).unsafelyUnwrapped
  }

  /// Whether there are escapes to resolve.
  @inlinable var hasEscapes: Bool { bits &>> 61 >= 4 }

  /// Whether the bytes are the value, without anything to resolve or refuse.
  @inlinable var isPlain: Bool { bits &>> 61 <= 2 }
}

extension Cell {
  /// What the cell of a row of `bytes` says, for a header, a key or a message: not for loops.
  @unsafe public func text(in bytes: UnsafePointer<UInt8>, _ escapes: Escapes) -> String {
    var memory = RawMemory(capacity: length)
    let from = unsafe bytes + start
    let to = unsafe memory.start.assumingMemoryBound(to: UInt8.self)
    memory.advance(by: unsafe (hasEscapes ? escapes : .none).resolve(from, length, isQuoted: kind == .escaped, to: to))
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: memory.start, count: memory.count), as: UTF8.self)
  }
}

/// How a format writes a quote inside quotes.
@frozen public enum Escapes: Sendable, Equatable {
  /// CSV: the quote twice.
  case doubled(quote: UInt8)
  /// CSV: with an escape before it, or twice; the escape is before other characters, too.
  case marked(by: UInt8, quote: UInt8, others: EscapedCharacters)
  /// JSON: a backslash and what follows it.
  case json
  /// Not at all: the bytes are the value.
  case none
}

/// What else an escape may stand before, beside itself, a quote and line ends: before anything else it is a character
/// like others.
@frozen public struct EscapedCharacters: Sendable, Equatable {
  /// A character's UTF-8, its first byte lowest, and its length, which may be 0.
  let character: UInt32
  let length: Int
  /// One more character, of ASCII.
  let byte: UInt8?
  /// Whether space is one of them.
  let space: Bool

  public init(character: UInt32, length: Int, byte: UInt8?, space: Bool) {
    self.character = character
    self.length = length
    self.byte = byte
    self.space = space
  }
}

/// Records as rows of cells, `width` a row, over bytes that lie elsewhere: what a text format finds before any value is
/// read. Columns are then read whole, one after the other.
@frozen @safe public struct CellTable: ~Copyable {
  /// How many cells a row has.
  public let width: Int
  /// How the format writes a quote inside quotes.
  public let escapes: Escapes
  /// Whether empty text is null for types other than text and bytes; else it is a failure.
  public var emptyIsNull = true
  /// Whether failures say what is wrong; where nobody is told, their rows suffice.
  public var describesFailures = true
  /// How JSON's cells are read that hold `NaN` and its like.
  public var notFinite = NotFinite.Reading.none
  @usableFromInline var memory: RawMemory

  /// A table with room for `rows` rows.
  public init(width: Int, rows: Int, escapes: Escapes) {
    self.width = width
    self.escapes = escapes
    memory = RawMemory(capacity: width * rows * MemoryLayout<Cell>.stride)
  }

  /// How many cells there are.
  @inlinable public var count: Int { memory.count / MemoryLayout<Cell>.stride }
  /// How many whole rows there are.
  public var rows: Int { width == 0 ? 0 : count / width }

  /// Makes room for `cells` more.
  @inlinable public mutating func reserve(_ cells: Int) { memory.reserve(cells * MemoryLayout<Cell>.stride) }

  /// Where the next cell goes. Good until the next `reserve`.
  @inlinable @unsafe public var end: UnsafeMutablePointer<Cell> { unsafe memory.end.assumingMemoryBound(to: Cell.self) }

  /// The first cell. Good until the next `reserve`.
  @inlinable @unsafe public var start: UnsafeMutablePointer<Cell> {
    unsafe memory.start.assumingMemoryBound(to: Cell.self)
  }

  /// Counts cells that were written behind the end.
  @inlinable public mutating func advance(by cells: Int) { memory.advance(by: cells * MemoryLayout<Cell>.stride) }

  /// Forgets all cells but the first `cells`.
  @inlinable public mutating func truncate(to cells: Int) {
    memory.truncate(to: cells * MemoryLayout<Cell>.stride)
  }

  /// Adds a cell.
  @inlinable public mutating func append(_ cell: Cell) { memory.append(cell) }

  /// Adds a row of which nothing is there.
  public mutating func appendAbsentRow() { memory.append(repeating: 0, count: width * MemoryLayout<Cell>.stride) }

  /// A column of text, to be read as another type: each value as it is, null as absent.
  public init(text column: Column, emptyIsNull: Bool = false) {
    self.init(width: 1, rows: column.count, escapes: .none)
    self.emptyIsNull = emptyIsNull
    let offsets = unsafe column.pointer(to: Int32.self)
    for row in 0..<column.count {
      let from = unsafe Int(offsets[row])
      let length = unsafe Int(offsets[row + 1]) - from
      append(column.isValid(row) ? Cell(.quoted, start: from, length: length) : .absent)
    }
    withExtendedLifetime(column) {}
  }
}

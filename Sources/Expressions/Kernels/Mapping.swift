import Columns

// Loops that kernels of fixed layouts share. The closures are inlined into them; what a row can't have is noted beside
// its value instead of being branched upon, so that loops over simple closures become loops over vectors.
extension Evaluation {
  /// One value from each value.
  @inline(__always) func map<A: BitwiseCopyable, R: BitwiseCopyable>(
    _ argument: Vector, _ type: ColumnType, _ body: (A) -> R
  ) -> Vector {
    let count = rows(of: [argument])
    var memory = RawMemory(capacity: count * MemoryLayout<R>.stride)
    let out = unsafe memory.start.assumingMemoryBound(to: R.self)
    let values = unsafe argument.column.pointer(to: A.self)
    for row in 0..<count { unsafe out[row] = body(values[row]) }
    memory.advance(by: count * MemoryLayout<R>.stride)
    return fixed(memory.buffer(), type, [argument], count)
  }

  /// One value from each pair of values.
  @inline(__always) func map<A: BitwiseCopyable, B: BitwiseCopyable, R: BitwiseCopyable>(
    _ a: Vector, _ b: Vector, _ type: ColumnType, _ body: (A, B) -> R
  ) -> Vector {
    let count = rows(of: [a, b])
    var memory = RawMemory(capacity: count * MemoryLayout<R>.stride)
    let out = unsafe memory.start.assumingMemoryBound(to: R.self)
    Vector.eachPair(a, b, count) { (row: Int, x: A, y: B) in unsafe out[row] = body(x, y) }
    memory.advance(by: count * MemoryLayout<R>.stride)
    return fixed(memory.buffer(), type, [a, b], count)
  }

  /// One value from each value, or none, which fails the row with what `message` says of the value.
  @inline(__always) mutating func map<A: BitwiseCopyable, R: BitwiseCopyable>(
    _ argument: Vector, _ type: ColumnType, zero: R, orNull: Bool = false, _ body: (A) -> R?,
    message: (A) -> FailureMessage
  ) -> Vector {
    map(
      argument, type, zero: zero, orNull: orNull,
      flagged: { (x: A) -> (R, UInt8) in
        let value = body(x)
        return (value ?? zero, (value == nil).flag)
      }, message: message)
  }

  /// The same, where `flagged` gives some value, and beside it 1 if it is none.
  @inline(__always) mutating func map<A: BitwiseCopyable, R: BitwiseCopyable>(
    _ argument: Vector, _ type: ColumnType, zero: R, orNull: Bool = false, flagged: (A) -> (R, UInt8),
    message: (A) -> FailureMessage
  ) -> Vector {
    let count = rows(of: [argument])
    var memory = RawMemory(capacity: count * MemoryLayout<R>.stride)
    var flags = Bitmap.flags(count)
    let out = unsafe memory.start.assumingMemoryBound(to: R.self)
    let isRefused = unsafe flags.start.assumingMemoryBound(to: UInt8.self)
    let values = unsafe argument.column.pointer(to: A.self)
    for row in 0..<count { unsafe (out[row], isRefused[row]) = flagged(values[row]) }
    flags.advance(by: count)
    let validity = Bitmap.validity([argument], count: count)
    let refused = Bitmap.rows(flags, validity, count)
    for row in refused {
      unsafe out[row] = zero
      if !orNull { fail(row, unsafe message(values[row])) }
    }
    memory.advance(by: count * MemoryLayout<R>.stride)
    return fixed(memory.buffer(), type, [argument], validity, count, refused: refused)
  }

  /// One value from each pair of values, or none, which fails the row.
  @inline(__always) mutating func map<A: BitwiseCopyable, B: BitwiseCopyable, R: BitwiseCopyable>(
    _ a: Vector, _ b: Vector, _ type: ColumnType, zero: R, _ body: (A, B) -> R?, message: (A, B) -> FailureMessage
  ) -> Vector {
    map(
      a, b, type, zero: zero,
      flagged: { (x: A, y: B) -> (R, UInt8) in
        let value = body(x, y)
        return (value ?? zero, (value == nil).flag)
      }, message: message)
  }

  /// The same, where `flagged` gives some value, and beside it 1 if it is none.
  @inline(__always) mutating func map<A: BitwiseCopyable, B: BitwiseCopyable, R: BitwiseCopyable>(
    _ a: Vector, _ b: Vector, _ type: ColumnType, zero: R, flagged: (A, B) -> (R, UInt8),
    message: (A, B) -> FailureMessage
  ) -> Vector {
    let count = rows(of: [a, b])
    var memory = RawMemory(capacity: count * MemoryLayout<R>.stride)
    var flags = Bitmap.flags(count)
    let out = unsafe memory.start.assumingMemoryBound(to: R.self)
    let isRefused = unsafe flags.start.assumingMemoryBound(to: UInt8.self)
    Vector.eachPair(a, b, count) { (row: Int, x: A, y: B) in unsafe (out[row], isRefused[row]) = flagged(x, y) }
    flags.advance(by: count)
    let validity = Bitmap.validity([a, b], count: count)
    let refused = Bitmap.rows(flags, validity, count)
    let (x, y) = (a.fixed(A.self), b.fixed(B.self))
    for row in refused {
      unsafe out[row] = zero
      fail(row, message(x[row], y[row]))
    }
    memory.advance(by: count * MemoryLayout<R>.stride)
    return fixed(memory.buffer(), type, [a, b], validity, count, refused: refused)
  }

  /// A vector of the values made, null where an argument is, or where none could be made.
  func fixed(
    _ values: Buffer, _ type: ColumnType, _ arguments: [Vector], _ count: Int, refused: [Int] = []
  ) -> Vector {
    fixed(values, type, arguments, Bitmap.validity(arguments, count: count), count, refused: refused)
  }

  private func fixed(
    _ values: Buffer, _ type: ColumnType, _ arguments: [Vector], _ validity: Buffer?, _ count: Int, refused: [Int]
  ) -> Vector {
    let column = Column(
      type: type, count: count, validity: Bitmap.without(refused, validity, count), values: values)
    return Vector(column, isConstant: arguments.allSatisfy(\.isConstant))
  }

  /// One text from each row in which all arguments hold values: `body` appends its bytes.
  @inline(__always) mutating func texts(
    _ arguments: [Vector], bytes: Int, type: ColumnType = .text, _ body: (Int, inout RawMemory) -> Void
  ) -> Vector {
    let count = rows(of: arguments)
    let validity = Bitmap.validity(arguments, count: count)
    var writer = TextWriter(rows: count, bytes: bytes)
    if let validity {
      for row in 0..<count {
        if unsafe Bits.isSet(validity.start, row) { body(row, &writer.data) }
        writer.finish()
      }
    } else {
      for row in 0..<count {
        body(row, &writer.data)
        writer.finish()
      }
    }
    for row in writer.refused { fail(row, TextWriter.refusal) }
    return Vector(writer.column(type, validity: validity), isConstant: arguments.allSatisfy(\.isConstant))
  }

  /// One text of at most `most` bytes from each row in which all arguments hold values: `body` writes it where it is
  /// told to, up to a word of 16 bytes further, and returns its length.
  @inline(__always) func shortTexts(
    _ arguments: [Vector], most: Int, _ body: (Int, UnsafeMutableRawPointer) -> Int
  ) -> Vector {
    let count = rows(of: arguments)
    let validity = Bitmap.validity(arguments, count: count)
    var offsets = RawMemory(capacity: (count + 1) * 4)
    var data = RawMemory(capacity: count * most + 16)
    let ends = unsafe offsets.start.assumingMemoryBound(to: Int32.self)
    let start = unsafe data.start
    var used = 0
    unsafe ends[0] = 0
    if let validity {
      for row in 0..<count {
        let length = unsafe body(row, start + used)
        used &+= unsafe Bits.isSet(validity.start, row) ? length : 0
        unsafe ends[row + 1] = Int32(truncatingIfNeeded: used)
      }
    } else {
      for row in 0..<count {
        unsafe used &+= body(row, start + used)
        unsafe ends[row + 1] = Int32(truncatingIfNeeded: used)
      }
    }
    offsets.advance(by: (count + 1) * 4)
    data.advance(by: used)
    let column = Column(type: .text, count: count, validity: validity, values: offsets.buffer(), data: data.buffer())
    return Vector(column, isConstant: arguments.allSatisfy(\.isConstant))
  }

  /// How many bytes each text has.
  func lengths(_ argument: Vector) -> Vector {
    let count = rows(of: [argument])
    var memory = RawMemory(capacity: count * 8)
    let out = unsafe memory.start.assumingMemoryBound(to: Int64.self)
    let ends = unsafe argument.column.pointer(to: Int32.self)
    for row in 0..<count { unsafe out[row] = Int64(ends[row + 1] &- ends[row]) }
    memory.advance(by: count * 8)
    return fixed(memory.buffer(), .int64, [argument], count)
  }

  /// One value from each row of arguments, which may be texts.
  @inline(__always) func values<R: BitwiseCopyable>(
    _ arguments: [Vector], _ type: ColumnType, _ body: (Int) -> R
  ) -> Vector {
    let count = rows(of: arguments)
    var memory = RawMemory(capacity: count * MemoryLayout<R>.stride)
    let out = unsafe memory.start.assumingMemoryBound(to: R.self)
    for row in 0..<count { unsafe out[row] = body(row) }
    memory.advance(by: count * MemoryLayout<R>.stride)
    return fixed(memory.buffer(), type, arguments, count)
  }

  /// One bit from each row of arguments.
  @inline(__always) func bits(_ arguments: [Vector], _ body: (Int) -> Bool) -> Vector {
    let count = rows(of: arguments)
    return Vector.bits(Bitmap.buffer(bits: count, body), arguments, count)
  }
}

extension Bool {
  /// 1 or 0, as it lies in memory: what is put together of these has no branch, unlike `&&`, `||` and `? 1 : 0`.
  @inline(__always) var flag: UInt8 { unsafe unsafeBitCast(self, to: UInt8.self) }
}

extension Vector {
  /// Goes over pairs of values. A constant is read once, before the loop.
  @inline(__always) static func eachPair<A: BitwiseCopyable, B: BitwiseCopyable>(
    _ a: Vector, _ b: Vector, _ count: Int, _ body: (Int, A, B) -> Void
  ) {
    let (x, y) = unsafe (a.column.pointer(to: A.self), b.column.pointer(to: B.self))
    if count == 0 {
      return
    } else if b.isConstant {
      let constant = unsafe y[0]
      for row in 0..<count { unsafe body(row, x[row], constant) }
    } else if a.isConstant {
      let constant = unsafe x[0]
      for row in 0..<count { unsafe body(row, constant, y[row]) }
    } else {
      for row in 0..<count { unsafe body(row, x[row], y[row]) }
    }
  }
}

extension Bitmap {
  /// One bit from each pair of values, of which `body` makes 1 or 0; all of them turned round if `isNegated`.
  @inline(__always) static func buffer<A: BitwiseCopyable, B: BitwiseCopyable>(
    _ a: Vector, _ b: Vector, _ count: Int, _ isNegated: Bool, _ body: (A, B) -> UInt8
  ) -> Buffer {
    let flags = flags(count)
    let bytes = unsafe flags.start.assumingMemoryBound(to: UInt8.self)
    Vector.eachPair(a, b, count) { (row: Int, x: A, y: B) in unsafe bytes[row] = body(x, y) }
    return buffer(flags, count, flippedBy: isNegated ? ~0 : 0)
  }

  /// A validity from which some rows are taken out.
  static func without(_ rows: [Int], _ validity: Buffer?, _ count: Int) -> Buffer? {
    if rows.isEmpty { return validity }
    var words = (0..<words(count)).map { word in
      unsafe validity?.start.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self) ?? mask(word, count)
    }
    for row in rows { words[row >> 6] &= ~(1 << UInt64(row & 63)) }
    return buffer(count) { words[$0] }
  }
}

import Columns

// Loops that kernels of fixed layouts share. The closures are inlined into them.
extension Evaluation {
  /// One value from each value.
  @inline(__always) func map<A: BitwiseCopyable, R: BitwiseCopyable>(
    _ argument: Vector, _ type: ColumnType, _ body: (A) -> R
  ) -> Vector {
    let count = rows(of: [argument])
    let reader = argument.fixed(A.self)
    var memory = RawMemory(capacity: count * MemoryLayout<R>.stride)
    let out = unsafe memory.start.assumingMemoryBound(to: R.self)
    for row in 0..<count { unsafe out[row] = body(reader[row]) }
    memory.advance(by: count * MemoryLayout<R>.stride)
    return fixed(memory.buffer(), type, [argument], count)
  }

  /// One value from each pair of values.
  @inline(__always) func map<A: BitwiseCopyable, B: BitwiseCopyable, R: BitwiseCopyable>(
    _ a: Vector, _ b: Vector, _ type: ColumnType, _ body: (A, B) -> R
  ) -> Vector {
    let (x, y) = (a.fixed(A.self), b.fixed(B.self))
    return values([a, b], type) { body(x[$0], y[$0]) }
  }

  /// One value from each value, or none, which fails the row with what `message` says of the value.
  @inline(__always) mutating func map<A: BitwiseCopyable, R: BitwiseCopyable>(
    _ argument: Vector, _ type: ColumnType, zero: R, orNull: Bool = false, _ body: (A) -> R?,
    message: (A) -> FailureMessage
  ) -> Vector {
    let count = rows(of: [argument])
    let reader = argument.fixed(A.self)
    var memory = RawMemory(capacity: count * MemoryLayout<R>.stride)
    let out = unsafe memory.start.assumingMemoryBound(to: R.self)
    var refused: [Int] = []
    for row in 0..<count {
      if let value = body(reader[row]) {
        unsafe out[row] = value
      } else {
        unsafe out[row] = zero
        if argument.isValid(row) { refused.append(row) }
      }
    }
    memory.advance(by: count * MemoryLayout<R>.stride)
    if !orNull { for row in refused { fail(row, message(reader[row])) } }
    return fixed(memory.buffer(), type, [argument], count, refused: refused)
  }

  /// One value from each pair of values, or none, which fails the row.
  @inline(__always) mutating func map<A: BitwiseCopyable, B: BitwiseCopyable, R: BitwiseCopyable>(
    _ a: Vector, _ b: Vector, _ type: ColumnType, zero: R, _ body: (A, B) -> R?, message: (A, B) -> FailureMessage
  ) -> Vector {
    let count = rows(of: [a, b])
    let (x, y) = (a.fixed(A.self), b.fixed(B.self))
    var memory = RawMemory(capacity: count * MemoryLayout<R>.stride)
    let out = unsafe memory.start.assumingMemoryBound(to: R.self)
    var refused: [Int] = []
    for row in 0..<count {
      if let value = body(x[row], y[row]) {
        unsafe out[row] = value
      } else {
        unsafe out[row] = zero
        if a.isValid(row), b.isValid(row) { refused.append(row) }
      }
    }
    memory.advance(by: count * MemoryLayout<R>.stride)
    for row in refused { fail(row, message(x[row], y[row])) }
    return fixed(memory.buffer(), type, [a, b], count, refused: refused)
  }

  /// A vector of the values made, null where an argument is, or where none could be made.
  func fixed(
    _ values: Buffer, _ type: ColumnType, _ arguments: [Vector], _ count: Int, refused: [Int] = []
  ) -> Vector {
    let validity = Bitmap.validity(arguments, count: count)
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

extension Bitmap {
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

import Columns
import Digests

/// `hash`: each value's text is hashed with the hash of the one before as seed, argument by argument.
enum Hashing {
  /// One value is hashed as it lies in memory; several are, one behind the other.
  static let overloads: [Overload] = [
    Overload([.bytes], .uint64, isStrict: false) { evaluation, arguments in hashed(evaluation, arguments) }, values,
  ]

  private static let values: Overload = {
    var overload = Overload([.text, .text], .uint64, isStrict: false) { evaluation, arguments in
      hashed(evaluation, arguments)
    }
    overload.isVariadic = true
    overload.takesAnyAsText = true
    overload.takesIntegers = true
    return overload
  }()

  private static func hashed(_ evaluation: Evaluation, _ arguments: [Vector]) -> Vector {
    let count = evaluation.rows(of: arguments)
    var memory = RawMemory(capacity: count * 8)
    memory.append(repeating: 0, count: count * 8)
    let hashes = unsafe memory.start.assumingMemoryBound(to: UInt64.self)
    for argument in arguments {
      switch argument.type {
      case .int8: unsafe integers(argument, Int8.self, hashes, count)
      case .int16: unsafe integers(argument, Int16.self, hashes, count)
      case .int32: unsafe integers(argument, Int32.self, hashes, count)
      case .int64: unsafe integers(argument, Int64.self, hashes, count)
      case .uint8: unsafe integers(argument, UInt8.self, hashes, count)
      case .uint16: unsafe integers(argument, UInt16.self, hashes, count)
      case .uint32: unsafe integers(argument, UInt32.self, hashes, count)
      case .uint64: unsafe integers(argument, UInt64.self, hashes, count)
      default: unsafe texts(argument, hashes, count)
      }
    }
    return Vector(
      Column(type: .uint64, count: count, values: memory.buffer()), isConstant: arguments.allSatisfy(\.isConstant))
  }

  private static func texts(_ argument: Vector, _ hashes: UnsafeMutablePointer<UInt64>, _ count: Int) {
    let (texts, valid) = (argument.texts, BitReader(validityOf: argument))
    for row in 0..<count {
      let seed = unsafe hashes[row]
      // Behind a buffer's end there are bytes to read.
      unsafe hashes[row] = valid[row] ? XXHash64.hash(readable: texts[row], seed: seed) : ofNull(seed)
    }
  }

  /// The text of integers is written 64 at a time, and then hashed: no column is made of it, and a processor goes over
  /// two short loops quicker than over one, in which more waits for what comes before.
  private static func integers<T: FixedWidthInteger & BitwiseCopyable>(
    _ argument: Vector, _: T.Type, _ hashes: UnsafeMutablePointer<UInt64>, _ count: Int
  ) {
    let (values, valid) = (argument.fixed(T.self), BitReader(validityOf: argument))
    // Room for 20 digits or a sign and 19.
    let width = 24
    var lengths = InlineArray<64, Int>(repeating: 0)
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64 * width + ValueText.longest) { text in
      guard let out = text.baseAddress else { return }
      for first in stride(from: 0, to: count, by: 64) {
        let rows = min(64, count - first)
        for row in 0..<rows {
          let (value, place) = unsafe (values[first + row], out + row * width)
          lengths[row] =
            unsafe T.isSigned
            ? ValueText.integer(Int64(truncatingIfNeeded: value), to: place)
            : ValueText.integer(UInt64(truncatingIfNeeded: value), to: place)
        }
        for row in 0..<rows {
          let seed = unsafe hashes[first + row]
          let bytes = unsafe UnsafeRawBufferPointer(start: out + row * width, count: lengths[row])
          unsafe hashes[first + row] = valid[first + row] ? XXHash64.hash(readable: bytes, seed: seed) : ofNull(seed)
        }
      }
    }
  }

  /// Null is something else than an empty text.
  @inline(__always) private static func ofNull(_ seed: UInt64) -> UInt64 {
    seed &* 0x9E37_79B1_85EB_CA87 &+ 0x2545_F491_4F6C_DD1D
  }
}

import Columns
import Digests

/// Functions that make identifiers.
enum IdentityFunctions {
  static let all: [Function] = [
    Function(
      "uuid", .identity, "A random UUID, another one for each record and each run.",
      example: "length(cast(uuid() as text))", "36",
      [Overload([], .uuid, isVolatile: true) { evaluation, _ in random(evaluation.count) }],
      aliases: ["gen_random_uuid", "uuidv4"]),
    Function(
      "uuid_v5", .identity, "The UUID of a name within a namespace, which is a UUID itself: the same for ever.",
      example: "uuid_v5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'https://example.org')",
      "0d092af3-c9f8-531f-9cc3-9db40a0750ef", [named], aliases: ["uuidv5"]),
    Function(
      "record_uuid", .identity,
      "The UUID of the record's own place in its source: the same whenever the record is read again.",
      example: "record_uuid() is not null", "true", arguments: ""
    ) { checker, operands, call in
      guard checker.hasCount(operands, 0, call), let place = checker.recordPlace(call) else { return nil }
      return checker.call(
        "uuid_v5", [checker.typed(checker.program.add(namespace), call), place], at: call.range, call)
    },
  ]

  /// The namespace of records' places: a random UUID, chosen once and for all.
  private static let namespace = Constant(
    type: .uuid,
    bytes: [0x3B, 0x9F, 0x52, 0xE1, 0x7C, 0x04, 0x4D, 0x6A, 0x9E, 0x18, 0xC5, 0x60, 0xA2, 0xF7, 0x1D, 0x83])

  private static func random(_ count: Int) -> Vector {
    var memory = RawMemory(capacity: count * 16 + RandomBytes.step)
    unsafe RandomBytes.fill(memory.start, count * 16)
    memory.advance(by: count * 16)
    for row in 0..<count { unsafe mark(memory.start + row * 16, version: 4) }
    return Vector(Column(type: .uuid, count: count, values: memory.buffer()))
  }

  /// Writes version and variant into the 16 bytes of a UUID.
  @inline(__always) private static func mark(_ bytes: UnsafeMutableRawPointer, version: UInt8) {
    let (third, fourth) = unsafe (
      bytes.load(fromByteOffset: 6, as: UInt8.self), bytes.load(fromByteOffset: 8, as: UInt8.self)
    )
    unsafe bytes.storeBytes(of: third & 0x0F | version << 4, toByteOffset: 6, as: UInt8.self)
    unsafe bytes.storeBytes(of: fourth & 0x3F | 0x80, toByteOffset: 8, as: UInt8.self)
  }

  private static let named = Overload([.uuid, .text], .uuid) { evaluation, arguments in
    let (spaces, names) = (arguments[0].fixed(UInt128.self), arguments[1].texts)
    var input = RawMemory(capacity: 64)
    return evaluation.values(arguments, .uuid) { row -> UInt128 in
      input.truncate(to: 0)
      input.append(spaces[row])
      unsafe input.append(names[row])
      var bytes = unsafe SHA1.digest(of: UnsafeRawBufferPointer(start: input.start, count: input.count))
      return unsafe bytes.withUnsafeMutableBytes { digest in
        guard let start = digest.baseAddress else { return 0 }
        unsafe mark(start, version: 5)
        return unsafe start.loadUnaligned(as: UInt128.self)
      }
    }
  }
}

extension Checker {
  /// The column of the record's own place.
  fileprivate mutating func recordPlace(_ call: Syntax) -> Operand? {
    if scope.index(of: Metadata.record.rawValue, isQuoted: false) != nil {
      return operand(Syntax(.name(Metadata.record.rawValue, isQuoted: false), at: call.range))
    }
    problem(at: call.range, "`record_uuid()` can't be known here: these records have no place in a source")
    return nil
  }
}

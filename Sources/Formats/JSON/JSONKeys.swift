import CScan
import Columns

/// Which field of the schema a key means, learned while records are read: most have the keys of the one before, in the
/// same order, so that the next one expected is compared first and little is ever looked up.
@safe struct JSONKeys: ~Copyable {
  /// What a key means: a field, by one of its names, or nothing.
  struct Meaning: Equatable {
    /// The place of the field in the schema; where the key means nothing, the complement of its number among those.
    let field: Int
    /// How good the name is: of several for one field the best counts.
    let rank: Int
  }

  /// A key as it was written when first met.
  private struct Known {
    let start: Int
    let length: Int
    let meaning: Meaning
  }

  private let bytes: UnsafePointer<UInt8>
  private let names: FieldNames
  /// The keys that mean nothing, by their numbers: the first of them, and one for all others.
  private(set) var strangers: [String] = []
  private var numbers: [String: Int] = [:]
  private var known: [Known] = []
  /// The known key that comes next if this record is like the others.
  private var expected = 0
  /// For each value of a hash, the place in `known` of the key that was met last with it, or -1.
  private var places = [Int32](repeating: -1, count: 256)

  /// Keys of records in `bytes`, which has to outlive this.
  init(_ bytes: Buffer, _ names: FieldNames) {
    unsafe self.bytes = bytes.start.assumingMemoryBound(to: UInt8.self)
    self.names = names
  }

  /// Begins a record.
  @inline(__always) mutating func begin() { expected = 0 }

  /// The meaning of the key whose first character is at `at`; `at` goes on behind its closing quote.
  @inline(__always)
  mutating func next(_ at: inout Int, _ end: Int) throws(JSONFault) -> Meaning {
    if expected < known.count {
      let guess = known[expected]
      let close = at &+ guess.length
      // The quote is compared with the rest, so that a longer key is another.
      if close < end, unsafe ouzel_equal(bytes + at, bytes + guess.start, guess.length &+ 1) != 0 {
        at = close &+ 1
        expected &+= 1
        return guess.meaning
      }
    }
    return try unexpected(&at, end)
  }

  @inline(never)
  private mutating func unexpected(_ at: inout Int, _ end: Int) throws(JSONFault) -> Meaning {
    let start = at
    let (close, isEscaped) = try unsafe JSONSyntax.skipString(bytes, start, end)
    at = close + 1
    let length = close - start
    let hash = unsafe self.hash(start, length)
    let place = Int(places[hash])
    if place >= 0, known[place].length == length,
      unsafe ouzel_equal(bytes + start, bytes + known[place].start, length) != 0
    {
      expected = place + 1
      return known[place].meaning
    }
    let cell = Cell(isEscaped ? .escaped : .quoted, start: start, length: length)
    let meaning = unsafe meaning(of: cell.text(in: bytes, .json))
    // Keys without end (a map, written as an object) aren't learned.
    if known.count < 1_024 {
      places[hash] = Int32(known.count)
      known.append(Known(start: start, length: length, meaning: meaning))
      expected = known.count
    }
    return meaning
  }

  private mutating func meaning(of name: String) -> Meaning {
    if let meaning = names.meaning(of: name) { return Meaning(field: meaning.field, rank: meaning.rank) }
    return Meaning(field: ~number(of: name), rank: 0)
  }

  private mutating func number(of stranger: String) -> Int {
    if let number = numbers[stranger] { return number }
    let number = strangers.count
    guard number < DroppedFields.mostNames else { return number }
    numbers[stranger] = number
    strangers.append(stranger)
    return number
  }

  /// What a key in its quotes means to the schema; nil where that is nothing.
  func meaning(of key: Range<Int>, isEscaped: Bool) -> Meaning? {
    names.meaning(of: text(key, isEscaped)).map { Meaning(field: $0.field, rank: $0.rank) }
  }

  /// The number, among the keys that mean nothing, of one in its quotes.
  mutating func stranger(_ key: Range<Int>, isEscaped: Bool) -> Int { number(of: text(key, isEscaped)) }

  private func text(_ key: Range<Int>, _ isEscaped: Bool) -> String {
    let cell = Cell(isEscaped ? .escaped : .quoted, start: key.lowerBound + 1, length: key.count - 2)
    return unsafe cell.text(in: bytes, .json)
  }

  @unsafe private func hash(_ start: Int, _ length: Int) -> Int {
    // The first and the last bytes tell most keys apart.
    let first = unsafe UnsafeRawPointer(bytes + start).loadUnaligned(as: UInt64.self)
    let last = unsafe length > 8 ? UnsafeRawPointer(bytes + start + length - 8).loadUnaligned(as: UInt64.self) : 0
    let head = length >= 8 ? first : first & (1 << UInt64(length * 8) - 1)
    let mixed = (head ^ last &* 31 ^ UInt64(length)) &* 0x9e37_79b9_7f4a_7c15
    return Int(mixed >> 56)
  }
}

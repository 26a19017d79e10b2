import CScan

/// What ends a line of a text, as the text's encoding has it.
public struct LineEnd: Sendable, Equatable {
  /// How an encoding writes the characters of ASCII.
  public enum Unit: Sendable {
    case byte
    /// Two bytes, of which the second is 0.
    case little
    /// Two bytes, of which the first is 0.
    case big
  }

  /// The character: a line feed, or a carriage return where lines end with that alone.
  public let character: UInt8
  public let unit: Unit

  /// A character that ends lines.
  public init(_ character: UInt8, unit: Unit = .byte) {
    self.character = character
    self.unit = unit
  }

  public static let lineFeed = LineEnd(0x0a)

  /// How many bytes it has: it begins at a multiple of these.
  public var length: Int { unit == .byte ? 1 : 2 }

  /// How many lines end in `bytes`, which begin with a character.
  @unsafe public func count(in bytes: UnsafeRawBufferPointer) -> Int {
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    if unit == .byte { return unsafe Int(ouzel_count(start, bytes.count, character)) }
    return unsafe Int(ouzel_count_pairs(start, bytes.count / 2, first, second))
  }

  /// The length of the line that `bytes` begin with, its end included; nil if it goes on behind them.
  @unsafe public func line(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    let wanted = unit == .big ? second : first
    var at = 0
    while at < bytes.count {
      at += unsafe Int(ouzel_find(start + at, bytes.count - at, wanted))
      if at == bytes.count { return nil }
      let begin = at - (unit == .big ? 1 : 0)
      if unsafe begin >= 0 && begin % length == 0 && stands(character, at: begin, in: bytes) { return begin + length }
      at += 1
    }
    return nil
  }

  /// Whether `bytes` end with a character of ASCII, which begins at a multiple of the line end's length.
  @unsafe public func ends(_ bytes: UnsafeRawBufferPointer, with character: UInt8) -> Bool {
    if bytes.count < length || bytes.count % length != 0 { return false }
    return unsafe stands(character, at: bytes.count - length, in: bytes)
  }

  /// How many of the bytes of a line stand before its end, of which a carriage return before a line feed is a part.
  @unsafe public func bare(_ line: UnsafeRawBufferPointer) -> Int {
    guard unsafe ends(line, with: character) else { return line.count }
    let bare = line.count - length
    let isPair = unsafe character == 0x0a && ends(UnsafeRawBufferPointer(rebasing: line[..<bare]), with: 0x0d)
    return isPair ? bare - length : bare
  }

  @unsafe private func stands(_ character: UInt8, at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
    switch unit {
    case .byte: unsafe bytes[place] == character
    case .little: unsafe place + 1 < bytes.count && bytes[place] == character && bytes[place + 1] == 0
    case .big: unsafe place + 1 < bytes.count && bytes[place] == 0 && bytes[place + 1] == character
    }
  }

  private var first: UInt8 { unit == .big ? 0 : character }
  private var second: UInt8 { unit == .big ? character : 0 }
}

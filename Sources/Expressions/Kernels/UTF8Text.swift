import CScan
import Columns
import Glibc

/// Characters (code points) of UTF-8, counted and found by their bytes.
enum UTF8Text {
  @inline(__always) static func isASCII(_ text: UnsafeRawBufferPointer) -> Bool { unsafe UTF8Check.isASCII(text) }

  /// How many bytes the character has that begins at `place`.
  @inline(__always) static func length(at place: Int, in text: UnsafeRawBufferPointer) -> Int {
    let lead = unsafe text[place]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    return min(length, text.count - place)
  }

  /// How many characters there are in a text that lies in a buffer.
  @inline(__always) static func count(_ text: UnsafeRawBufferPointer) -> Int {
    guard let start = text.baseAddress else { return 0 }
    return unsafe Int(ouzel_count_characters(start.assumingMemoryBound(to: UInt8.self), text.count))
  }

  /// The place of the byte at which character `index` begins, or the end.
  @inline(__always) static func place(ofCharacter index: Int, in text: UnsafeRawBufferPointer) -> Int {
    // Most texts that are asked for a few characters begin with ASCII.
    if index <= 0 { return 0 }
    var place = 0
    var left = index
    while left > 0, place < text.count {
      place += unsafe length(at: place, in: text)
      left -= 1
    }
    return place
  }

  /// The bytes of characters `from ..< to`, as far as there are any.
  @inline(__always) static func slice(_ text: UnsafeRawBufferPointer, from: Int, to: Int) -> UnsafeRawBufferPointer {
    let start = unsafe place(ofCharacter: from, in: text)
    let rest = unsafe UnsafeRawBufferPointer(rebasing: text[start...])
    return unsafe UnsafeRawBufferPointer(rebasing: rest[..<place(ofCharacter: to - max(from, 0), in: rest)])
  }
}

/// Finding and comparing bytes.
enum TextSearch {
  @inline(__always) static func isEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    guard a.count == b.count, let x = a.baseAddress, let y = b.baseAddress else { return a.count == b.count }
    return unsafe memcmp(x, y, a.count) == 0
  }

  /// Whether two texts of one length, behind which there are bytes to read, are equal.
  @inline(__always) static func isEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
    unsafe ouzel_equal(a.assumingMemoryBound(to: UInt8.self), b.assumingMemoryBound(to: UInt8.self), count) != 0
  }

  /// The order of two texts by their bytes, which is that of their code points.
  @inline(__always) static func order(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    guard let x = a.baseAddress, let y = b.baseAddress else { return a.count - b.count }
    let order = unsafe Int(memcmp(x, y, min(a.count, b.count)))
    return order == 0 ? a.count - b.count : order
  }

  @inline(__always) static func hasPrefix(_ text: UnsafeRawBufferPointer, _ start: UnsafeRawBufferPointer) -> Bool {
    guard start.count <= text.count else { return false }
    return unsafe isEqual(UnsafeRawBufferPointer(rebasing: text[..<start.count]), start)
  }

  @inline(__always) static func hasSuffix(_ text: UnsafeRawBufferPointer, _ end: UnsafeRawBufferPointer) -> Bool {
    guard end.count <= text.count else { return false }
    return unsafe isEqual(UnsafeRawBufferPointer(rebasing: text[(text.count - end.count)...]), end)
  }

  /// The place at which `part` begins first in a text that lies in a buffer.
  @inline(__always) static func find(_ part: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer) -> Int? {
    guard part.count > 0, let wanted = part.baseAddress else { return 0 }
    guard let start = text.baseAddress else { return nil }
    let place = unsafe Int(
      ouzel_find_text(
        start.assumingMemoryBound(to: UInt8.self), text.count, wanted.assumingMemoryBound(to: UInt8.self), part.count))
    return place < text.count ? place : nil
  }
}

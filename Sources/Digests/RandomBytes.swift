import CDigests
import Glibc

/// Random bytes that nobody can foresee, by ChaCha from a key that the system gives: asking the system for all of them
/// takes eight times as long.
package enum RandomBytes {
  /// How many bytes are made at once.
  package static let step = 256

  /// Fills memory with `count` random bytes, of which there is room for up to the next multiple of `step`.
  @unsafe package static func fill(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    let steps = (count + step - 1) / step
    precondition(steps < 1 << 28, "a key is good for 64 GiB")
    var key = [UInt32](repeating: 0, count: 8)
    // So few bytes are given at once, or else the system has not begun yet.
    while unsafe getentropy(&key, 32) != 0 {}
    let out = unsafe memory.assumingMemoryBound(to: UInt8.self)
    for place in 0..<steps { unsafe cdigests_random(out + place * step, key, UInt32(4 * place)) }
  }
}

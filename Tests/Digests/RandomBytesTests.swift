import CDigests
import Digests
import Testing

@Suite("Random bytes") struct RandomBytesTests {
  @Test("follow from a key as ChaCha's eight rounds have it, four blocks by turns")
  func knownAnswer() {
    // The first words of the first block of a key of zeros.
    let wanted: [UInt8] = [
      0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6, 0x7f, 0x5b, 0xb8, 0xe8, 0x1f, 0x09, 0xa5, 0xa1,
    ]
    var bytes = [UInt8](repeating: 0, count: 256)
    unsafe cdigests_random(&bytes, [UInt32](repeating: 0, count: 8), 0)
    let first = (0..<4).flatMap { word in bytes[16 * word..<16 * word + 4] }
    #expect(Array(first) == wanted)
    var later = [UInt8](repeating: 0, count: 256)
    unsafe cdigests_random(&later, [UInt32](repeating: 0, count: 8), 2)
    // The third block of the first call is the first of the second.
    #expect(
      (0..<16).allSatisfy { word in
        bytes[16 * word + 8..<16 * word + 12].elementsEqual(later[16 * word..<16 * word + 4])
      })
  }

  @Test("fill all that is asked for, differently each time")
  func filling() {
    for count in [1, 255, 256, 257, 5000] {
      var (a, b) = ([UInt8](repeating: 0, count: count + 256), [UInt8](repeating: 0, count: count + 256))
      unsafe a.withUnsafeMutableBytes { unsafe RandomBytes.fill($0.baseAddress!, count) }
      unsafe b.withUnsafeMutableBytes { unsafe RandomBytes.fill($0.baseAddress!, count) }
      #expect(count < 16 || a != b)
      #expect(count < 5000 || Set(a[..<count]).count == 256)
    }
  }
}

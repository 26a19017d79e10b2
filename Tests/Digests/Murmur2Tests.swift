import Digests
import Testing

@Suite("murmur2") struct Murmur2Tests {
  // Computed with Kafka's algorithm in Java.
  static let known: [(String, Int32, Int)] = [
    ("", 275_646_681, 0),
    ("a", -1_563_381_124, 1),
    ("ab", 316_155_434, 2),
    ("abc", 479_470_107, 0),
    ("abcd", -1_323_649_548, 2),
    ("21", -973_932_308, 0),
    ("foobar", -790_332_482, 0),
    ("a-little-bit-long-string", -985_981_536, 2),
    ("a-little-bit-longer-string", -1_486_304_829, 2),
    ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971, 2),
    ("9ef432eb6251297304e76186b10a928d_e481f51cbdc54678b7cc49136f2d6af7", 193_090_529, 2),
    ("größer als ß 🦦", -1_376_715_363, 2),
  ]

  @Test("hashes and spreads keys as Kafka's Java client does", arguments: known)
  func matchesJava(key: String, hash: Int32, partition: Int) {
    unsafe Array(key.utf8).withUnsafeBytes { key in
      #expect(unsafe Int32(bitPattern: Murmur2.hash(key)) == hash)
      #expect(unsafe Murmur2.partition(of: key, among: 3) == partition)
    }
  }

  @Test("does so at every length, from any address") func everyLength() {
    // The same sum, made in Java: sum = sum * 31 + hash, over the first 0...256 of the bytes 0, 1, 2, ….
    for shift in 0..<4 {
      let bytes = [UInt8](repeating: 9, count: shift) + (0...255).map { UInt8($0) }
      var sum: Int64 = 0
      unsafe bytes.withUnsafeBytes { bytes in
        for length in 0...256 {
          let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[shift..<shift + length])
          sum = sum &* 31 &+ Int64(Int32(bitPattern: unsafe Murmur2.hash(piece)))
        }
      }
      #expect(sum == 1_476_454_985_914_407_045)
    }
  }
}

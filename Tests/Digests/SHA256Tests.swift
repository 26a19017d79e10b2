import Digests
import Testing

@Suite("SHA-256") struct SHA256Tests {
  // The first four are the standard's own examples.
  static let known: [(String, String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test("gives the known digests", arguments: known)
  func matches(text: String, hex: String) {
    #expect(SHA256.digest(of: text).hex == hex)
    #expect(SHA256.digest(of: Array(text.utf8)).hex == hex)
  }

  @Test("gives at every length around a block what Java gives") func everyLength() {
    var all = SHA256()
    for length in 0...200 { all.update(SHA256.digest(of: (0..<length).map { UInt8($0) }).hex) }
    #expect(all.finish().hex == "b367ea311264aae50e6260b96a10761169ce3eec5d5f8f2258351f82c7252776")
  }

  @Test("doesn't depend on the pieces in which the bytes come") func pieces() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let whole = SHA256.digest(of: bytes)
    for size in [1, 3, 55, 56, 63, 64, 65, 128, 999] {
      var hash = SHA256()
      for start in stride(from: 0, to: bytes.count, by: size) {
        hash.update(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(hash.finish() == whole)
    }
  }

  @Test("may go on after it was asked") func goesOn() {
    var hash = SHA256()
    hash.update("ab")
    #expect(hash.finish() == SHA256.digest(of: "ab"))
    hash.update("c")
    #expect(hash.finish() == SHA256.digest(of: "abc"))
    #expect(hash.finish().bytes.prefix(3) == [0xba, 0x78, 0x16])
  }
}

import Digests
import Testing

@Suite("MD5 and SHA-1") struct DigestTextTests {
  /// A text, how often it is repeated, its MD5 and its SHA-1, as Python's hashlib gives them.
  static let known: [(String, Int, String, String)] = [
    ("", 0, "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("abc", 1, "900150983cd24fb0d6963f7d28e17f72", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("x", 55, "04364420e25c512fd958a70738aa8f72", "cef734ba81a024479e09eb5a75b6ddae62e6abf1"),
    ("x", 56, "668a72d5ba17f08e62dabcafad6db14b", "901305367c259952f4e7af8323f480d59f81335b"),
    ("x", 64, "c1bb4f81d892b2d57947682aeb252456", "bb2fa3ee7afb9f54c6dfb5d021f14b1ffe40c163"),
    ("x", 119, "ab347a5f68c8a443cfcddc633f12c24f", "4300320394f7ee239bcdce7d3b8bcee173a0cd5c"),
    ("x", 120, "fb98667f98096de92620b64f46e1c5b5", "ceb2821639c4b6dcb10bce0e522ca2e608ce056d"),
  ]

  @Test("give the known digests", arguments: known)
  func matches(_ text: String, _ times: Int, _ md5: String, _ sha1: String) {
    let bytes = Array(String(repeating: text, count: times).utf8)
    #expect(DigestText.md5.digits(of: bytes) == md5)
    #expect(DigestText.sha1.digits(of: bytes) == sha1)
    #expect(DigestText.sha256.digits(of: bytes) == SHA256.digest(of: bytes).hex)
    let digits = unsafe bytes.withUnsafeBytes { unsafe SHA1.digest(of: $0) }.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    #expect(digits.joined() == sha1)
  }

  @Test("give at every length around a block what Python gives")
  func everyLength() {
    let lengths = (0...200).map { (0..<$0).map { UInt8($0) } }
    #expect(
      SHA256.digest(of: lengths.map { DigestText.md5.digits(of: $0) }.joined()).hex
        == "757842d1ae3e5e7df5d60583419ea7cabfe5072b70aff3ca39ab2c2fae178bc0")
    #expect(
      SHA256.digest(of: lengths.map { DigestText.sha1.digits(of: $0) }.joined()).hex
        == "e1a8db32671623624b192f7e5bdd1a8b62b2792c3bce18390af4d9bde0bbb561")
  }
}

@Suite("XXH64") struct XXHash64Tests {
  @Test(
    "gives the known hashes at every kind of length, with a seed and without",
    arguments: [
      (0, 0xef46db3751d8e999, 0x95f0626f6f0a4409), (1, 0xe934a84adb052768, 0xd90df86c76f52e13),
      (3, 0x9ff70a635a6209ab, 0xf81bfe21d7a90a34), (4, 0xae5acdc00a55ac41, 0x402cc9865631460f),
      (7, 0xd734a6b26f3da63e, 0x2c4047a7cfa7846d), (8, 0x87116b3365b924eb, 0x9c4f2f5f74bb7dca),
      (12, 0x14b8433b9a14e611, 0x44ed38ceb5b99d44), (31, 0xf187c62b1e722b7, 0x766f9aa5a7e86617),
      (32, 0x91b0cb0931a8c629, 0x969cb15c80834792), (33, 0x931b043cf8d65b94, 0x816efbab1697ef46),
      (63, 0x219110bf13e2fa26, 0xd4a96ab8cd1526c2), (100, 0x8e2272c08247d5db, 0x2417052558317acf),
    ])
  func known(_ count: Int, _ hash: UInt64, _ seeded: UInt64) {
    // What lies behind the bytes, and may be read, changes nothing.
    for behind: UInt8 in [0, 0xff] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) } + [UInt8](repeating: behind, count: 16)
      unsafe bytes.withUnsafeBytes { bytes in
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
        #expect(unsafe XXHash64.hash(readable: bytes) == hash)
        #expect(unsafe XXHash64.hash(readable: bytes, seed: 7) == seeded)
      }
    }
  }
}

extension DigestText {
  func digits(of bytes: [UInt8]) -> String {
    var digits = [UInt8](repeating: 0, count: length)
    unsafe digits.withUnsafeMutableBytes { out in
      unsafe bytes.withUnsafeBytes { unsafe write($0, to: out.baseAddress.unsafelyUnwrapped) }
    }
    return String(decoding: digits, as: UTF8.self)
  }
}

import CDigests
import Testing

@Suite("Rounds of SHA") struct RoundsTests {
  @Test("are the same with the processor's instructions for SHA and without", .enabled(if: cdigests_has_sha() != 0))
  func plain() {
    let blocks = (0..<64 * 5).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 7) }
    var (plain, fast) = ((0..<8).map { UInt32($0) &* 0x9E37_79B9 }, (0..<8).map { UInt32($0) &* 0x9E37_79B9 })
    unsafe cdigests_sha256(&plain, blocks, 5, 0)
    unsafe cdigests_sha256(&fast, blocks, 5, 1)
    #expect(plain == fast)
    unsafe cdigests_sha1(&plain, blocks, 5, 0)
    unsafe cdigests_sha1(&fast, blocks, 5, 1)
    #expect(plain == fast)
  }
}

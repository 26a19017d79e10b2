import Compression
import Glibc
import Testing

@Suite("compression") struct CompressionTests {
  static let codecs: [CompressionKind] = [.gzip, .zstd]

  @Test(
    "is known by the end of a name",
    arguments: [
      ("a.csv", CompressionKind.none), ("a.csv.gz", .gzip), ("A.CSV.GZ", .gzip), ("a.zst", .zstd), ("a.Zst", .zstd),
      ("gz", .none), ("a.gzz", .none), ("a.tgz", .none), ("", .none), (".gz", .gzip),
    ])
  func kinds(path: String, kind: CompressionKind) {
    #expect(CompressionKind(path: path) == kind)
  }

  @Test("comes back whatever the size of the pieces and of the room", arguments: CompressionKind.allCases)
  func roundTrips(kind: CompressionKind) throws {
    for count in [0, 1, 1000, 300_000] {
      let bytes = sample(count)
      let small = try compressed(bytes, kind)
      #expect(try decompressed(small, kind) == bytes)
      if count > 1000 { continue }
      for (pieces, room) in [(1, 1), (7, 1), (1, 7), (100, 3), (1000, 1000)] {
        let other = try compressed(bytes, kind, pieces: pieces, room: room)
        #expect(try decompressed(other, kind, pieces: pieces, room: room) == bytes)
        #expect(try decompressed(small, kind, pieces: pieces, room: room) == bytes)
      }
    }
  }

  @Test("of much output from little input", arguments: codecs)
  func expands(kind: CompressionKind) throws {
    let bytes = [UInt8](repeating: 7, count: 3_000_000)
    let small = try compressed(bytes, kind, level: 9)
    #expect(small.count < 10_000)
    #expect(try decompressed(small, kind, room: 1000) == bytes)
  }

  @Test("reads members that follow one another as one", arguments: codecs)
  func concatenated(kind: CompressionKind) throws {
    let bytes = sample(5000)
    let members = try (0..<5).flatMap { try compressed(Array(bytes[($0 * 1000)..<($0 * 1000 + 1000)]), kind) }
    #expect(try decompressed(members, kind) == bytes)
    #expect(try decompressed(members, kind, pieces: 1, room: 1) == bytes)
    #expect(try decompressed(members, kind, pieces: 333, room: 100) == bytes)
    let empty = try compressed([], kind)
    #expect(try decompressed(empty + members + empty, kind) == bytes)
  }

  @Test("that was cut off anywhere is truncated", arguments: codecs)
  func truncated(kind: CompressionKind) throws {
    let bytes = sample(500)
    let small = try compressed(bytes, kind)
    for count in 0..<small.count {
      #expect(cause { try decompressed(Array(small[..<count]), kind) } == .truncated)
    }
    let two = small + small
    for count in small.count + 1..<two.count {
      #expect(cause { try decompressed(Array(two[..<count]), kind) } == .truncated)
    }
  }

  @Test("that is none is corrupt, and the failure says where and what", arguments: codecs)
  func garbage(kind: CompressionKind) throws {
    let error = #expect(throws: CompressionFailure.self) { try decompressed(sample(500), kind) }
    #expect(error?.cause == .corrupt)
    #expect(error?.description.hasPrefix("this is not valid \(kind.rawValue) data at byte ") == true)
    let small = try compressed(sample(500), kind)
    #expect(
      cause { try decompressed(small + [1, 2, 3, 4, 5, 6, 7, 8], kind) } == .corrupt)
    var flipped = small
    flipped[small.count - 2] ^= 0x10
    #expect(cause { try decompressed(flipped, kind) } == .corrupt)
  }

  @Test("of gzip may be followed by zeros") func padding() throws {
    let bytes = sample(500)
    let small = try compressed(bytes, .gzip)
    let padded = small + [UInt8](repeating: 0, count: 600)
    #expect(try decompressed(padded, .gzip) == bytes)
    #expect(try decompressed(padded + small, .gzip, pieces: 10, room: 10) == bytes + bytes)
  }

  @Test("that was damaged never crashes", arguments: codecs)
  func damaged(kind: CompressionKind) throws {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    var state = seed
    let small = try compressed(sample(2000), kind)
    for _ in 0..<500 {
      var bytes = small
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 50)
      }
      do {
        _ = try decompressed(bytes, kind, pieces: 100, room: 100)
      } catch let error as CompressionFailure {
        #expect(error.kind == kind, "OUZEL_SEED=\(seed)")
      }
    }
  }

  @Test("is understood by the program of that name, and understands it", arguments: codecs)
  func peers(kind: CompressionKind) throws {
    guard let peer = Peer(kind.rawValue) else { return }
    let bytes = sample(200_000)
    #expect(peer.run(["-dc", "<"], on: try compressed(bytes, kind)) == bytes)
    let theirs = try #require(peer.run(["-c", "<"], on: bytes))
    #expect(try decompressed(theirs, kind) == bytes)
    #expect(try decompressed(theirs + theirs, kind, pieces: 4096, room: 4096) == bytes + bytes)
  }
}

import Digests
import Engine
import FileSystems

/// Files that were read and aren't at their name any more, by what they began with.
struct AwayFiles {
  private var lanes: [Fingerprint: [LaneID]] = [:]
  private var lengths: Set<Int> = []

  mutating func add(_ lane: LaneID, _ fingerprint: Fingerprint) {
    lanes[fingerprint, default: []].append(lane)
    lengths.insert(fingerprint.length)
  }

  /// The lanes whose bytes a file begins with, those known by most bytes first.
  func lanes(beginning file: SourceFile) throws(Failure) -> [LaneID] {
    guard let longest = lengths.max() else { return [] }
    let bytes: [UInt8]
    do { bytes = try ReadableFile(opening: file.path).bytes(count: longest) } catch { throw Failure(error) }
    var found: [LaneID] = []
    var hash = SHA256()
    var hashed = 0
    // One pass over the bytes, whatever the number of lengths.
    for length in lengths.sorted() where length <= bytes.count {
      unsafe bytes.withUnsafeBytes { unsafe hash.update(UnsafeRawBufferPointer(rebasing: $0[hashed..<length])) }
      hashed = length
      found += lanes[Fingerprint(length: length, sha256: hash.finish().hex)] ?? []
    }
    return found.reversed()
  }
}

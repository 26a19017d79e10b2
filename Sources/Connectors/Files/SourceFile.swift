import Engine
import FileSystems

/// A file that the pattern found.
struct SourceFile: Sendable {
  /// Its path as seen from the configuration's folder, by which the lane is named.
  let name: String
  /// Where it is opened.
  let path: String

  init(_ found: String, in folder: String) {
    path = Path.joined(folder, found)
    name = Path.relative(path, to: folder)
  }

  /// The lane as of now; nil if the file has gone since.
  func lane() throws(Failure) -> LaneID? {
    do {
      return LaneID(name: name, identity: try Fingerprint(of: path).identity)
    } catch {
      if error.isMissing { return nil }
      throw Failure(error)
    }
  }

  /// Whether the file still begins with the bytes by which the lane is known.
  func isStill(_ lane: LaneID) throws(Failure) -> Bool {
    guard let fingerprint = Fingerprint(identity: lane.identity) else { return false }
    do { return try fingerprint.matches(path) } catch { throw Failure(error) }
  }
}

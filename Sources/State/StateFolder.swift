package import Engine
package import FileSystems

/// The folder in which a configuration's state lies: positions, dead letters, locks. Nobody but its owner may enter it.
package struct StateFolder: Sendable {
  package let path: String

  /// The folder at an absolute path; nothing is made yet.
  package init(_ path: String) { self.path = path }

  /// Where the database lies.
  package var databasePath: String { Path.joined(path, "state.db") }

  /// Whether there is a state at all.
  package var hasDatabase: Bool { (try? FileStatus.of(databasePath)) != nil }

  /// Makes what is missing.
  package func make() throws(Failure) {
    do {
      try makeFolder(path, mode: 0o700)
      try makeFolder(locks, mode: 0o700)
    } catch {
      throw Failure(error, purpose: "make the state folder", mend: "name another folder with `state:`")
    }
  }

  /// Makes the folder where it is missing, and gives its database, to be opened with the first call.
  package func database() throws(Failure) -> StateDatabase {
    try make()
    return StateDatabase(databasePath)
  }

  /// Takes the right to be the one process that runs a pipeline, or tells which process has it. The kernel frees it
  /// with its holder.
  package func soleRunner(of pipeline: String) throws(Failure) -> FileLock.Attempt {
    try make()
    do {
      return try FileLock.attempt(Path.joined(locks, Self.fileName(of: pipeline) + ".lock"))
    } catch {
      throw Failure(error, purpose: "lock pipeline '\(pipeline)'", mend: "name another folder with `state:`")
    }
  }

  private var locks: String { Path.joined(path, "locks") }

  /// A name that leads nowhere else, whatever the pipeline is called, and different for different pipelines.
  private static func fileName(of pipeline: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var name: [UInt8] = []
    for byte in pipeline.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        name.append(byte)
      default: name += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: name, as: UTF8.self)
  }
}

extension Failure {
  /// What the file system refused: a full disk passes, missing rights don't.
  package init(_ failure: FileFailure, purpose: String, mend: String) {
    if failure.isFull {
      self.init(.outage, "OZ-D002", "could not \(purpose): \(failure)", mend: "make room; it then goes on by itself")
    } else if failure.isDenied {
      self.init(
        .fatal, "OZ-D005", "could not \(purpose): \(failure)",
        mend: "give this user the right to write there, or \(mend)")
    } else {
      self.init(.fatal, "OZ-D008", "could not \(purpose): \(failure)", mend: mend)
    }
  }
}

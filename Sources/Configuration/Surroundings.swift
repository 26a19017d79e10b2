package import Specifications

// `environ` is a variable of C, which nothing in the program writes.
#if canImport(Glibc)
  @unsafe @preconcurrency import Glibc
#else
  @unsafe @preconcurrency import Darwin
#endif

/// What surrounds a configuration: the environment, the files, and the folder that its paths start from.
package struct Surroundings: Sendable {
  package let environment: [String: String]
  package let files: FileAccess
  /// The absolute path of the current folder.
  package let workingDirectory: String

  /// The surroundings of a process, or those that a test makes up.
  package init(environment: [String: String], files: FileAccess = .disk, workingDirectory: String) {
    self.environment = environment
    self.files = files
    self.workingDirectory = workingDirectory
  }

  /// What specifications need of it.
  package var context: ReadingContext { ReadingContext(workingDirectory: workingDirectory) }
}

// What variables hold may be secret.
extension Surroundings: CustomStringConvertible, CustomReflectable {
  package var description: String { "surroundings of \(workingDirectory)" }
  package var customMirror: Mirror { Mirror(self, children: ["workingDirectory": workingDirectory]) }
}

extension Surroundings {
  /// Those of this process. Nothing in the program changes the environment, so that it can be read at any time.
  package static func ofProcess() -> Surroundings {
    var environment: [String: String] = [:]
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let parts = unsafe String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
      unsafe next += 1
    }
    // getcwd allocates the text, which is freed as soon as it is copied.
    let folder = unsafe getcwd(nil, 0)
    defer { unsafe free(folder) }
    return Surroundings(
      environment: environment, workingDirectory: unsafe folder.map { unsafe String(cString: $0) } ?? "/")
  }
}

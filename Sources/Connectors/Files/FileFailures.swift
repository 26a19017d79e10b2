import Compression
import Engine
import FileSystems
import Glibc

/// All that reading files can fail with, in one place.
extension Failure {
  /// What the file system refused: rights and names don't mend themselves, a disk or a network may.
  init(_ failure: FileFailure) {
    let message = "\(failure)"
    if failure.isMissing {
      self.init(.fatal, "OZ-F002", message, mend: "it was there before: bring it back, or start again without it")
    } else if failure.isDenied || failure.code == EISDIR {
      self.init(.fatal, "OZ-F002", message, mend: "let this user read it, or correct `path`")
    } else {
      self.init(.outage, "OZ-F003", message, mend: "it is tried again")
    }
  }

  /// The pattern found nothing.
  static func noFile(_ pattern: GlobPattern, in folder: String) -> Failure {
    let place = Path.absolute(folder)
    return pattern.isWild
      ? Failure(
        .fatal, "OZ-F001", "no file matches `\(pattern.text)`", mend: "it was looked for in \(place): correct `path`")
      : Failure(
        .fatal, "OZ-F001", "there is no file `\(pattern.text)`",
        mend: "it was looked for in \(place): correct `path`, or write `\(pattern.text)/*` if it is a folder")
  }

  /// What is at the path gives its bytes once, and can't be gone back in.
  static func notFile(_ path: String) -> Failure {
    Failure(
      .fatal, "OZ-F001", "`\(path)` is a pipe, a socket or a device, and no file",
      mend: "give its bytes to a `stdin` source: `ouzel run … < \(path)`")
  }

  static func shortened(_ name: String, below position: Int64) -> Failure {
    Failure(
      .fatal, "OZ-F004", "\(name) ends before byte \(position), to which it was read already: it was shortened",
      mend: "start again: it is read anew then")
  }

  static func replaced(_ name: String) -> Failure {
    Failure(
      .fatal, "OZ-F004", "\(name) was replaced while it was read", mend: "start again: it is read anew then")
  }

  init(_ failure: CompressionFailure, in name: String) {
    switch failure.cause {
    case .truncated:
      self.init(
        .fatal, "OZ-F005", "\(name) can't be unpacked: \(failure)",
        mend: "it may still be being written: start again when it is whole")
    case .corrupt:
      self.init(.fatal, "OZ-F005", "\(name) can't be unpacked: \(failure)", mend: "replace it by a good copy")
    case .noMemory: self.init(.busy, "OZ-F003", "\(name) can't be unpacked: \(failure)", mend: "it is tried again")
    }
  }

  init(_ failure: CuttingFault, in name: String) {
    let sentence = failure.sentence(of: name)
    switch failure {
    case .prologueTooLong:
      self.init(
        .fatal, "OZ-F006", sentence, mend: "look whether it is the right file and `format`, or raise `max_record`")
    case .endingTooLong: self.init(.fatal, "OZ-F006", sentence, mend: "raise `max_record`, and start again")
    case .broken(_, let isCutOff, _):
      self.init(
        .fatal, "OZ-F007", sentence,
        mend: isCutOff
          ? "it may still be being written: start again when it is whole, and it goes on where it stopped"
          : "mend the file from there on, and start again")
    }
  }
}

import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the process ends with.
enum ExitCode: Int32, Comparable {
  case done = 0
  /// What was compared differs, or records were dead-lettered under `--fail-on-dead-letters`.
  case differs = 1
  /// Usage or configuration.
  case usage = 2
  /// A connection could not be made.
  case unconnected = 3
  /// Stopped by a failure.
  case failed = 4
  /// Drained by SIGINT.
  case interrupted = 130

  static func < (a: ExitCode, b: ExitCode) -> Bool { a.rawValue < b.rawValue }

  /// What a pipeline asks for that ended so. `isBlamed` says whether it is a fault that records were dead-lettered.
  init(_ outcome: Outcome?, signal: Int32?, isBlamed: Bool) {
    self =
      switch outcome {
      case .drained where signal == SIGINT: .interrupted
      case .done, .drained, nil: isBlamed ? .differs : .done
      case .unconnected: .unconnected
      case .failed, .passedOver: .failed
      }
  }
}

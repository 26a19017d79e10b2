/// Why bytes couldn't be compressed or decompressed.
package struct CompressionFailure: Error, Equatable, Sendable {
  /// What is to blame.
  package enum Cause: Equatable, Sendable {
    /// The input ends before its last member or frame does.
    case truncated
    /// The input isn't what it claims to be.
    case corrupt
    /// Less memory could be had than this input needs.
    case noMemory
  }

  /// What is to blame.
  package let cause: Cause
  /// The compression that was expected.
  package let kind: CompressionKind
  /// How many compressed bytes had been read, counted from where the codec began.
  package let offset: Int64
  /// The codec's own words.
  package let reason: String
}

extension CompressionFailure: CustomStringConvertible {
  package var description: String {
    switch cause {
    case .truncated: "the \(kind.rawValue) data ends too early, after \(offset) bytes"
    case .corrupt: "this is not valid \(kind.rawValue) data at byte \(offset): \(reason)"
    case .noMemory: "there is not enough memory for this \(kind.rawValue) data: \(reason)"
    }
  }
}

/// A failure as a codec tells of it, before anyone says where it was.
struct CodecFailure: Error {
  let cause: CompressionFailure.Cause
  let reason: String

  init(_ cause: CompressionFailure.Cause, _ reason: String) {
    self.cause = cause
    self.reason = reason
  }

  func at(_ offset: Int64, of kind: CompressionKind) -> CompressionFailure {
    CompressionFailure(cause: cause, kind: kind, offset: offset, reason: reason)
  }
}

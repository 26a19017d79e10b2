package import Specifications

/// Why a stream can't be cut any further, though records of it may be.
package enum CuttingFault: Error, Equatable, Sendable {
  /// What stands at its beginning, as its format calls that, is longer than a record may be.
  case prologueTooLong(String, limit: ByteCount)
  /// A value that stands behind its records is longer than a record may be, and can't be looked through.
  case endingTooLong(at: Int64, limit: ByteCount)
  /// What holds its records together is broken, or ends too early: what follows can't be told to be records or not.
  case broken(at: Int64, isCutOff: Bool, reason: String)
}

extension CuttingFault {
  /// What is wrong with the stream, which messages call `name`.
  package func sentence(of name: String) -> String {
    switch self {
    case .prologueTooLong(let beginning, let limit):
      "\(beginning) of \(name) is longer than max_record (\(limit))"
    case .endingTooLong(let position, let limit):
      "a value behind the records of \(name), at byte \(position), is longer than max_record (\(limit))"
    case .broken(let position, let isCutOff, let reason):
      "\(name) \(isCutOff ? "ends too early" : "is broken"), at byte \(position): \(reason)"
    }
  }
}

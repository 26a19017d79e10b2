package import Specifications

/// Why a stream can't be cut any further, though records of it may be.
package enum CuttingFault: Error, Equatable, Sendable {
  /// What stands at its beginning is longer than a record may be.
  case prologueTooLong(limit: ByteCount)
  /// What holds its records together is broken, or ends too early: what follows can't be told to be records or not.
  case broken(at: Int64, isCutOff: Bool, reason: String)
}

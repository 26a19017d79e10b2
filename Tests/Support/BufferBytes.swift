package import Columns

extension Buffer {
  /// A copy of all bytes, for which the buffer needn't be kept.
  package var copied: [UInt8] { withExtendedLifetime(self) { unsafe Array(bytes) } }
}

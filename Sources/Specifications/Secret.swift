/// A value that shows itself to no log, message, interpolation or mirror.
package struct Secret: Sendable, Equatable {
  private let value: String

  /// Hides a value.
  package init(_ value: String) { self.value = value }

  /// The value itself: the only way out, for the client that has to send it.
  package func reveal() -> String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "«secret»" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

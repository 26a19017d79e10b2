import CSQLite
import Synchronization

/// Ends whatever a connection is running, from any thread.
package final class InterruptHandle: Sendable {
  // The handle's address, since a pointer isn't Sendable; 0 once the connection is closed. The mutex keeps a connection
  // from being closed while it is interrupted.
  private let address: Mutex<UInt>

  init(_ connection: OpaquePointer?) { address = Mutex(UInt(bitPattern: connection)) }

  /// Makes the running statement fail as `.interrupted`; without one, or after the close, it does nothing.
  package func interrupt() {
    address.withLock { address in
      guard let connection = unsafe OpaquePointer(bitPattern: address) else { return }
      unsafe sqlite3_interrupt(connection)
    }
  }

  func forget() { address.withLock { $0 = 0 } }
}

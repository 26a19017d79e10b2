package import Engine
import Glibc
package import SQLiteClient
import Threads

/// The right to write a database that others write too, in this process and in others. Its holder begins and ends
/// transactions; a lock that stays is an outage that names who has it.
package struct WriteAccess: Sendable {
  private let path: String
  private let turn: WriteTurn
  /// How long a lock may last before it is told as an outage: others' transactions are shorter.
  private let patience: Duration
  private let clock = SteadyClock()

  /// The right to write the database at an absolute path.
  package init(to path: String, patience: Duration = .seconds(5)) {
    self.path = path
    self.patience = patience
    turn = WriteTurn.at(path)
  }

  /// Why a transaction didn't begin.
  package typealias Refusal = SQLiteError

  /// Waits for a turn, and runs `begin` until no other process holds the database. After a throw there is no turn.
  package func enter(
    to purpose: String, _ begin: () throws(Refusal) -> Void
  ) async throws(Failure) {
    guard await turn.take() else {
      throw Failure(.outage, "OZ-D009", "could not \(purpose) in \(path): it was called off")
    }
    let deadline = clock.now + patience
    while true {
      do throws(SQLiteError) {
        return try begin()
      } catch {
        guard error.kind == .busy, clock.now < deadline, !Task.isCancelled else {
          turn.give()
          throw Failure(error, database: path, purpose: purpose)
        }
      }
      // SQLite's own waiting would hold the thread, and looks too seldom to find the gap between two transactions.
      await clock.sleep(for: .milliseconds(2))
    }
  }

  /// Gives the right up, once the transaction has ended.
  package func leave() async {
    // Other processes can only look again and again for a gap: it has to be wide enough to be found.
    let own = getpid()
    if lockHolders(ofDatabase: path).contains(where: { $0.processID != own }) {
      await clock.sleep(for: .milliseconds(3))
    }
    turn.give()
  }
}

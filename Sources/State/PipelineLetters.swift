package import Engine
import Synchronization
import Threads

/// The dead letters of one pipeline, kept on its own terms.
package struct PipelineLetters: DeadLetterStore {
  private let database: StateDatabase
  /// How much room they may take.
  private let room: Int
  private let pipeline: String
  private let target: String?
  private let forwarding: LetterForwarding?
  private let shortage = Shortage()

  /// What the letters lacked room for last.
  private final class Shortage: Sendable {
    let count = Mutex<(letters: Int, bytes: Int)?>(nil)
  }

  /// Letters of a pipeline, sent on to its outlet where it has one.
  package init(of pipeline: String, in database: StateDatabase, room: Int, outlet: (any LetterOutlet)? = nil) {
    self.pipeline = pipeline
    self.database = database
    self.room = room
    target = outlet?.target
    forwarding = outlet.map { LetterForwarding(of: pipeline, to: $0, from: database) }
  }

  package func prepare() async throws(Failure) {
    // Else it would go on, only to find once more that there is no room.
    if let lacking = shortage.count.withLock({ $0 }) {
      try await findRoom(for: lacking.letters, lacking.bytes, tenure: "")
    }
    try await database.send(lettersOf: pipeline, to: target)
    try await forwarding?.send()
  }

  package func serve() async { await forwarding?.serve() }
  package func finish() async throws(Failure) { try await forwarding?.finish() }

  package func begin(_ box: LetterBox, at position: Position, last: Tenure?) async throws(Failure) {
    try await database.begin(box, at: position, last: last)
    forwarding?.wake()
  }

  package func keep(_ letters: [DeadLetter], tenure: String, configuration hash: String) async throws(Failure) {
    // An outlet that is away is an outage: what fails next would only pile up here.
    if let failure = await forwarding?.failure { throw failure }
    try await findRoom(for: letters.count, letters.reduce(0) { $0 + LetterRoomTable.size(of: $1) }, tenure: tenure)
    try await database.keep(letters, tenure: tenure, configuration: hash)
  }

  private func findRoom(for letters: Int, _ bytes: Int, tenure: String) async throws(Failure) {
    // No redrive would make so much room, so waiting for it wouldn't end.
    guard bytes <= room else {
      throw Failure(
        .fatal, "OZ-L003",
        "the dead letters of one batch (\(letters), \(Self.written(bytes))) are larger than all the room, "
          + "\(Self.written(room)), that `max_bytes` gives them; none is dropped",
        mend: "raise `max_bytes` above \(Self.written(bytes)) and start again")
    }
    let taken = try await database.room(takenBy: pipeline, tenure: tenure)
    let isShort = taken + bytes > room
    shortage.count.withLock { $0 = isShort ? (letters, bytes) : nil }
    guard isShort else { return }
    throw Failure(
      .outage, "OZ-L002",
      "the dead letters have no room left: they take \(Self.written(taken)) of the \(Self.written(room)) that "
        + "`max_bytes` gives them, and \(letters) more (\(Self.written(bytes))) would come; none is dropped",
      mend: "redrive letters, and it goes on by itself; or raise `max_bytes` and start again")
  }

  package func settled(_ box: LetterBox, upTo position: Position, by tenure: Tenure) async throws(Failure) {
    try await database.settled(box, upTo: position, by: tenure)
    forwarding?.wake()
  }

  package func keep(_ window: FailureWindow, of pipeline: String, configuration hash: String) async throws(Failure) {
    try await database.keep(window, of: pipeline, configuration: hash)
  }

  /// `12KiB`, `1.5MiB`, never less than it is.
  private static func written(_ bytes: Int) -> String {
    if bytes < 1 << 20 { return "\((bytes + 1023) >> 10)KiB" }
    let tenths = (((bytes + 1023) >> 10) * 10 + 1023) >> 10
    return tenths % 10 == 0 ? "\(tenths / 10)MiB" : "\(tenths / 10).\(tenths % 10)MiB"
  }
}

extension StateDatabase {
  /// Removes the letters of a pipeline that were kept longer ago than `age`. Returns how many there were.
  package func removeLetters(of pipeline: String, olderThan age: Duration) throws(Failure) -> Int {
    let oldest = WallTime.microseconds / 1_000_000 - age.components.seconds
    var removed = 0
    while true {
      // Many at once would hold up whoever keeps new ones.
      let part = try removeLetters(of: pipeline, keptBefore: oldest, atMost: 10_000)
      removed += part
      if part == 0 { break }
    }
    if removed > 0 { try removeUnusedPrologues() }
    return removed
  }
}

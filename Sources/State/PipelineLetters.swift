package import Engine
import Threads

/// The dead letters of one pipeline, kept on its own terms.
package struct PipelineLetters: DeadLetterStore {
  private let database: StateDatabase
  /// How much room they may take.
  private let room: Int

  package init(in database: StateDatabase, room: Int) {
    self.database = database
    self.room = room
  }

  package func begin(_ box: LetterBox, at position: Position, last: Tenure?) async throws(Failure) {
    try await database.begin(box, at: position, last: last)
  }

  package func keep(_ letters: [DeadLetter], tenure: String, configuration hash: String) async throws(Failure) {
    guard let pipeline = letters.first?.pipeline else { return }
    let taken = try await database.room(takenBy: pipeline, tenure: tenure)
    let more = letters.reduce(0) { $0 + LetterRoomTable.size(of: $1) }
    guard taken + more <= room else {
      throw Failure(
        .outage, "OZ-L002",
        "the dead letters have no room left: they take \(Self.written(taken)) of the \(Self.written(room)) that `max_bytes` gives "
          + "them, and \(letters.count) more would come; none is dropped",
        mend: "redrive letters, and it goes on by itself; or raise `max_bytes` and start again")
    }
    try await database.keep(letters, tenure: tenure, configuration: hash)
  }

  package func settled(_ box: LetterBox, upTo position: Position, by tenure: Tenure) async throws(Failure) {
    try await database.settled(box, upTo: position, by: tenure)
  }

  package func keep(_ window: FailureWindow, of pipeline: String, configuration hash: String) async throws(Failure) {
    try await database.keep(window, of: pipeline, configuration: hash)
  }

  /// `12KiB`, `1.5MiB`
  private static func written(_ bytes: Int) -> String {
    if bytes < 1 << 20 { return "\((bytes + 1023) >> 10)KiB" }
    let tenths = (bytes >> 10) * 10 >> 10
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
      if part == 0 { return removed }
    }
  }
}

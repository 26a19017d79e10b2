package import Engine

/// A dead letter as the state keeps it.
package struct StoredLetter: Sendable, Equatable {
  /// Its number, by which it is shown; kept when it is written again.
  package var id: Int64
  package var pipeline: String
  package var sink: String
  package var lane: LaneID
  package var position: Position
  /// The original bytes, or their beginning where the record was too large.
  package var bytes: [UInt8]
  package var length: Int64
  package var sha256: String?
  package var key: [UInt8]?
  package var headers: String
  package var stage: String
  package var message: String
  /// The record's time, microseconds since 1970.
  package var time: Int64?
  package var configurationHash: String
  /// When it was kept last, seconds since 1970.
  package var keptAt: Int64
  /// Whether its bytes, key and headers may be about a person, so that they are shown only on demand.
  package var isPersonal: Bool
  /// The line of the file, or of the message, on which the record begins; nil where that isn't known.
  package var line: Int?
}

/// That somebody looked at a record that may be about a person.
package struct Reveal: Sendable, Equatable {
  package var letter: Int64
  package var pipeline: String
  /// The number of the user in the operating system, and the name that it had.
  package var user: String
  /// Seconds since 1970.
  package var time: Int64

  package init(letter: Int64, pipeline: String, user: String, time: Int64) {
    self.letter = letter
    self.pipeline = pipeline
    self.user = user
    self.time = time
  }
}

/// Letters that failed in the same way.
package struct LetterGroup: Sendable, Equatable {
  package var pipeline: String
  package var sink: String
  package var stage: String
  package var shape: String
  package var count: Int
  /// The first letter of them, and its message whole.
  package var first: Int64
  package var example: String
  /// The line on which it begins, where that is known.
  package var line: Int?
}

/// Dead letters, counted by what they have in common.
package struct LetterOverview: Sendable, Equatable {
  /// The most frequent first.
  package var groups: [LetterGroup]
  package init(groups: [LetterGroup]) { self.groups = groups }

  package var total: Int { groups.reduce(0) { $0 + $1.count } }
}

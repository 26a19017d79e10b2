package import Engine

/// Dead letters that were chosen to be sent again: frozen, so that each is sent once whatever is killed.
package struct Redrive: Sendable, Equatable {
  package var id: Int64
  package var pipeline: String
  package var lanes: [RedriveLane]

  /// How many letters it has.
  package var count: Int { lanes.reduce(0) { $0 + Int($1.count) } }
}

/// Frozen letters that are for the same sinks, in their order: a lane of their own, whose messages are their numbers.
package struct RedriveLane: Sendable, Equatable {
  package var id: LaneID
  /// The sinks that the letters are for; empty for all.
  package var sinks: [String]
  package var count: Int64
}

/// Names of sinks as the tables keep them: none for all.
enum SinkNames {
  static func text(of names: [String]) -> String { names.isEmpty ? "" : "\n\(names.joined(separator: "\n"))\n" }
  static func names(in text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}

/// What decides where a letter is sent again.
package struct LetterFacts: Sendable {
  package var id: Int64
  package var sink: String
  package var stage: String
  package var lane: LaneID
  package var position: Position
  /// The sinks that it is for, and none for all; nil in letters of older versions, where the stage tells.
  package var sinks: [String]?
  /// Whether its bytes are the whole record.
  package var isWhole: Bool
  /// Whether it is known what the record needs before it to be decoded.
  package var hasPrologue: Bool
  /// Of a letter whose condition couldn't be told: whether the others of that record are sent too, and this is the last.
  package var isLastOfRecord: Bool
}

/// Whether a letter is sent again.
package enum LetterFate: Sendable, Equatable {
  /// To these sinks; to all, if none is named.
  case sent(to: [String])
  /// It can't be, and why: letters of one reason are counted together.
  case leftOut(String)
}

/// What came of freezing letters.
package struct Freezing: Sendable {
  /// Nil where no letter can be sent.
  package var redrive: Redrive?
  /// The letters that are left out, by the reason.
  package var leftOut: [String: [LetterFacts]] = [:]
}

/// What came of a redrive in the end.
package struct RedriveResult: Sendable, Equatable {
  /// How many letters there aren't any more.
  package var sent = 0
  /// Those that failed again, by how: the most frequent first.
  package var failed: [LetterGroup] = []

  package init() {}
}

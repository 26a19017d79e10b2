package import Engine
import SQLiteClient

/// Redrives: dead letters that are sent again.
extension StateDatabase {
  /// Freezes chosen letters of a pipeline; `otherwise` is the sink that takes what no other does. From then on they are
  /// sent, whatever is killed, until the redrive has ended.
  package func freeze(
    _ choice: LetterChoice, of pipeline: String, otherwise: String?,
    fate: @Sendable (LetterFacts) -> LetterFate
  ) throws(Failure) -> Freezing {
    try change(to: "freeze dead letters") { (connection) throws(SQLiteError) in
      try RedriveTable.freeze(choice, of: pipeline, otherwise: otherwise, on: connection, fate)
    }
  }

  /// The redrives that haven't ended, in the order in which they were begun.
  package func redrives() throws(Failure) -> [Redrive] {
    try use(to: "read redrives") { (connection) throws(SQLiteError) in try RedriveTable.all(in: connection) }
  }

  /// Ends a redrive whose lanes are settled to their end: letters that went through are removed, others say why they
  /// didn't. Nil, with nothing done, where it has to be run once more to know which these are.
  package func end(_ redrive: Redrive) throws(Failure) -> RedriveResult? {
    try change(to: "end a redrive") { (connection) throws(SQLiteError) in
      try RedriveTable.end(redrive, on: connection)
    }
  }

  func batch(
    of lane: RedriveLane, from position: Position, limit: ReadLimit, firstSink: Int,
    labels: @Sendable (LaneID) -> LaneLabels
  ) throws(Failure) -> RawBatch? {
    try use(to: "read frozen letters") { (connection) throws(SQLiteError) in
      try RedriveReading.batch(
        of: lane, from: position, limit: limit, labels: labels, firstSink: firstSink, in: connection)
    }
  }

  func beginAgain(_ box: LetterBox, at position: Position, last: Tenure?) throws(Failure) {
    try change(to: "begin a redrive") { (connection) throws(SQLiteError) in
      try RedriveTable.begin(box, at: position, last: last, on: connection)
    }
  }

  func keepAgain(_ letters: [DeadLetter], tenure: String, configuration hash: String) throws(Failure) {
    try change(to: "keep what failed again") { (connection) throws(SQLiteError) in
      try RedriveTable.insert(letters, tenure: tenure, configuration: hash, on: connection)
    }
  }

  func settledAgain(_ box: LetterBox, upTo position: Position, by tenure: Tenure) throws(Failure) {
    try change(to: "settle what failed again") { (connection) throws(SQLiteError) in
      try RedriveTable.settle(box, upTo: position, by: tenure, on: connection)
    }
  }
}

package import Columns

/// A record that can't be processed, kept with all that is needed to look at it and to send it again.
package struct DeadLetter: Sendable {
  package var pipeline: String
  package var sink: String
  package var lane: LaneID
  package var position: Position
  /// The line of the file, or of the message, on which the record begins; nil where that isn't known.
  package var line: Int?
  /// The original bytes, or their first 64 KiB where the record was too large.
  package var bytes: Buffer
  package var form: LetterForm
  /// The record's whole length.
  package var length: Int64
  /// SHA-256 of the whole record where `bytes` are only its beginning.
  package var sha256: String?
  package var key: Buffer?
  /// Headers as a JSON object; empty where there are none.
  package var headers: String
  /// Where it failed: `decode`, `contract`, `step 2 (set)`, `sink`.
  package var stage: String
  package var message: String
  /// The message without what differs from record to record.
  package let shape: String
  /// The record's time, microseconds since 1970, where it has one.
  package var time: Int64?
  /// Whether it failed on the way to its sink alone, so that no other sink lacks it.
  package var isOwn: Bool
  /// Whether its bytes, key and headers may be about a person, so that they are shown only on demand.
  package var isPersonal: Bool

  package init(
    pipeline: String, sink: String, lane: LaneID, position: Position, line: Int? = nil, bytes: Buffer,
    form: LetterForm = .record(behind: nil), length: Int64, sha256: String? = nil,
    key: Buffer? = nil, headers: String = "", stage: String, message: String, time: Int64? = nil,
    isOwn: Bool = false, isPersonal: Bool
  ) {
    self.isOwn = isOwn
    self.pipeline = pipeline
    self.sink = sink
    self.lane = lane
    self.position = position
    self.line = line
    self.bytes = bytes
    self.form = form
    self.length = length
    self.sha256 = sha256
    self.key = key
    self.headers = headers
    self.stage = stage
    self.message = message
    shape = MessageShape(of: message).description
    self.time = time
    self.isPersonal = isPersonal
  }
}

/// What a letter's bytes are, so that they can be read alone.
package enum LetterForm: Sendable {
  /// A message whole.
  case message
  /// A record, behind what stood once before it and tells how it is read (a CSV's header), though that may be empty; nil
  /// where nothing is needed.
  case record(behind: Buffer?)
  /// What a file without records begins with.
  case header
}

// A record's bytes belong into no log.
extension DeadLetter: CustomStringConvertible {
  package var description: String { "letter of \(pipeline), \(lane.name) at \(position): \(message)" }
}

/// Whose dead letters: those of a pipeline's sink in one lane.
package struct LetterBox: Hashable, Sendable {
  package let pipeline: String
  package let sink: String
  package let lane: LaneID

  package init(pipeline: String, sink: String, lane: LaneID) {
    self.pipeline = pipeline
    self.sink = sink
    self.lane = lane
  }
}

/// Where dead letters are kept. A letter is durable when `keep` returns, and replaces that of the same record.
///
/// Letters are kept before their position is stored, by whoever holds the lane, or still thinks so. Which of them count
/// follows from the ledger alone: those of the tenure that moved the position past them. Until that is known a letter
/// is unsettled: durable, but not yet shown.
package protocol DeadLetterStore: Sendable {
  /// Sends on what is to be sent, where letters are sent on; no sink holds anything meanwhile.
  func prepare() async throws(Failure)

  /// What is to be done while the pipeline runs, until it is cancelled.
  func serve() async

  /// Ends what is under way; the sinks are closed.
  func finish() async throws(Failure)

  /// A lane begins, and its ledger stands at `position`: letters from there on are withdrawn, since those records are
  /// read again; of those in the range of the ledger's `last` tenure, its own count, and others don't.
  func begin(_ box: LetterBox, at position: Position, last: Tenure?) async throws(Failure)

  /// Makes letters durable, unsettled for now.
  func keep(_ letters: [DeadLetter], tenure: String, configuration hash: String) async throws(Failure)

  /// The position was stored by `tenure`: its letters count, and those of others in its range don't, nor from there on:
  /// it may have moved back.
  func settled(_ box: LetterBox, upTo position: Position, by tenure: Tenure) async throws(Failure)

  /// Makes durable which of a pipeline's last records failed, under a configuration: another begins anew.
  func keep(_ window: FailureWindow, of pipeline: String, configuration hash: String) async throws(Failure)
}

extension DeadLetterStore {
  package func prepare() async throws(Failure) {}
  package func serve() async {}
  package func finish() async throws(Failure) {}
}

extension DeadLetterStore {
  /// A lane begins where `start` says.
  func begin(_ box: LetterBox, _ start: LaneStart) async throws(Failure) {
    // Letters before the ledger's position count until that has moved back: this run may end before it has.
    let position = max(start.position, start.entry?.position ?? start.position)
    try await begin(box, at: position, last: start.entry?.tenure)
    guard let entry = start.entry, entry.lane != box.lane else { return }
    // What was stored last may have left letters of which nobody has told yet that they count.
    let former = LetterBox(pipeline: box.pipeline, sink: box.sink, lane: entry.lane)
    try await begin(former, at: entry.position, last: entry.tenure)
  }
}

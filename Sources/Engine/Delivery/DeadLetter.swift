package import Columns

/// A record that can't be processed, kept with all that is needed to look at it and to send it again.
package struct DeadLetter: Sendable {
  package var pipeline: String
  package var sink: String
  package var lane: LaneID
  package var position: Position
  /// The original bytes, or their first 64 KiB where the record was too large.
  package var bytes: Buffer
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
  /// The record's time, microseconds since 1970, where it has one.
  package var time: Int64?

  package init(
    pipeline: String, sink: String, lane: LaneID, position: Position, bytes: Buffer, length: Int64,
    sha256: String? = nil,
    key: Buffer? = nil, headers: String = "", stage: String, message: String, time: Int64? = nil
  ) {
    self.pipeline = pipeline
    self.sink = sink
    self.lane = lane
    self.position = position
    self.bytes = bytes
    self.length = length
    self.sha256 = sha256
    self.key = key
    self.headers = headers
    self.stage = stage
    self.message = message
    self.time = time
  }
}

/// Where dead letters are kept. A letter is durable when `keep` returns, and replaces one of the same identity.
package protocol DeadLetterStore: Sendable {
  func keep(_ letters: [DeadLetter], configuration hash: String) async throws(Failure)
  /// Takes back the letters of a lane from `position` on: those records are read again.
  func withdraw(pipeline: String, sink: String, lane: LaneID, from position: Position) async throws(Failure)
}

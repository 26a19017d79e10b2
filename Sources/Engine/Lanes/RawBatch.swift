package import Columns
package import Specifications

/// Records of one lane as the source delivers them: bytes, and where each record stands.
package struct RawBatch: Sendable {
  package var frames: Frames
  package var positions: FramePositions
  /// Where the batch begins: what was asked for, or behind it where records are missing.
  package var from: Position
  /// Where the lane goes on behind the batch.
  package var to: Position
  /// How many messages (of a file: records) were read.
  package var records: Int
  /// What stood beside the messages of a topic; nil for files.
  package var envelopes: Envelopes?
  /// Records too large to be read, already skipped.
  package var oversized: [Oversized]
  /// What else the source wants kept with the position `to`, to recognise the place again.
  package var check: String
  /// Whether nothing stood behind it when it was read.
  package var isLast = false
  /// Whether the frames' bytes are the header of a file in which no record follows: its one frame is empty.
  package var isHeader = false
  /// Within how many bytes a record had to end of which this is the first line alone, since it didn't; nil elsewhere.
  package var givenUpWithin: ByteCount?
  /// How many lines of a file end before the first frame; nil where that isn't known.
  package var lines: Int?
  /// Where its records stood first, if they are sent again; each frame is one record then.
  package var redriven: Redriven?

  package init(
    frames: Frames, positions: FramePositions, from: Position, to: Position, records: Int, envelopes: Envelopes? = nil,
    oversized: [Oversized] = [], check: String = "", lines: Int? = nil
  ) {
    self.frames = frames
    self.positions = positions
    self.from = from
    self.to = to
    self.records = records
    self.envelopes = envelopes
    self.oversized = oversized
    self.check = check
    self.lines = lines
  }

  /// Where a decoded row stands.
  package func position(of row: Int, in rows: DecodedRows) -> Position {
    switch positions {
    case .bytes(let base): return Position(message: base + Int64(rows.range(of: row).lowerBound))
    case .offsets(let offsets):
      let frame = rows.frame(of: row)
      // Rows are in the order of their messages, so that the message's first one is found by halving: a message may
      // have very many, and each may be asked for.
      var (first, last) = (0, row)
      while first < last {
        let middle = (first + last) / 2
        if rows.frame(of: middle) < frame { first = middle + 1 } else { last = middle }
      }
      return Position(message: offsets[frame], row: Int32(row - first))
    }
  }
}

extension RawBatch {
  /// Where each decoded row stands.
  package func positions(of rows: DecodedRows) -> [Position] {
    switch positions {
    case .bytes(let base):
      return (0..<rows.count).map { Position(message: base + Int64(rows.range(of: $0).lowerBound)) }
    case .offsets(let offsets):
      var all: [Position] = []
      all.reserveCapacity(rows.count)
      var first = 0
      for row in 0..<rows.count {
        let frame = rows.frame(of: row)
        if row > 0 && rows.frame(of: row - 1) != frame { first = row }
        all.append(Position(message: offsets[frame], row: Int32(row - first)))
      }
      return all
    }
  }
}

/// How frames stand in their lane.
package enum FramePositions: Sendable {
  /// Bytes of a file: the frames' buffer begins at this one.
  case bytes(base: Int64)
  /// Messages: the offset of each frame.
  case offsets([Int64])
}

/// Keys, headers and times of messages, a frame each; ranges lie in the frames' buffer.
package struct Envelopes: Sendable {
  package var keys: [Range<Int>?]
  /// Headers as a JSON object; empty where there are none.
  package var headers: [Range<Int>]
  /// Microseconds since 1970, UTC.
  package var times: [Int64]

  package init(keys: [Range<Int>?], headers: [Range<Int>], times: [Int64]) {
    self.keys = keys
    self.headers = headers
    self.times = times
  }
}

/// A record larger than any may be: skipped in fixed memory, remembered by place, length, hash and beginning.
package struct Oversized: Sendable {
  package var position: Position
  /// The line on which it begins, the first being 1; nil where that isn't known.
  package var line: Int?
  package var length: Int64
  package var sha256: String
  package var beginning: Buffer
  package var message: String

  package init(
    position: Position, line: Int? = nil, length: Int64, sha256: String, beginning: Buffer, message: String
  ) {
    self.position = position
    self.line = line
    self.length = length
    self.sha256 = sha256
    self.beginning = beginning
    self.message = message
  }
}

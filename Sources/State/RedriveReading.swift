import Columns
import Engine
import SQLiteClient

/// Reads frozen letters as batches: those that follow each other and come of one lane, with the same before them.
enum RedriveReading {
  /// What letters of one batch have in common.
  private struct Kind: Equatable {
    let lane: LaneID
    let form: Int64
    let isMessage: Bool
  }

  /// The form of letters of older versions, which don't tell it.
  private static let unknown: Int64 = -3

  /// The letters from a number on, as many as the limit lets; nil at the end.
  static func batch(
    of lane: RedriveLane, from position: Position, limit: ReadLimit, labels: (LaneID) -> LaneLabels, firstSink: Int,
    in connection: borrowing Connection
  ) throws(SQLiteError) -> RawBatch? {
    guard position.message < lane.count else { return nil }
    var select = try connection.prepare(
      """
      SELECT r.number, l.lane, l.identity, l.prologue, l.time IS NOT NULL, l.message, l.row, l.line, l.bytes, l.key,
        l.headers, l.time
      FROM redrive_letters r JOIN dead_letters l ON l.id = r.letter
      WHERE r.identity = ?1 AND r.number >= ?2 AND l.is_settled ORDER BY r.number LIMIT ?3
      """)
    try select.bind(text: lane.id.identity, at: 1)
    try select.bind(integer: position.message, at: 2)
    try select.bind(integer: Int64(limit.records), at: 3)
    var kind: Kind?
    var letters = Gathering()
    var next: Int64?
    while kind?.form != LetterPrologues.header, try select.step() == .row {
      let its = Kind(
        lane: LaneID(name: select.text(1), identity: select.text(2)),
        // Those of older versions were let in since their format needs nothing.
        form: select.isNull(3) ? unknown : select.int64(3), isMessage: select.int64(4) != 0)
      if kind.map({ $0 != its }) ?? false || letters.isFull(for: limit) {
        next = select.int64(0)
        break
      }
      kind = its
      letters.add(select)
    }
    // Behind the last letter the lane ends, also where letters were withdrawn that stood there.
    let isPart = next == nil && (letters.count == limit.records || kind?.form == LetterPrologues.header)
    let to = Position(message: next ?? (isPart ? letters.numbers[letters.count - 1] + 1 : lane.count))
    var prologue: Buffer?
    if let number = kind?.form, number > 0 { prologue = try Self.prologue(number, in: connection) }
    if kind?.form == unknown { prologue = RawMemory().buffer() }
    let redriven = Redriven(
      lane: kind?.lane ?? lane.id, labels: kind.map { labels($0.lane) } ?? LaneLabels(), positions: letters.positions,
      lines: letters.lines, firstSink: firstSink)
    return letters.batch(from: position, to: to, form: kind?.form ?? 0, prologue, kind?.isMessage, redriven)
  }

  private static func prologue(_ number: Int64, in connection: borrowing Connection) throws(SQLiteError) -> Buffer {
    var select = try connection.prepare("SELECT bytes FROM letter_prologues WHERE id = ?1")
    try select.bind(integer: number, at: 1)
    var bytes = RawMemory()
    if try select.step() == .row { bytes.append(select.blob(0)) }
    return bytes.buffer()
  }
}

/// Letters on their way into one buffer.
private struct Gathering: ~Copyable {
  private var bytes = RawMemory()
  private var values: [Range<Int>] = []
  private var keys: [Range<Int>?] = []
  private var headers: [Range<Int>] = []
  private var times: [Int64] = []
  private(set) var numbers: [Int64] = []
  private(set) var positions: [Position] = []
  private(set) var lines: [Int?] = []

  var count: Int { values.count }

  func isFull(for limit: ReadLimit) -> Bool { count >= limit.records || bytes.count >= limit.bytes }

  mutating func add(_ row: borrowing Statement) {
    numbers.append(row.int64(0))
    positions.append(Position(message: row.int64(5), row: Int32(truncatingIfNeeded: row.int64(6))))
    lines.append(row.isNull(7) ? nil : Int(row.int64(7)))
    values.append(append(row.blob(8)))
    keys.append(row.isNull(9) ? nil : append(row.blob(9)))
    headers.append(append(Array(row.text(10).utf8)))
    times.append(row.isNull(11) ? 0 : row.int64(11))
  }

  private mutating func append(_ more: [UInt8]) -> Range<Int> {
    let start = bytes.count
    bytes.append(more)
    return start..<bytes.count
  }

  consuming func batch(
    from: Position, to: Position, form: Int64, _ prologue: Buffer?, _ areMessages: Bool?, _ redriven: Redriven
  ) -> RawBatch {
    let (values, numbers, areMessages) = (values, numbers, areMessages ?? false)
    let envelopes = areMessages ? Envelopes(keys: keys, headers: headers, times: times) : nil
    let bytes = bytes.buffer()
    let isHeader = form == LetterPrologues.header
    let frames = Frames(
      bytes: bytes, ranges: isHeader ? [] : values, prologue: isHeader ? bytes : prologue,
      areRecords: form != LetterPrologues.message)
    var batch = RawBatch(
      frames: frames, positions: .offsets(numbers), from: from, to: to, records: values.count, envelopes: envelopes)
    batch.redriven = redriven
    batch.isHeader = isHeader
    return batch
  }
}

extension RawMemory {
  fileprivate mutating func append(_ array: [UInt8]) {
    let span = array.span
    // The span lives for the length of the call.
    unsafe span.withUnsafeBytes { unsafe append($0) }
  }
}

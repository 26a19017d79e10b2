import Engine
import SQLiteClient

/// A topic's database, open for reading and for keeping a group.
struct OpenTopic: ~Copyable {
  private let connection: Connection
  private var topic: Topic?
  private var select: Statement?

  init(_ connection: consuming Connection) { self.connection = connection }

  /// Finds the topic, once it is there.
  mutating func find(_ name: String) throws(SQLiteError) -> Topic? {
    if topic == nil { topic = try TopicLog.topic(name, in: connection) }
    return topic
  }

  private var found: Topic {
    guard let topic else { preconditionFailure("lanes exist only of a topic that was found") }
    return topic
  }

  mutating func begin() throws(SQLiteError) { try connection.begin() }
  mutating func commit() throws(SQLiteError) { try connection.commit() }
  /// Undoes what was written. That it fails changes nothing: what isn't committed is gone with the connection.
  mutating func rollback() { try? connection.rollback() }

  mutating func bounds() throws(SQLiteError) -> [Range<Int64>] { try TopicLog.bounds(of: found, in: connection) }

  mutating func members(of group: String) throws(SQLiteError) -> [String] {
    try GroupTable.members(of: group, found, in: connection)
  }

  mutating func holdings(of group: String) throws(SQLiteError) -> [GroupHolding] {
    try GroupTable.holdings(of: group, found, in: connection)
  }

  mutating func join(_ group: String, member: String, process: Int32) throws(SQLiteError) {
    try GroupTable.join(group, found, member: member, process: process, in: connection)
  }

  mutating func leave(_ member: String) throws(SQLiteError) { try GroupTable.leave(member, in: connection) }

  mutating func claim(_ claim: GroupDecision.Claim, _ group: String, member: String) throws(SQLiteError) -> Bool {
    try GroupTable.claim(claim, group, found, member: member, in: connection)
  }

  mutating func release(_ partition: Int, epoch: Int64, _ group: String) throws(SQLiteError) {
    try GroupTable.release(partition, epoch: epoch, group, found, in: connection)
  }

  mutating func commit(
    _ position: Position, _ partition: Int, epoch: Int64, mark: String, _ group: String
  ) throws(SQLiteError) -> Bool {
    try GroupTable.commit(position, partition, epoch: epoch, mark: mark, group, found, in: connection)
  }

  /// What reading a partition brought.
  enum Reading: Sendable {
    case batch(RawBatch)
    /// There is nothing behind the position.
    case nothing
    /// What stands there lies beyond the limit's offset or time.
    case stopped
    /// A block can't be read.
    case damaged
  }

  /// Reads messages of a partition from a position on.
  mutating func read(_ partition: Int, from: Position, limit: ReadLimit) throws(SQLiteError) -> Reading {
    if select == nil { select = try Self.blocks(connection) }
    // It has just been made, if it was missing.
    return try Self.read(&select!, found, partition, from, limit)
  }

  private static func read(
    _ select: inout Statement, _ topic: Topic, _ partition: Int, _ from: Position, _ limit: ReadLimit
  ) throws(SQLiteError) -> Reading {
    defer { select.reset() }
    try select.bind(integer: topic.number, at: 1)
    try select.bind(integer: Int64(partition), at: 2)
    try select.bind(integer: from.message, at: 3)
    // At the offset that the limit names nothing more is wanted, whether there is something or not.
    if let offset = limit.offset, from.message >= offset { return .stopped }
    var messages = MessageGathering(limit: limit)
    var (isLast, isStopped) = (true, false)
    reading: while try select.step() == .row {
      let (base, count, time) = (select.int64(0), Int(select.int64(1)), select.int64(2))
      if let last = limit.time, time >= last {
        isStopped = true
        break
      }
      let taken = unsafe select.withBytes(ofColumn: 3) { block in
        unsafe messages.take(block, base: base, count: count, time: time, from: from.message)
      }
      switch taken {
      case .whole: continue
      case .full:
        isLast = false
        break reading
      case .damaged: return .damaged
      }
    }
    if messages.count == 0 { return isStopped ? .stopped : .nothing }
    var batch = messages.batch(from: from)
    batch.isLast = isLast && !isStopped
    return .batch(batch)
  }

  /// The first message of a time or later; nil if there is none yet.
  mutating func offset(_ partition: Int, ofTime time: Int64) throws(SQLiteError) -> Int64? {
    var select = try connection.prepare(
      "SELECT min(base_offset) FROM blocks WHERE topic = ?1 AND partition = ?2 AND time >= ?3")
    try select.bind(integer: found.number, at: 1)
    try select.bind(integer: Int64(partition), at: 2)
    try select.bind(integer: time, at: 3)
    guard try select.step() == .row, !select.isNull(0) else { return nil }
    return select.int64(0)
  }

  private static func blocks(_ connection: borrowing Connection) throws(SQLiteError) -> Statement {
    // The block that holds an offset begins at or before it.
    try connection.prepare(
      """
      SELECT base_offset, count, time, payload FROM blocks
      WHERE topic = ?1 AND partition = ?2 AND base_offset >= coalesce(
        (SELECT max(base_offset) FROM blocks WHERE topic = ?1 AND partition = ?2 AND base_offset <= ?3), 0)
        AND base_offset + count > ?3
      ORDER BY base_offset
      """)
  }
}

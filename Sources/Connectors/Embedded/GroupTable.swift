import Engine
import SQLiteClient

/// The tables of consumer groups: who is in them, who holds which partition, and where each stands.
enum GroupTable {
  static func create(in connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS members (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, group_name TEXT NOT NULL,
        topic INTEGER NOT NULL, process INTEGER NOT NULL
      );
      CREATE TABLE IF NOT EXISTS holdings (
        group_name TEXT NOT NULL, topic INTEGER NOT NULL, partition INTEGER NOT NULL, epoch INTEGER NOT NULL,
        owner TEXT, message INTEGER, row INTEGER, mark TEXT,
        PRIMARY KEY (group_name, topic, partition)
      ) WITHOUT ROWID;
      """)
  }

  /// Enters a group, inside the caller's transaction.
  static func join(
    _ group: String, _ topic: Topic, member: String, process: Int32, in connection: borrowing Connection
  ) throws(SQLiteError) {
    var insert = try connection.prepare(
      "INSERT INTO members (id, group_name, topic, process) VALUES (?1, ?2, ?3, ?4)")
    try insert.bind(text: member, at: 1)
    try insert.bind(text: group, at: 2)
    try insert.bind(integer: topic.number, at: 3)
    try insert.bind(integer: Int64(process), at: 4)
    try insert.run()
    for partition in 0..<topic.partitions {
      var holding = try connection.prepare(
        "INSERT OR IGNORE INTO holdings (group_name, topic, partition, epoch) VALUES (?1, ?2, ?3, 0)")
      try holding.bind(text: group, at: 1)
      try holding.bind(integer: topic.number, at: 2)
      try holding.bind(integer: Int64(partition), at: 3)
      try holding.run()
    }
  }

  static func leave(_ member: String, in connection: borrowing Connection) throws(SQLiteError) {
    for sql in ["UPDATE holdings SET owner = NULL WHERE owner = ?1", "DELETE FROM members WHERE id = ?1"] {
      var statement = try connection.prepare(sql)
      try statement.bind(text: member, at: 1)
      try statement.run()
    }
  }

  /// The ids of the members, in the order in which they joined.
  static func members(
    of group: String, _ topic: Topic, in connection: borrowing Connection
  ) throws(SQLiteError) -> [String] {
    var select = try connection.prepare(
      "SELECT id FROM members WHERE group_name = ?1 AND topic = ?2 ORDER BY number")
    try select.bind(text: group, at: 1)
    try select.bind(integer: topic.number, at: 2)
    var members: [String] = []
    while try select.step() == .row { members.append(select.text(0)) }
    return members
  }

  /// What the group keeps of each partition.
  static func holdings(
    of group: String, _ topic: Topic, in connection: borrowing Connection
  ) throws(SQLiteError) -> [GroupHolding] {
    var select = try connection.prepare(
      """
      SELECT owner, epoch, message, row, mark FROM holdings WHERE group_name = ?1 AND topic = ?2 ORDER BY partition
      """)
    try select.bind(text: group, at: 1)
    try select.bind(integer: topic.number, at: 2)
    var holdings: [GroupHolding] = []
    while try select.step() == .row {
      let isCommitted = !select.isNull(2)
      holdings.append(
        GroupHolding(
          owner: select.isNull(0) ? nil : select.text(0), epoch: select.int64(1),
          position: isCommitted
            ? Position(message: select.int64(2), row: Int32(truncatingIfNeeded: select.int64(3))) : nil,
          mark: select.isNull(4) ? nil : select.text(4)))
    }
    return holdings
  }

  /// Takes a partition if its epoch is still the one that was seen, and raises it. Returns whether it did.
  static func claim(
    _ claim: GroupDecision.Claim, _ group: String, _ topic: Topic, member: String,
    in connection: borrowing Connection
  ) throws(SQLiteError) -> Bool {
    var update = try connection.prepare(
      """
      UPDATE holdings SET owner = ?4, epoch = epoch + 1
      WHERE group_name = ?1 AND topic = ?2 AND partition = ?3 AND epoch = ?5
      """)
    try update.bind(group, topic, claim.partition)
    try update.bind(text: member, at: 4)
    try update.bind(integer: claim.epoch, at: 5)
    try update.run()
    return connection.changes == 1
  }

  /// Keeps a lane's position, if its epoch is still that of the commit. Returns whether it did.
  static func commit(
    _ position: Position, _ partition: Int, epoch: Int64, mark: String, _ group: String, _ topic: Topic,
    in connection: borrowing Connection
  ) throws(SQLiteError) -> Bool {
    var update = try connection.prepare(
      """
      UPDATE holdings SET message = ?4, row = ?5, mark = ?6
      WHERE group_name = ?1 AND topic = ?2 AND partition = ?3 AND epoch = ?7
      """)
    try update.bind(group, topic, partition)
    try update.bind(integer: position.message, at: 4)
    try update.bind(integer: Int64(position.row), at: 5)
    try update.bind(text: mark, at: 6)
    try update.bind(integer: epoch, at: 7)
    try update.run()
    return connection.changes == 1
  }

  /// Gives a partition up, if its epoch is still that of the holding.
  static func release(
    _ partition: Int, epoch: Int64, _ group: String, _ topic: Topic, in connection: borrowing Connection
  ) throws(SQLiteError) {
    var update = try connection.prepare(
      """
      UPDATE holdings SET owner = NULL WHERE group_name = ?1 AND topic = ?2 AND partition = ?3 AND epoch = ?4
      """)
    try update.bind(group, topic, partition)
    try update.bind(integer: epoch, at: 4)
    try update.run()
  }
}

/// What a group keeps of a partition.
struct GroupHolding: Sendable, Equatable {
  let owner: String?
  let epoch: Int64
  /// Where the group stands; nil where nothing was committed yet.
  let position: Position?
  /// Who committed it.
  let mark: String?

  init(owner: String? = nil, epoch: Int64 = 0, position: Position? = nil, mark: String? = nil) {
    self.owner = owner
    self.epoch = epoch
    self.position = position
    self.mark = mark
  }
}

extension Statement {
  fileprivate mutating func bind(_ group: String, _ topic: Topic, _ partition: Int) throws(SQLiteError) {
    try bind(text: group, at: 1)
    try bind(integer: topic.number, at: 2)
    try bind(integer: Int64(partition), at: 3)
  }
}

import Columns
import SQLiteClient

/// Numbers what stood before the records of letters; letters that are kept together mostly share it.
struct LetterPrologues {
  /// The number of letters whose records need nothing before them.
  static let none: Int64 = 0

  private var known: [ObjectIdentifier: Int64] = [:]
  /// Held, so that no other takes the place of one that is known.
  private var held: [Buffer] = []

  /// The number of a prologue, which is kept if it wasn't.
  mutating func number(of prologue: Buffer?, on connection: borrowing Connection) throws(SQLiteError) -> Int64 {
    guard let prologue else { return Self.none }
    if let number = known[ObjectIdentifier(prologue)] { return number }
    var insert = try connection.prepare("INSERT OR IGNORE INTO letter_prologues (bytes) VALUES (?1)")
    // The prologue, and with it the bytes bound in place, lives until the statements have run.
    try unsafe insert.bind(blob: prologue.bytes, at: 1)
    try insert.run()
    var select = try connection.prepare("SELECT id FROM letter_prologues WHERE bytes = ?1")
    try unsafe select.bind(blob: prologue.bytes, at: 1)
    _ = try select.step()
    let number = select.int64(0)
    held.append(prologue)
    known[ObjectIdentifier(prologue)] = number
    return number
  }

  /// Removes those that no letter names any more.
  static func removeUnused(on connection: borrowing Connection) throws(SQLiteError) {
    try connection.execute(
      """
      DELETE FROM letter_prologues
      WHERE id NOT IN (SELECT prologue FROM dead_letters WHERE prologue IS NOT NULL)
      """)
  }
}

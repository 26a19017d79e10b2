import Columns
import Engine
import SQLiteClient

/// Numbers the forms of letters: by what stood before their records, which those that are kept together mostly share.
struct LetterPrologues {
  /// The number of records that need nothing before them.
  static let none: Int64 = 0
  /// That of messages.
  static let message: Int64 = -1
  /// That of headers without records.
  static let header: Int64 = -2

  private var known: [ObjectIdentifier: Int64] = [:]
  /// Held, so that no other takes the place of one that is known.
  private var held: [Buffer] = []

  /// The number of a letter's form; what stood before its record is kept if it wasn't.
  mutating func number(of form: LetterForm, on connection: borrowing Connection) throws(SQLiteError) -> Int64 {
    let prologue: Buffer
    switch form {
    case .message: return Self.message
    case .header: return Self.header
    case .record(behind: nil): return Self.none
    case .record(let before?): prologue = before
    }
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
      WHERE NOT EXISTS (SELECT 1 FROM dead_letters WHERE prologue = letter_prologues.id AND prologue > 0)
      """)
  }
}

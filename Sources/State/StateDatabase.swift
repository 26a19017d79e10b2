package import Engine
import SQLiteClient
import Threads

/// Dead letters, and the positions of sinks that can't keep their own, in the state folder's `state.db`. Its calls wait
/// for the disk, so it has a thread of its own.
package actor StateDatabase {
  private let thread = BlockingThread(name: "state")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  /// The version of the tables; a newer program's tables aren't touched.
  private static let version: Int64 = 7

  /// Where the database lies.
  package nonisolated let path: String
  private var open: Open?

  private struct Open: ~Copyable {
    let connection: Connection

    // Mutating, since Swift can borrow what an optional holds in no other way yet.
    mutating func use<Result>(
      _ body: (borrowing Connection) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
      try body(connection)
    }
  }

  /// The database at `path`, in a folder that exists. It is opened, and made, with the first call.
  package init(_ path: String) { self.path = path }

  /// Closes the database; the next call opens it again.
  package func close() { open = nil }

  private func connect() throws(Failure) {
    guard open == nil else { return }
    do {
      var options = ConnectionOptions()
      // What other processes keep here is small, so their locks pass at once.
      options.busyTimeout = .seconds(5)
      let connection = try Connection(opening: path, options: options)
      let version = try connection.integer("PRAGMA user_version") ?? 0
      guard version <= Self.version else {
        throw Failure(
          .fatal, "OZ-D007", "\(path) was made by a newer ouzel (version \(version) of its tables)",
          mend: "run that one, or name another folder with `state:`")
      }
      if version < Self.version {
        try connection.begin()
        if version > 0 { try DeadLetterTable.extend(in: connection, from: version) }
        try PositionTable.create(in: connection)
        try DeadLetterTable.create(in: connection)
        try RunTable.create(in: connection)
        try RevealTable.create(in: connection)
        try RedriveTable.create(in: connection)
        try WindowTable.create(in: connection)
        try LetterRoomTable.create(in: connection)
        try LetterOutbox.create(in: connection)
        try connection.execute("PRAGMA user_version = \(Self.version)")
        try connection.commit()
      }
      open = Open(connection: connection)
    } catch let error as SQLiteError {
      throw Failure(error, database: path, purpose: "open the state")
    } catch let error as Failure {
      throw error
    } catch {
      preconditionFailure("nothing else is thrown here: \(error)")
    }
  }

  /// Runs `body` on the open database; what it throws is told as a failure to `purpose`.
  func use<Result>(
    to purpose: String, _ body: (borrowing Connection) throws(SQLiteError) -> Result
  ) throws(Failure) -> Result {
    try connect()
    do {
      // `connect` has just opened it.
      return try open!.use(body)
    } catch {
      throw Failure(error, database: path, purpose: purpose)
    }
  }

  func change<Result>(
    to purpose: String, _ body: (borrowing Connection) throws(SQLiteError) -> Result
  ) throws(Failure) -> Result {
    try use(to: purpose) { (connection) throws(SQLiteError) in
      try connection.begin()
      do throws(SQLiteError) {
        let result = try body(connection)
        try connection.commit()
        return result
      } catch {
        // The first failure is the one to be told.
        try? connection.rollback()
        throw error
      }
    }
  }
}

extension StateDatabase: PositionStore {
  package func entries(of ledger: LedgerName) throws(Failure) -> [LedgerEntry] {
    try use(to: "read positions") { (connection) throws(SQLiteError) in
      try PositionTable.entries(of: ledger, in: connection)
    }
  }

  package func move(_ moves: [LedgerMove], in ledger: LedgerName) throws(StoreFailure) {
    var lost: [LaneID] = []
    do {
      lost = try use(to: "store positions") { (connection) throws(SQLiteError) in
        try connection.begin()
        return try PositionTable.store(moves, in: ledger, on: connection)
      }
    } catch {
      throw .failure(error)
    }
    if !lost.isEmpty { throw .lost(lost) }
  }
}

extension StateDatabase: DeadLetterStore {
  package func begin(_ box: LetterBox, at position: Position, last: Tenure?) throws(Failure) {
    try change(to: "withdraw dead letters") { (connection) throws(SQLiteError) in
      try DeadLetterTable.begin(box, at: position, last: last, on: connection)
    }
  }

  package func keep(_ letters: [DeadLetter], tenure: String, configuration hash: String) throws(Failure) {
    guard !letters.isEmpty else { return }
    try change(to: "keep dead letters") { (connection) throws(SQLiteError) in
      try DeadLetterTable.insert(letters, tenure: tenure, configuration: hash, on: connection)
    }
  }

  package func settled(_ box: LetterBox, upTo position: Position, by tenure: Tenure) throws(Failure) {
    try change(to: "settle dead letters") { (connection) throws(SQLiteError) in
      try DeadLetterTable.settle(box, upTo: position, by: tenure, on: connection)
    }
  }
}

extension StateDatabase {
  /// What a pipeline's letters take, in bytes, those that `tenure` has kept and not settled yet among them.
  package func room(takenBy pipeline: String, tenure: String = "") throws(Failure) -> Int {
    try use(to: "see how much room dead letters take") { (connection) throws(SQLiteError) in
      Int(try LetterRoomTable.taken(by: pipeline, tenure: tenure, in: connection))
    }
  }

  /// Removes letters, the oldest among them, that were kept before a time in seconds since 1970.
  func removeLetters(of pipeline: String, keptBefore time: Int64, atMost limit: Int) throws(Failure) -> Int {
    var removed = 0
    try change(to: "remove old dead letters") { (connection) throws(SQLiteError) in
      let last = try LetterOutbox.last(in: connection)
      removed = try DeadLetterTable.remove(ofPipeline: pipeline, keptBefore: time, atMost: limit, on: connection)
      // That it has grown old withdraws no letter elsewhere.
      try LetterOutbox.strike(behind: last, on: connection)
    }
    return removed
  }

  func removeUnusedPrologues() throws(Failure) {
    try change(to: "remove what stood before old dead letters") { (connection) throws(SQLiteError) in
      try LetterPrologues.removeUnused(on: connection)
    }
  }

  package func keep(_ window: FailureWindow, of pipeline: String, configuration hash: String) throws(Failure) {
    try change(to: "keep how many records fail") { (connection) throws(SQLiteError) in
      try WindowTable.keep(window, of: pipeline, configuration: hash, on: connection)
    }
  }

  /// What became of a pipeline's last records under the same configuration.
  package func window(of pipeline: String, configuration hash: String) throws(Failure) -> FailureWindow {
    try use(to: "read how many records fail") { (connection) throws(SQLiteError) in
      try WindowTable.window(of: pipeline, configuration: hash, in: connection)
    }
  }
}

extension StateDatabase {
  /// Notes where a pipeline's letters are sent from now on; nil for nowhere.
  func send(lettersOf pipeline: String, to target: String?) throws(Failure) {
    try change(to: "note where dead letters are sent") { (connection) throws(SQLiteError) in
      try LetterOutbox.set(target, of: pipeline, on: connection)
    }
  }

  func unsent(of pipeline: String, limit: Int) throws(Failure) -> [OutboxEntry] {
    try use(to: "read which dead letters are to be sent") { (connection) throws(SQLiteError) in
      try LetterOutbox.next(of: pipeline, limit: limit, in: connection)
    }
  }

  func sent(_ entries: [OutboxEntry]) throws(Failure) {
    try change(to: "note which dead letters were sent") { (connection) throws(SQLiteError) in
      try LetterOutbox.strike(entries, on: connection)
    }
  }
}

extension StateDatabase: RunHistory {
  package func lastDue(of pipeline: String) throws(Failure) -> Int64? {
    try use(to: "read the run history") { (connection) throws(SQLiteError) in
      try RunTable.lastDue(of: pipeline, in: connection)
    }
  }

  package func keep(_ pipeline: String, due: Int64) throws(Failure) {
    try change(to: "keep the run history") { (connection) throws(SQLiteError) in
      try RunTable.keep(pipeline, due: due, on: connection)
    }
  }
}

extension StateDatabase {
  /// Gives a pipeline the dead letters and scheduled runs that were kept under its former names.
  package func adopt(_ formerNames: [String], as pipeline: String) throws(Failure) {
    try change(to: "keep what a pipeline had under its former name") { (connection) throws(SQLiteError) in
      for former in formerNames {
        try LetterOutbox.adopt(former, as: pipeline, on: connection) { () throws(SQLiteError) in
          for table in ["dead_letters", "scheduled_runs", "redrives"] {
            // What it has under its new name already is nearer.
            var update = try connection.prepare("UPDATE OR IGNORE \(table) SET pipeline = ?1 WHERE pipeline = ?2")
            try update.bind(text: pipeline, at: 1)
            try update.bind(text: former, at: 2)
            try update.run()
          }
        }
      }
    }
  }

  /// How many letters there are of what kind, of one pipeline or of all.
  package func overview(pipeline: String? = nil) throws(Failure) -> LetterOverview {
    try use(to: "read dead letters") { (connection) throws(SQLiteError) in
      try DeadLetterTable.overview(ofPipeline: pipeline, in: connection)
    }
  }

  /// The chosen letters behind number `id`, at most `limit`, in the order in which they were first kept.
  package func letters(
    _ choice: LetterChoice = LetterChoice(), after id: Int64 = 0, limit: Int
  ) throws(Failure) -> [StoredLetter] {
    try use(to: "read dead letters") { (connection) throws(SQLiteError) in
      try DeadLetterTable.letters(choice, after: id, limit: limit, in: connection)
    }
  }

  /// How many of a pipeline's letters are chosen.
  package func count(_ choice: LetterChoice, of pipeline: String) throws(Failure) -> Int {
    var choice = choice
    choice.pipeline = pipeline
    return try use(to: "read dead letters") { (connection) throws(SQLiteError) in
      try DeadLetterTable.count(choice, in: connection)
    }
  }

  /// The letter of that number, if there is one.
  package func letter(_ id: Int64) throws(Failure) -> StoredLetter? {
    try letters(after: id - 1, limit: 1).first { $0.id == id }
  }

  /// Makes reveals durable, before anything is shown.
  package func keep(_ reveals: [Reveal]) throws(Failure) {
    try change(to: "note who looks at a personal record") { (connection) throws(SQLiteError) in
      for reveal in reveals { try RevealTable.keep(reveal, on: connection) }
    }
  }

  /// All reveals, in the order in which they were made.
  package func reveals() throws(Failure) -> [Reveal] {
    try use(to: "read who looked at personal records") { (connection) throws(SQLiteError) in
      try RevealTable.all(in: connection)
    }
  }
}

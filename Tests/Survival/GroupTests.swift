import Glibc
import SQLiteClient
import Testing

/// Several processes that share the topic's partitions.
@Suite("Two processes in one group")
struct GroupTests {
  @Test("one is paused for longer than its lease and goes on, the other is killed: every order arrives once")
  func pausedAndKilled() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<20_000, seed: 2, isBroken: true)
      place.put(file.bytes)
      place.configure()
      try place.finish("--only", "publish")
      place.configure(pace: "500/s")

      let killed = try place.run("--only", "store")
      try killed.until("it holds all lanes") {
        try place.holders() == [killed.process, killed.process, killed.process]
      }
      let paused = try place.run("--only", "store", isTracing: true)
      try paused.until("they share the lanes") { try Set(place.holders()) == [killed.process, paused.process] }
      let before = try place.settled().messages
      try paused.until("both move") { try place.settled().messages > before + 500 }

      // What it has read it will try to store when it goes on.
      try place.pauseReading(paused)
      let partition = try #require(try place.holders().firstIndex(of: paused.process))
      let left = try place.stored(in: partition)
      try killed.until("its lane passes to the other one, and moves") {
        try !place.holders().contains(paused.process) && place.stored(in: partition) > left
      }
      paused.signal(SIGCONT)
      try paused.until(saying: "lost the lane orders/\(partition) to another process")
      try paused.until("it has lanes again") { try place.holders().contains(paused.process) }

      killed.signal(SIGKILL)
      try killed.wait()
      try paused.until("it holds all lanes") {
        try place.holders() == [paused.process, paused.process, paused.process]
      }
      #expect(try place.settled().messages < place.messages(), "all was done before the kill")
      try paused.wait()
      #expect(paused.end == .exited(0), "\(paused.said)")
      try place.expectEachOnce(of: [file])
    }
  }

  @Test("one is paused within a transaction: the other one pauses, names it, and goes on when it does")
  func pausedInTransaction() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<20_000, seed: 3)
      place.put(file.bytes)
      place.configure()
      try place.finish("--only", "publish")
      place.configure(pace: "500/s")

      let paused = try place.run("--only", "store", isTracing: true)
      let other = try place.run("--only", "store")
      try other.until("they share the lanes") { try Set(place.holders()) == [other.process, paused.process] }
      try place.pauseWriting(paused)
      try other.until("it names the process that holds the database") {
        other.pauses.contains { $0.contains("process \(paused.process)") }
      }
      paused.signal(SIGCONT)
      try other.until(saying: "goes on after")
      for program in [paused, other] {
        try program.wait()
        #expect(program.end == .exited(0), "\(program.said)")
      }
      try place.expectEachOnce(of: [file])
    }
  }
}

extension Workplace {
  /// Which process holds each partition; 0 for none.
  fileprivate func holders() throws -> [Int32] {
    var holders: [Int32] = []
    _ = try Self.reading(topics, of: "holdings") { connection in
      var select = try connection.prepare(
        """
        SELECT coalesce((SELECT process FROM members WHERE members.id = holdings.owner), 0) FROM holdings
        ORDER BY partition
        """)
      while try select.step() == .row { holders.append(Int32(select.int64(0))) }
      return 0
    }
    return holders
  }

  /// How far the table is in a partition.
  fileprivate func stored(in partition: Int) throws -> Int64 {
    try Self.reading(table, of: "ouzel_positions") { connection in
      try connection.integer("SELECT message FROM ouzel_positions WHERE lane = 'orders/\(partition)'")
    } ?? 0
  }

  /// Stops a program outside of transactions, with records read that it hasn't begun to write.
  fileprivate func pauseReading(_ program: Program) throws {
    try program.until("it can be paused while it reads") {
      guard program.trace.phase == .reading else { return false }
      program.stop()
      // What it said before it stopped may still be on its way.
      program.listen(for: 20)
      if program.trace.phase == .reading, !isWriting(program, table), !isWriting(program, topics) { return true }
      program.signal(SIGCONT)
      return false
    }
  }

  /// Stops a program within a transaction of the table.
  fileprivate func pauseWriting(_ program: Program) throws {
    try program.until("it can be paused while it writes") {
      program.stop()
      if isWriting(program, table), !isWriting(program, topics) { return true }
      program.signal(SIGCONT)
      return false
    }
  }

  private func isWriting(_ program: Program, _ database: String) -> Bool {
    lockHolders(ofDatabase: database).contains { $0.processID == program.process && $0.isWriting }
  }
}

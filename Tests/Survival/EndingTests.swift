import Glibc
import Testing

/// How a run ends, and what its exit code says.
@Suite("Ending")
struct EndingTests {
  @Test(
    "a signal drains: what was read is stored, and the next run finishes",
    arguments: [(SIGTERM, 0), (SIGINT, 130)] as [(Int32, Int32)])
  func drained(signal: Int32, code: Int32) async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<6_000, seed: 8, isBroken: true)
      place.put(file.bytes)
      place.configure(pace: "2000/s")
      let program = try place.run()
      try program.until("orders arrive") { try place.settled().messages > 0 }
      program.signal(signal)
      try program.wait()
      #expect(program.end == .exited(code), "\(program.said)")
      #expect(program.said.contains("drains"))
      #expect(try place.settled().messages < file.good.count)

      place.configure()
      #expect(try place.finish().end == .exited(0))
      try place.expectEachOnce(of: [file])
    }
  }

  @Test("a second signal ends the program at once, and loses nothing")
  func twice() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<6_000, seed: 9)
      place.put(file.bytes)
      place.configure(pace: "2000/s")
      let program = try place.run()
      try program.until("orders arrive") { try place.settled().messages > 0 }
      // Nothing can be stored, so that draining takes its time.
      let lock = try place.lockTable(for: program)
      program.signal(SIGTERM)
      try program.until(saying: "drains")
      program.signal(SIGTERM)
      try program.wait(within: .seconds(5))
      #expect(program.end == .exited(128 + SIGTERM), "\(program.said)")
      try lock.rollback()

      place.configure()
      #expect(try place.finish().end == .exited(0))
      try place.expectEachOnce(of: [file])
    }
  }

  @Test("a second run of the same does nothing twice")
  func again() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<3_000, seed: 10, isBroken: true)
      place.put(file.bytes)
      place.configure()
      for _ in 0..<3 { #expect(try place.finish().end == .exited(0)) }
      try place.expectEachOnce(of: [file])
      #expect(try place.messages() == Int64(file.good.count + file.broken.count { $0.poison.passesFirst }))
    }
  }

  @Test("a second process of a pipeline whose source can't be shared stands by, says so, and takes over")
  func standsBy() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<6_000, seed: 11)
      place.put(file.bytes)
      place.configure(pace: "2000/s")
      let first = try place.run()
      try first.until("orders arrive") { try place.settled().bytes > 0 }
      let second = try place.run()
      try second.until(saying: "publish stands by: another process runs it")
      first.signal(SIGKILL)
      try first.wait()
      try second.wait()
      #expect(second.end == .exited(0), "\(second.said)")
      try place.expectEachOnce(of: [file])
    }
  }

  @Test("dead letters are a failure where they are asked to be")
  func failing() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<2_000, seed: 12, isBroken: true)
      place.put(file.bytes)
      place.configure()
      let program = try place.finish("--fail-on-dead-letters")
      #expect(program.end == .exited(1), "\(program.said)")
      try place.expectEachOnce(of: [file])
    }
  }

  @Test("a mistake in the configuration ends with 2 and shows the place")
  func misconfigured() async throws {
    try await alone {
      let place = Workplace()
      place.put([])
      place.configure(more: "memry: 64MiB")
      let program = try place.finish()
      #expect(program.end == .exited(2))
      #expect(program.said.contains("memory"), "\(program.said)")
      #expect(program.said.contains("orders.yaml:5:1"), "\(program.said)")
      let lacking = try Program(["run", place.file("missing.yaml")])
      #expect(try lacking.wait() == .exited(2), "\(lacking.said)")
    }
  }

  @Test("a place that can't be written ends with 3 and says which")
  func unwritable() async throws {
    try await alone {
      // A file stands where a folder should be: not even root can write below it.
      let place = Workplace(on: "/dev/null/ouzel")
      place.put(OrdersFile(0..<10).bytes)
      place.configure()
      let program = try place.finish()
      #expect(program.end == .exited(3), "\(program.said)")
      #expect(program.said.contains("/dev/null"), "\(program.said)")
    }
  }
}

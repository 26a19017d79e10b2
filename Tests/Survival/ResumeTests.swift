import Glibc
import Testing

/// What a run finds that an earlier one left, or that somebody changed in between.
@Suite("Going on")
struct ResumeTests {
  @Test("the table was lost although the group stands further on: the run is refused, and shows the choices")
  func lostTable() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<2_000, seed: 13)
      place.put(file.bytes)
      place.configure()
      #expect(try place.finish().end == .exited(0))
      place.removeDatabase(place.table)
      let program = try place.finish()
      #expect(program.end == .exited(4), "\(program.said)")
      #expect(program.said.contains("OZ-E005"), "\(program.said)")
      #expect(
        program.said.contains("put the sink's data back") && program.said.contains("`--from earliest`"),
        "\(program.said)")
      #expect(try place.rows().statuses.count == 0)
      #expect(try place.messages() == 2_000)
    }
  }

  @Test("the topics were lost: made anew they are others, and no old position skips their messages")
  func lostTopics() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<2_000, seed: 14)
      place.put(file.bytes)
      place.configure()
      #expect(try place.finish().end == .exited(0))
      place.removeDatabase(place.topics)
      let program = try place.finish()
      #expect(program.end == .exited(0), "\(program.said)")
      let (statuses, doubled) = try place.rows()
      #expect(statuses == file.good)
      #expect(doubled == Set(file.good.keys))
    }
  }

  @Test("a file that grew goes on where it was")
  func grown() async throws {
    try await alone {
      let place = Workplace()
      let head = OrdersFile(0..<1_500, seed: 15, isBroken: true)
      let tail = OrdersFile(1_500..<3_000, seed: 15, hasHeader: false)
      place.put(head.bytes)
      place.configure()
      #expect(try place.finish().end == .exited(0))
      try place.expectEachOnce(of: [head])
      place.put(tail.bytes, adding: true)
      let program = try place.finish()
      #expect(program.end == .exited(0), "\(program.said)")
      #expect(!program.said.contains("read anew"))
      try place.expectEachOnce(of: [head, tail])
    }
  }

  @Test("a small file, shorter than what it is known by, goes on too when it grew")
  func grownFromSmall() async throws {
    try await alone {
      let place = Workplace()
      let files = (0..<4).map { OrdersFile(($0 * 5)..<($0 * 5 + 5), seed: 16, hasHeader: $0 == 0) }
      place.configure()
      for (index, file) in files.enumerated() {
        place.put(file.bytes, adding: index > 0)
        #expect(try place.finish().end == .exited(0))
        try place.expectEachOnce(of: Array(files[...index]))
      }
    }
  }

  @Test("a file that was renamed, and grew, goes on where it was, and that is said")
  func renamed() async throws {
    try await alone {
      let place = Workplace()
      let head = OrdersFile(0..<1_500, seed: 17)
      let tail = OrdersFile(1_500..<3_000, seed: 17, hasHeader: false)
      place.put(head.bytes)
      place.configure(csv: "*.csv")
      #expect(try place.finish().end == .exited(0))
      place.put(tail.bytes, adding: true)
      place.rename("orders.csv", to: "renamed.csv")
      let program = try place.finish()
      #expect(program.end == .exited(0), "\(program.said)")
      #expect(program.said.contains("orders.csv is now renamed.csv"), "\(program.said)")
      try place.expectEachOnce(of: [head, tail])
    }
  }

  @Test("a file of other content under the same name is read anew, and that is said")
  func changed() async throws {
    try await alone {
      let place = Workplace()
      let old = OrdersFile(0..<1_500, seed: 18)
      let new = OrdersFile(0..<1_500, seed: 19)
      place.put(old.bytes)
      place.configure()
      #expect(try place.finish().end == .exited(0))
      place.put(new.bytes)
      let program = try place.finish()
      #expect(program.end == .exited(0), "\(program.said)")
      #expect(program.said.contains("changed since it was read: it is read anew"), "\(program.said)")
      try place.expectEachOnce(of: [old, new])
    }
  }

  @Test("a file that was changed behind its beginning is read anew too")
  func changedBehind() async throws {
    try await alone {
      let place = Workplace()
      let file = OrdersFile(0..<3_000, seed: 20)
      place.put(file.bytes)
      place.configure()
      #expect(try place.finish().end == .exited(0))
      // The last order is promised for another second, within the 4 KiB before the position.
      var changed = OrdersFile(0..<3_000, seed: 20)
      changed.restateLast()
      place.put(changed.bytes)
      let program = try place.finish()
      #expect(program.end == .exited(0), "\(program.said)")
      #expect(program.said.contains("changed since it was read: it is read anew"), "\(program.said)")
      #expect(try place.messages() == 6_000)
    }
  }
}

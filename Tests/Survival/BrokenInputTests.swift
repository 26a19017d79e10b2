import Glibc
import SQLiteClient
import Testing

/// Files that aren't what they should be.
@Suite("Broken input")
struct BrokenInputTests {
  @Test("one record in a hundred is broken, in ten ways, and the last is cut off: all others arrive")
  func broken() async throws {
    try await alone {
      let place = Workplace()
      var file = OrdersFile(0..<20_000, seed: 6, isBroken: true)
      file.truncate()
      place.put(file.bytes)
      place.configure()
      let program = try place.finish()
      #expect(program.end == .exited(0), "\(program.said)")
      try place.expectEachOnce(of: [file])
      #expect(file.broken.count == 201)

      let list = try Program(["dead-letters", "list", place.configuration])
      try list.wait()
      #expect(list.printed.contains("\n201 dead letters"), "\(list.printed)")

      let again = try place.finish("--fail-on-dead-letters")
      #expect(again.end == .exited(0), "a run that reads nothing dead-letters nothing: \(again.said)")
      try place.expectEachOnce(of: [file])
    }
  }

  /// What the program may take by its default settings; unoptimised code is given twice as much.
  #if DEBUG
    private static let mostMemory = 512 << 20
  #else
    private static let mostMemory = 256 << 20
  #endif

  @Test("a line of 200 MB is skipped in fixed memory, told by place, length and hash, and what follows arrives")
  func giant() async throws {
    try await alone {
      let place = Workplace()
      let head = OrdersFile(0..<1000, seed: 7)
      let tail = OrdersFile(1000..<2000, seed: 7, hasHeader: false)
      let line = GiantLine()
      place.put(head.bytes)
      line.add(to: place.csv)
      place.put(tail.bytes, adding: true)
      place.configure()
      let program = try place.finish(within: .seconds(600))
      #expect(program.end == .exited(0), "\(program.said)")
      #expect(program.peakMemory < Self.mostMemory, "peak memory \(program.peakMemory >> 20) MiB")
      print("a line of 200 MB: peak memory \(program.peakMemory >> 20) MiB")

      let letter = try #require(try place.oversized())
      #expect(letter.position == Int64(head.bytes.count))
      #expect(letter.length == 200_000_000)
      // As `sha256sum` has it.
      #expect(letter.sha256 == "6ed9b877b456a8c818912bfef947cdd582a0f68beb57a2b9fae9ba99103d4b28")
      #expect(letter.beginning == line.beginning(65_536))
      let (statuses, doubled) = try place.rows()
      #expect(statuses == head.good.merging(tail.good) { one, _ in one })
      #expect(doubled.count == 0)
      #expect(try place.letters().count == 1)
    }
  }
}

/// A line of 200 MB, longer than any record may be.
private struct GiantLine {
  private let block = (0..<1_000_000).map { UInt8(ascii: "a") + UInt8($0 % 23) }

  func beginning(_ count: Int) -> [UInt8] { Array(block[..<count]) }

  /// Writes the line, with its end, behind what a file has.
  func add(to path: String) {
    let file = unsafe open(path, O_WRONLY | O_APPEND)
    defer { close(file) }
    for _ in 0..<200 { precondition(unsafe write(file, block, block.count) == block.count) }
    precondition(unsafe write(file, "\n", 1) == 1)
  }
}

extension Workplace {
  /// The letter of a record that was too long to be read.
  fileprivate func oversized() throws -> (position: Int64, length: Int64, sha256: String, beginning: [UInt8])? {
    var found: (Int64, Int64, String, [UInt8])?
    _ = try Self.reading(state, of: "dead_letters") { connection in
      var select = try connection.prepare(
        "SELECT message, length, sha256, bytes FROM dead_letters WHERE is_settled AND sha256 IS NOT NULL")
      if try select.step() == .row { found = (select.int64(0), select.int64(1), select.text(2), select.blob(3)) }
      return 0
    }
    return found
  }
}

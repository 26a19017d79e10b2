import Columns
import TestSupport
import Testing

@Suite struct TimePatternTests {
  private func read(_ text: String, _ pattern: String) -> String {
    let buffer = Buffer.copying(text)
    guard let pattern = try? TimePattern(pattern),
      let moment = unsafe pattern.read(buffer.start.assumingMemoryBound(to: UInt8.self), buffer.count)
    else { return "none" }
    var builder = FixedBuilder<Int64>(capacity: 1, zero: 0)
    builder.append(moment.microseconds)
    return builder.column(moment.isZoned ? .timestamp : .localTimestamp).asText(.iso).text(0)!
  }

  @Test(
    "a text is read by a pattern",
    arguments: [
      ("08-06-2018 16:26", "%d-%m-%Y %H:%M", "2018-06-08T16:26:00"),
      ("8-6-2018 16:26", "%d-%m-%Y %H:%M", "2018-06-08T16:26:00"),
      ("20180608162600", "%Y%m%d%H%M%S", "2018-06-08T16:26:00"), ("2018-06-08", "%Y-%m-%d", "2018-06-08T00:00:00"),
      ("Fri, 08 Jun 2018 04:26:00 PM", "%a, %d %b %Y %I:%M:%S %p", "2018-06-08T16:26:00"),
      ("friday june 8 18 12 am", "%A %B %d %y %I %p", "2018-06-08T00:00:00"),
      ("159/68", "%j/%y", "2068-06-07T00:00:00"),
      ("159/69", "%j/%y", "1969-06-08T00:00:00"), ("16:26:01.25", "%H:%M:%S.%f", "1900-01-01T16:26:01.25"),
      ("16:26:01.123456789", "%H:%M:%S.%n", "1900-01-01T16:26:01.123456"),
      ("2018-06-08 16:26:00 +0230", "%Y-%m-%d %H:%M:%S %z", "2018-06-08T13:56:00Z"),
      ("2018-06-08 16:26:00 -02:00", "%c %z", "2018-06-08T18:26:00Z"),
      ("2018-06-08 16:26:00Z", "%c%z", "2018-06-08T16:26:00Z"),
      ("16:26:00 utc", "%X %Z", "1900-01-01T16:26:00Z"), ("100% 2018", "100%% %Y", "2018-01-01T00:00:00"),
      ("2018-02-29", "%Y-%m-%d", "none"), ("366/2018", "%j/%Y", "none"), ("2018-13-01", "%Y-%m-%d", "none"),
      ("2018-06-08 ", "%Y-%m-%d", "none"), ("24:00", "%H:%M", "none"), ("", "%Y", "none"), ("x", "%p", "none"),
      ("00 AM", "%I %p", "none"), ("+9", "%z", "none"),
    ])
  func reads(text: String, pattern: String, wanted: String) {
    #expect(read(text, pattern) == wanted)
  }

  @Test("what a pattern writes, it reads again")
  func roundTrip() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    let patterns = [
      "%Y-%m-%d %H:%M:%S.%f", "%-d.%-m.%Y %-H:%-M:%-S.%f", "%A, %d %B %Y, %I:%M:%S.%n %p", "%j of %Y %X.%f %z",
    ]
    for text in patterns {
      let pattern = try TimePattern(text)
      for _ in 0..<1_000 {
        // From the year 1 to 9999.
        let moment = Int64(random.next() % 315_537_897_599_999_999) - 62_135_596_800_000_000
        var out = RawMemory()
        pattern.write(moment, to: &out)
        let written = out.buffer()
        let again = unsafe pattern.read(written.start.assumingMemoryBound(to: UInt8.self), written.count)
        #expect(again?.microseconds == moment, "seed \(seed): \(text) of \(moment)")
      }
    }
  }

  @Test("a week says no day, so that nothing is read by it")
  func weeks() throws {
    #expect(try TimePattern("%G-W%V").readingRefusal?.message == "`%G`, a week, says no day: nothing can be read by it")
    #expect(try TimePattern("%Y").readingRefusal == nil)
  }
}

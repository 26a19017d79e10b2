import Columns
import EmbeddedConnector
import Engine
import Testing

@Suite("a block of messages") struct MessageBlockTests {
  private static let messages: [(key: String?, value: String)] = [
    ("a", "one"), (nil, "two"), ("", ""), ("long key", "the fourth"), ("b", ""),
  ]

  private func block(_ messages: [(key: String?, value: String)] = Self.messages) -> [UInt8] {
    var builder = MessageBlock.Builder(messages: 1, bytes: 1)
    for message in messages {
      let (key, value) = (message.key.map { Buffer.copying($0) }, Buffer.copying(message.value))
      // Both buffers outlive the call.
      unsafe builder.append(key: key?.bytes, value: value.bytes)
      withExtendedLifetime((key, value)) {}
    }
    let buffer = builder.buffer()
    defer { withExtendedLifetime(buffer) {} }
    return unsafe Array(buffer.bytes)
  }

  /// What a read from offset `from` takes of blocks that follow each other, the first at offset 10.
  private func read(
    _ blocks: [(bytes: [UInt8], count: Int)], from: Int64 = 10, records: Int = 100, bytes: Int = 1000
  ) -> (messages: [Message], taken: [MessageGathering.Taken]) {
    var gathering = MessageGathering(limit: ReadLimit(records: records, bytes: bytes))
    var taken: [MessageGathering.Taken] = []
    var base: Int64 = 10
    for block in blocks {
      let result = unsafe block.bytes.withUnsafeBytes { bytes in
        unsafe gathering.take(bytes, base: base, count: block.count, time: 7, from: from)
      }
      taken.append(result)
      if result != .whole { break }
      base += Int64(block.count)
    }
    return (gathering.batch(from: Position(message: from)).messages, taken)
  }

  @Test("gives back every message with its key, its value and its offset")
  func roundTrip() {
    let (messages, taken) = read([(block(), 5)])
    #expect(taken == [.whole])
    #expect(messages.map(\.key) == Self.messages.map(\.key))
    #expect(messages.map(\.value) == Self.messages.map(\.value))
    #expect(messages.map(\.offset) == [10, 11, 12, 13, 14])
    #expect(messages.allSatisfy { $0.time == 7 && $0.headers.isEmpty })
  }

  @Test("is read from any message on", arguments: 10...15)
  func middle(from: Int64) {
    let (messages, taken) = read([(block(), 5)], from: from)
    #expect(messages.map(\.offset) == Array(from..<15))
    #expect(taken == [.whole])
  }

  @Test("is left where the limit is reached, and nothing behind it is taken", arguments: [1, 2, 5, 6, 9, 10])
  func records(limit: Int) {
    let (messages, taken) = read([(block(), 5), (block(), 5)], records: limit)
    #expect(messages.map(\.offset) == Array(10..<10 + Int64(limit)))
    #expect(taken.last == .full)
  }

  @Test("whose message doesn't fit any more ends the read, though smaller ones follow in the next block")
  func bytes() {
    let large = block([("k", "small"), ("k", String(repeating: "x", count: 100)), ("k", "small")])
    let small = block([("k", "small")])
    let (messages, taken) = read([(large, 3), (small, 1)], bytes: 50)
    #expect(messages.map(\.offset) == [10] && taken == [.full])
    // One message is taken however large it is, so that reading comes on.
    #expect(read([(large, 3)], from: 11, bytes: 50).messages.map(\.offset) == [11])
  }

  @Test("is called damaged if anything of it is missing or too much")
  func truncated() {
    let whole = block()
    for length in 0..<whole.count {
      #expect(read([(Array(whole[..<length]), 5)]).taken == [.damaged], "cut to \(length) bytes")
    }
    #expect(read([(whole + [0], 5)]).taken == [.damaged])
    for count in [-1, 4, 6, .max] { #expect(read([(whole, count)]).taken == [.damaged], "\(count) messages") }
    #expect(read([([], 0)]).taken == [.whole])
  }

  @Test("never leads out of its bytes, whatever is damaged")
  func garbled() {
    var random = SplitMix(seed: 20_418)
    let whole = block()
    for _ in 0..<5000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let (messages, taken) = read([(bytes, 5)])
      #expect(taken == [.damaged] || messages.count == 5)
    }
  }
}

import Columns
import JSONFormat
import TestSupport
import Testing

@Suite struct JSONRoundTripTests {
  /// The batch, written as lines and read again.
  private func again(_ batch: ColumnBatch) -> Decoded {
    let encoded = JSONEncoder().encode(batch, lines: true)
    return JSONDecoder(schema: batch.schema).decode(
      Frames(bytes: encoded.bytes, ranges: [0..<encoded.bytes.count], prologue: Buffer.copying("")))
  }

  private func expectSame(_ batch: ColumnBatch, _ context: Comment) {
    #expect(RoundTrips.differences(batch, again(batch)) == [], context)
  }

  @Test("random columns of every type are read as they were written", arguments: RandomColumns.scalars)
  func everyType(type: ColumnType) {
    let seed = UInt64.random(in: 0 ... .max)
    expectSame(RoundTrips.batch(of: type, seed: seed, isWild: false), "seed \(seed)")
  }

  @Test("random nested types are read as they were written, slices of them too")
  func nestedTypes() {
    for _ in 0..<60 {
      let seed = UInt64.random(in: 0 ... .max)
      for batch in RoundTrips.nested(seed: seed) { expectSame(batch, "seed \(seed)") }
    }
  }

  @Test("what is written in a field's own way is read in it")
  func ownWays() {
    let seed = UInt64.random(in: 0 ... .max)
    expectSame(RoundTrips.inOwnWays(seed: seed), "seed \(seed)")
  }
}

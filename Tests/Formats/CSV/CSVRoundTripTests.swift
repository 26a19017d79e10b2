import Columns
import CSVFormat
import TestSupport
import Testing

@Suite struct CSVRoundTripTests {
  /// The batch, written as a file and read again.
  private func again(_ batch: ColumnBatch, _ options: CSVOptions) -> Decoded {
    let encoder = CSVEncoder(options: options)
    let encoded = encoder.encode(batch, lines: true)
    return CSVDecoder(schema: batch.schema, options: options).decode(
      Frames(
        bytes: encoded.bytes, ranges: [0..<encoded.bytes.count],
        prologue: encoder.prologue(for: batch.schema) ?? Buffer.copying("")))
  }

  private func expectSame(_ batch: ColumnBatch, _ context: Comment) {
    var others = CSVOptions()
    others.header = false
    others.delimiter = ";"
    others.quote = UInt8(ascii: "'")
    others.nullText = "null"
    for options in [CSVOptions(), others] {
      #expect(RoundTrips.differences(batch, again(batch, options)) == [], context)
    }
  }

  @Test("random columns of every type are read as they were written", arguments: RandomColumns.scalars)
  func everyType(type: ColumnType) {
    let seed = UInt64.random(in: 0 ... .max)
    expectSame(RoundTrips.batch(of: type, seed: seed, isWild: true), "seed \(seed)")
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

import Columns
import Glibc
import TestSupport
import Testing

@Suite struct GatherTests {
  /// Text, numbers, truths and lists of so many rows, with nulls among them, in the middle of larger columns.
  private func batch(_ random: inout SeededRandom, rows: Int) -> ColumnBatch {
    let (before, all) = (5, rows + 9)
    var text = TextBuilder(capacity: all)
    var numbers = FixedBuilder<Int64>(capacity: all, zero: 0)
    var narrow = FixedBuilder<UInt8>(capacity: all, zero: 0)
    var truths = BitBuilder(capacity: all)
    var lists = ListBuilder(capacity: all)
    for row in 0..<all {
      if Int.random(in: 0..<7, using: &random) == 0 {
        text.appendNull()
        numbers.appendNull()
        lists.appendNull()
      } else {
        text.append(String(repeating: "ä\(row)", count: Int.random(in: 0..<30, using: &random)))
        numbers.append(Int64(row))
        lists.finish(elements: narrow.count)
      }
      narrow.append(UInt8(truncatingIfNeeded: row))
      truths.append(row % 3 == 0)
    }
    let bytes = narrow.column(.uint8)
    let columns = [
      text.column(), numbers.column(.int64), bytes, Column(type: .bool, count: all, values: truths.buffer()),
      lists.lists(of: bytes),
    ]
    let fields = columns.enumerated().map { Field("c\($0)", $1.type) }
    return ColumnBatch(schema: Schema(fields), columns: columns, count: all).slice(before..<before + rows)
  }

  private func expectSame(_ gathered: ColumnBatch, _ source: ColumnBatch, _ rows: [Int32]) {
    #expect(gathered.count == rows.count)
    for (column, from) in zip(gathered.columns, source.columns) {
      let (text, wanted) = (column.asText(.iso), from.asText(.iso))
      #expect(rows.indices.allSatisfy { text.text($0) == wanted.text(Int(rows[$0])) }, "\(column.type)")
    }
    #expect(rows.indices.allSatisfy { gathered.origins[$0] == source.origins[Int(rows[$0])] })
  }

  @Test("any rows are those named, in that order, wherever they lie")
  func anyRows() {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    var random = SeededRandom(seed: seed)
    print("gathering with OUZEL_SEED=\(seed)")
    for rows in [0, 1, 63, 64, 65, 300] {
      let batch = batch(&random, rows: rows)
      let all = Array(Int32(0)..<Int32(rows))
      let shuffled = rows == 0 ? [] : (0..<200).map { _ in Int32.random(in: 0..<Int32(rows), using: &random) }
      let most = all.filter { $0 % 9 != 4 }
      let few = all.filter { $0 % 9 == 4 }
      for wanted in [all, shuffled, most, few, all.reversed(), Array(all.dropFirst(3)), []] {
        expectSame(batch.gather(wanted), batch, wanted)
        for (column, from) in zip(batch.columns.map { $0.gather(wanted) }, batch.columns) {
          #expect(column.offset == 0 && column.nullCount == wanted.count { !from.isValid(Int($0)) })
        }
      }
    }
  }

  @Test("most rows, one behind the other, share their memory; few don't hold that of all")
  func sharing() {
    var random = SeededRandom(seed: 7)
    let batch = batch(&random, rows: 300)
    let most = batch.gather(Array(20..<290))
    #expect(most.columns[1].values === batch.columns[1].values && most.columns[0].data === batch.columns[0].data)
    let few = batch.gather(Array(20..<50))
    #expect(few.columns[1].values !== batch.columns[1].values && few.footprint * 4 < batch.footprint)
  }

  @Test("columns joined are their rows in turn, bits too, wherever they begin")
  func joined() {
    var random = SeededRandom(seed: 7)
    let batch = batch(&random, rows: 300)
    let cuts = [0, 1, 64, 65, 130, 130, 300]
    for column in batch.columns {
      let whole = Column.concat(zip(cuts, cuts.dropFirst()).map { column.slice($0..<$1) })
      let (text, wanted) = (whole.asText(.iso), column.asText(.iso))
      #expect((0..<300).allSatisfy { text.text($0) == wanted.text($0) }, "\(column.type)")
    }
  }
}

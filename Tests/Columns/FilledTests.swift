import Columns
import Glibc
import TestSupport
import Testing

@Suite struct FilledTests {
  @Test("a column of any type is filled in the rows that are null, and cleared in those that are named")
  func anyType() throws {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    var columns = RandomColumns(seed: seed, finite: true)
    for round in 0..<60 {
      let type = round < RandomColumns.scalars.count ? RandomColumns.scalars[round] : columns.type(depth: 2)
      let whole = columns.column(type, count: 40)
      let column = whole.slice(3..<33)
      let value = columns.column(type, count: 20)
      guard let row = (0..<20).first(where: { value.isValid($0) }) else { continue }
      let filled = column.filled(with: value.slice(row..<20))
      #expect(filled.nullCount == 0 && filled.count == 30, "OUZEL_SEED=\(seed) \(type)")
      let (before, after, standard) = (column.asText(.iso), filled.asText(.iso), value.asText(.iso).text(row))
      for row in 0..<30 { #expect(after.text(row) == (before.text(row) ?? standard), "OUZEL_SEED=\(seed) \(type)") }

      let cleared = column.cleared([0, 7, 29])
      let rest = cleared.asText(.iso)
      for row in 0..<30 {
        let wanted = [0, 7, 29].contains(row) ? nil : before.text(row)
        #expect(rest.text(row) == wanted, "OUZEL_SEED=\(seed) \(type)")
      }
    }
  }
}

import Columns
import Digests
import Engine
import Expressions
import Synchronization

/// Rows as messages, laid out as one block for each partition.
struct TopicBlocks: PreparedRows {
  struct Block: Sendable {
    let partition: Int
    let count: Int
    let bytes: Buffer
  }

  let count: Int
  let failures: [RowFailure]
  let blocks: [Block]

  var footprint: Int { blocks.reduce(0) { $0 + $1.bytes.footprint } }
}

/// Turns rows into keyed messages, and gives each its partition, as Kafka's clients do.
struct MessageWriter: Sendable {
  let encoder: any Encoder
  let key: CheckedExpression?

  /// Messages without a key go to one partition a batch, batch after batch in turn.
  private static let turns = Atomic(0)

  func blocks(_ batch: ColumnBatch, partitions: Int) -> TopicBlocks {
    let keys = key?.evaluate(batch)
    if let failures = keys?.failures, !failures.isEmpty {
      let told = failures.map { RowFailure(row: $0.row, message: "the key: \($0.message)") }
      return TopicBlocks(count: batch.count, failures: told, blocks: [])
    }
    let rows = encoder.encode(batch, lines: false)
    let places = self.places(keys?.column, batch.count, among: partitions)
    var counts = [Int](repeating: 0, count: partitions)
    for place in places { counts[Int(place)] += 1 }
    var blocks: [TopicBlocks.Block] = []
    for partition in 0..<partitions where counts[partition] > 0 {
      let share = rows.bytes.count / max(batch.count, 1) * counts[partition]
      var block = MessageBlock.Builder(messages: counts[partition], bytes: share + share / 8)
      for row in 0..<batch.count where places[row] == Int32(partition) {
        let value = unsafe UnsafeRawBufferPointer(rebasing: rows.bytes.bytes[rows.range(of: row)])
        // Keys and values live as long as their columns, which outlive the loop.
        if let keys, keys.column.isValid(row) {
          unsafe block.append(key: keys.column.bytes(row), value: value)
        } else {
          unsafe block.append(key: nil, value: value)
        }
      }
      blocks.append(TopicBlocks.Block(partition: partition, count: counts[partition], bytes: block.buffer()))
    }
    withExtendedLifetime((keys?.column, rows)) {}
    return TopicBlocks(count: batch.count, failures: [], blocks: blocks)
  }

  private func places(_ keys: Column?, _ count: Int, among partitions: Int) -> [Int32] {
    if partitions == 1 { return [Int32](repeating: 0, count: count) }
    let turn = Self.turns.wrappingAdd(1, ordering: .relaxed).newValue % partitions
    guard let keys else { return [Int32](repeating: Int32(turn), count: count) }
    return (0..<count).map { row in
      guard keys.isValid(row) else { return Int32(turn) }
      return unsafe Int32(Murmur2.partition(of: keys.bytes(row), among: partitions))
    }
  }
}

import Columns
import Engine
import Expressions

/// Rows as messages, shared out among their topics.
struct TopicShares: PreparedRows {
  let count: Int
  let failures: [RowFailure]
  let shares: [TopicShare]

  var footprint: Int { shares.reduce(0) { $0 + $1.footprint } }
}

/// Rows as messages of one topic, laid out as one block for each partition.
struct TopicShare: Sendable {
  struct Block: Sendable {
    let partition: Int
    let count: Int
    let bytes: Buffer
  }

  let topic: String
  /// How many partitions the topic was taken to have.
  let partitions: Int
  let blocks: [Block]
  /// Rows that can't be messages, by their rows in the batch.
  let failures: [RowFailure]
  /// What the blocks were made from, should the topic turn out to have other partitions.
  private let batch: ColumnBatch
  private let rows: [Int32]?
  private let form: Int

  init(
    _ topic: String, _ batch: ColumnBatch, _ rows: [Int32]?, form: Int, by writer: MessageWriter, partitions: Int
  ) {
    self.topic = topic
    self.partitions = partitions
    self.batch = batch
    self.rows = rows
    self.form = form
    let laid = writer.blocks(rows.map { batch.gather($0) } ?? batch, form: form, partitions: partitions)
    blocks = laid.blocks
    failures = laid.failures.map { failure in
      RowFailure(row: rows.map { Int($0[failure.row]) } ?? failure.row, message: failure.message)
    }
  }

  /// The same messages for another number of partitions.
  func laidOut(by writer: MessageWriter, for partitions: Int) -> TopicShare {
    TopicShare(topic, batch, rows, form: form, by: writer, partitions: partitions)
  }

  var footprint: Int { blocks.reduce((rows?.count ?? 0) * 4) { $0 + $1.bytes.footprint } }
}

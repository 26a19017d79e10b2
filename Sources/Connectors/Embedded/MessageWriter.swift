import Columns
import Digests
import Engine
import Expressions
import Specifications
import Synchronization

/// Turns rows into messages, and gives each its partition, as Kafka's clients do.
struct MessageWriter: Sendable {
  /// How messages are made of rows of one form.
  private struct Form: Sendable {
    let key: CheckedExpression?
    let headers: MessageHeaders?
  }

  private let encoder: any Encoder
  private let forms: [Form]

  /// Messages without a key go to one partition a batch, batch after batch in turn.
  private static let turns = Atomic(0)

  /// A writer as a request wants it; nil, and problems, where an expression doesn't fit the columns.
  init?(_ request: SinkRequest, encoder: any Encoder, _ problems: inout Problems) {
    self.encoder = encoder
    let key = request.options[TopicKind.key].map { ($0, Expression.parse($0, &problems)) }
    if let key, key.1 == nil { return nil }
    var forms: [Form] = []
    for form in request.forms {
      let headers = MessageHeaders(request.options[TopicKind.headers], over: form.schema, &problems)
      do throws(ExpressionProblems) {
        forms.append(
          Form(key: try key?.1?.asText.checked(against: form.schema, as: .text), headers: headers))
      } catch {
        if let key { problems.add(error, in: key.0) }
      }
    }
    if problems.hasErrors { return nil }
    self.forms = forms
  }

  func blocks(
    _ batch: ColumnBatch, form: Int, partitions: Int
  ) -> (blocks: [TopicShare.Block], failures: [RowFailure]) {
    let keys = forms[form].key?.evaluate(batch)
    let headers = forms[form].headers?.column(of: batch)
    let failures =
      (keys?.failures ?? []).map { RowFailure(row: $0.row, message: "the key: \($0.message)") }
      + (headers?.failures ?? [])
    if !failures.isEmpty { return ([], failures.sorted { $0.row < $1.row }) }
    let rows = encoder.encode(batch, lines: false)
    if !rows.failures.isEmpty { return ([], rows.failures) }
    let places = self.places(keys?.column, batch.count, among: partitions)
    var blocks: [TopicShare.Block] = []
    for (partition, its) in places.rows(among: partitions).enumerated() where !its.isEmpty {
      let share = rows.bytes.count / max(batch.count, 1) * its.count
      var block = MessageBlock.Builder(messages: its.count, bytes: share + share / 8)
      for row in its.lazy.map({ Int($0) }) {
        let value = unsafe UnsafeRawBufferPointer(rebasing: rows.bytes.bytes[rows.range(of: row)])
        // Keys, headers and values live as long as their columns, which outlive the loop.
        let header = unsafe headers?.column.bytes(row)
        if let keys, keys.column.isValid(row) {
          unsafe block.append(key: keys.column.bytes(row), headers: header, value: value)
        } else {
          unsafe block.append(key: nil, headers: header, value: value)
        }
      }
      blocks.append(TopicShare.Block(partition: partition, count: its.count, bytes: block.buffer()))
    }
    withExtendedLifetime((keys?.column, headers?.column, rows)) {}
    return (blocks, [])
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

extension [Int32] {
  /// The rows of each partition, in their order, where `self` is the partition of each row.
  fileprivate func rows(among partitions: Int) -> [ArraySlice<Int32>] {
    var ends = [Int](repeating: 0, count: partitions)
    for partition in self { ends[Int(partition)] += 1 }
    for partition in ends.indices.dropFirst() { ends[partition] += ends[partition - 1] }
    // Each partition's place moves from where the one before it ends to its own end.
    var next = [0] + ends.dropLast()
    var sorted = [Int32](repeating: 0, count: count)
    for (row, partition) in enumerated() {
      sorted[next[Int(partition)]] = Int32(row)
      next[Int(partition)] += 1
    }
    return ends.indices.map { sorted[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]] }
  }
}

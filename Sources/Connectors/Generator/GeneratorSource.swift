import Columns
package import Engine

/// Makes records up as they are read: one lane, whose identity holds the seed, at positions that count records.
package struct GeneratorSource: Source {
  private let orders: OrdersGenerator
  private let count: Int64?
  private let lane: LaneID

  /// `count` orders of a seed; without end where none is given.
  package init(seed: UInt64, count: Int64?) {
    orders = OrdersGenerator(seed: seed)
    self.count = count
    lane = LaneID(name: "orders", identity: "orders:\(seed)")
  }

  package var isEndless: Bool { count == nil }

  package func open() async throws(Failure) {}

  package func change() async throws(Failure) -> LaneChange { LaneChange(gained: [Lane(id: lane)], isFinal: true) }

  package func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    lanes.map { lane in
      let entry = ledger[lane.id]
      return LaneStart(lane: lane, position: entry?.position ?? .start, entry: entry)
    }
  }

  package func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult {
    let first = position.message
    let wanted = min(limit.records, limit.bytes / OrdersGenerator.longest)
    let records = first..<max(first, min(first + Int64(max(1, wanted)), count ?? .max))
    if records.isEmpty { return .ended }
    var memory = RawMemory(capacity: records.count * OrdersGenerator.longest)
    var ends: [Int] = []
    orders.write(records, to: &memory, ends: &ends)
    var start = 0
    let ranges = ends.map { end in
      defer { start = end + 1 }
      return start..<end
    }
    return .batch(
      RawBatch(
        frames: Frames(bytes: memory.buffer(), ranges: ranges), positions: .offsets(Array(records)), from: position,
        to: Position(message: records.upperBound), records: records.count))
  }

  package func end(of lane: Lane) async throws(Failure) -> Position? { count.map { Position(message: $0) } }

  package func close() async {}
}

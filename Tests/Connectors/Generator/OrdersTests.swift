import Columns
import Contracts
import Engine
import GeneratorConnector
import Specifications
import Testing

@Suite("The generator of orders") struct OrdersTests {
  private func lines(_ records: Range<Int64>, seed: UInt64 = 1) -> [String] {
    var memory = RawMemory()
    var ends: [Int] = []
    OrdersGenerator(seed: seed).write(records, to: &memory, ends: &ends)
    let text = unsafe String(
      decoding: UnsafeRawBufferPointer(start: memory.start, count: memory.count), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(ends.count == lines.count && memory.count == (ends.last ?? -1) + 1)
    return lines
  }

  @Test("makes each record from the seed and its number alone")
  func alone() {
    let whole = lines(0..<500)
    for record in [0, 1, 77, 499] { #expect(lines(Int64(record)..<Int64(record) + 1) == [whole[record]]) }
    #expect(lines(100..<200) == Array(whole[100..<200]))
    #expect(lines(0..<10, seed: 2) != Array(whole[0..<10]))
    #expect(Set(lines(0..<500, seed: 2) + whole).count == 1000)
  }

  @Test("makes the same records today as ever")
  func stable() {
    #expect(
      lines(0..<2) == [
        "6f04cd9d75aaff15d6a2d48e87c62920,5f7f79dab0e992b8248f55e3071c8515,delivered,"
          + "2017-02-24 13:56:54,2017-02-25 02:28:53,2017-02-26 07:14:57,2017-03-14 03:14:45,2017-03-14 00:00:00",
        "9fcbb1d0a004f2d9966458cbf604c626,e2dc4f1f81d2b6fed14fa202ceb836e7,delivered,"
          + "2017-10-23 18:02:10,2017-10-23 18:06:29,2017-10-25 21:10:25,2017-11-05 15:29:08,2017-11-25 00:00:00",
      ])
  }

  @Test("fills every field as its contract has it, and leaves some empty")
  func shape() throws {
    var statuses: [String: Int] = [:]
    var empty = [Int](repeating: 0, count: 8)
    var ids: Set<String> = []
    for line in lines(0..<20_000) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      ids.insert(fields[0])
      statuses[fields[2], default: 0] += 1
      for (index, field) in fields.enumerated() where field.isEmpty { empty[index] += 1 }
      let hasIDs = fields[0..<2].allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) }
      let times = fields[3...].filter { !$0.isEmpty }
      let isInRange = times.allSatisfy { $0.utf8.count == 19 && $0 >= "2016-09-04" && $0 < "2018-11" }
      // What happens to an order happens in this order; what was promised is a day.
      let isOrdered = Array(times.dropLast()) == times.dropLast().sorted()
      let isPromised = times.last!.hasSuffix(" 00:00:00") && times.last! > times[0]
      if fields.count == 8 && hasIDs && isInRange && isOrdered && isPromised { continue }
      Issue.record("\(line)")
    }
    #expect(ids.count == 20_000)
    #expect(statuses.count == 8)
    #expect(statuses["delivered"]! > 18_000)
    #expect(empty[0...3].allSatisfy { $0 == 0 } && empty[7] == 0)
    #expect(empty[4...6].allSatisfy { $0 > 20 && $0 < 4000 })
  }

  @Test("writes a file of so many records under its header", arguments: [0, 1, 4096, 10_000])
  func file(count: Int64) {
    var text = ""
    unsafe OrdersGenerator(seed: 7).writeFile(count: count) { unsafe text += String(decoding: $0, as: UTF8.self) }
    let expected = lines(0..<count, seed: 7)
    #expect(text == OrdersGenerator.header + expected.map { $0 + "\n" }.joined())
    #expect(OrdersGenerator.header.hasPrefix("order_id,customer_id,order_status,order_purchase_timestamp,"))
  }

  @Test("decodes what it makes, and its contract holds")
  func decode() async throws {
    let source = GeneratorSource(seed: 3, count: 20_000)
    let lane = try await source.change().gained[0]
    let decoder = OrdersDecoder(schema: OrdersContract.contract.schema)
    var position = Position.start
    var rows = 0
    while case .batch(let batch) = try await source.read(
      lane, from: position, limit: ReadLimit(records: 8192, bytes: 4 << 20))
    {
      let decoded = decoder.decode(batch.frames)
      #expect(decoded.failures.isEmpty && OrdersContract.contract.check(decoded.batch).failures.isEmpty)
      #expect(batch.position(of: 5, in: decoded.rows) == Position(message: position.message + 5))
      let line = lines(position.message..<position.message + 1, seed: 3)[0]
      #expect(decoded.batch.column("order_status")?.text(0) == String(line.split(separator: ",")[2]))
      rows += decoded.batch.count
      position = batch.to
    }
    #expect(rows == 20_000)
  }

  @Test("decodes into the columns that another contract names")
  func otherContract() async throws {
    let source = GeneratorSource(seed: 3, count: 10)
    let lane = try await source.change().gained[0]
    guard case .batch(let batch) = try await source.read(lane, from: .start, limit: ReadLimit(records: 10, bytes: 4096))
    else { return }
    let schema = Schema([Field("ORDER_STATUS", .text), Field("other", .int64), Field("order_id", .text)])
    let decoded = OrdersDecoder(schema: schema).decode(batch.frames)
    #expect(decoded.failures.isEmpty)
    #expect(decoded.batch.columns[2].text(0) == String(lines(0..<1, seed: 3)[0].prefix(32)))
    #expect(decoded.batch.columns[1].nullCount == 10)
  }

  @Test("goes on at the record that the ledger names, and ends behind the last")
  func resume() async throws {
    let source = GeneratorSource(seed: 3, count: 100)
    let lane = try await source.change().gained[0]
    #expect(lane.id == LaneID(name: "orders", identity: "orders:3"))
    let other = LedgerEntry(lane: LaneID(name: "orders", identity: "orders:4"), position: Position(message: 9))
    let entry = LedgerEntry(lane: lane.id, position: Position(message: 40))
    #expect(try await source.begin([lane], ledger: [other]) == [LaneStart(lane: lane, position: .start)])
    let start = try await source.begin([lane], ledger: [other, entry])[0]
    #expect(start.position == Position(message: 40) && start.entry == entry)
    guard
      case .batch(let batch) = try await source.read(
        lane, from: start.position, limit: ReadLimit(records: 1000, bytes: 1 << 20))
    else { return }
    #expect(batch.records == 60 && batch.to == Position(message: 100))
    guard case .ended = try await source.read(lane, from: batch.to, limit: ReadLimit(records: 1, bytes: 1)) else {
      Issue.record("it goes on behind its end")
      return
    }
    #expect(try await source.end(of: lane) == batch.to)
    #expect(!source.isEndless && GeneratorSource(seed: 1, count: nil).isEndless)
  }
}

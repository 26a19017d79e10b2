package import Columns
import Contracts

/// Makes orders up, in the shape of those that a Brazilian marketplace once published: record `n` follows from the seed
/// and `n` alone, so that any of them can be made without those before it.
package struct OrdersGenerator: Sendable {
  /// The first line of a CSV of orders.
  package static let header = OrdersContract.contract.fields.map(\.name).joined(separator: ",") + "\n"
  /// No record is longer, its line end included.
  package static let longest = 2 * 33 + 12 + 5 * 20

  /// How many numbers one record is made from.
  private static let draws: UInt64 = 16
  private static let texts = OrderTexts()

  private let seed: UInt64

  /// Orders of a seed.
  package init(seed: UInt64) { self.seed = SplitMix64.mixed(seed &+ 0x6A09_E667_F3BC_C909) }

  /// Writes records as lines of CSV behind what `memory` holds, and adds to `ends` where each of them ends, its line end
  /// left out.
  package func write(_ records: Range<Int64>, to memory: inout RawMemory, ends: inout [Int]) {
    memory.reserve(records.count * Self.longest)
    ends.reserveCapacity(ends.count + records.count)
    let start = memory.count
    // There is room for every record at its longest.
    var line = unsafe OrderLine(at: memory.end, Self.texts)
    for record in records {
      write(record, &line)
      ends.append(start + line.count)
      line.write(UInt8(ascii: "\n"))
    }
    memory.advance(by: line.count)
  }

  @inline(__always)
  private func write(_ record: Int64, _ line: inout OrderLine) {
    let first = UInt64(bitPattern: record) &* Self.draws
    func draw(_ index: UInt64) -> UInt64 { SplitMix64.mixed(seed &+ (first &+ index) &* SplitMix64.step) }

    line.writeHex(draw(0), draw(1))
    line.write(UInt8(ascii: ","))
    line.writeHex(draw(2), draw(3))
    line.write(UInt8(ascii: ","))
    let status = line.writeStatus(draw(4))
    line.write(UInt8(ascii: ","))
    let chances = draw(5)
    let purchase = below(OrderTexts.purchaseDays * 86_400, draw(6))
    let approved = purchase + 60 + below(86_400, draw(7))
    let shipped = approved + 3_600 + below(6 * 86_400, draw(8))
    let delivered = shipped + 86_400 + below(20 * 86_400, draw(9))
    let promised = purchase / 86_400 + 10 + below(35, draw(10))
    line.writeTime(purchase)
    line.write(UInt8(ascii: ","))
    // Now and then a time is missing where the status has one.
    if status.isApproved && chances & 0xff != 0 { line.writeTime(approved) }
    line.write(UInt8(ascii: ","))
    if status.isShipped && chances >> 8 & 0xff != 0 { line.writeTime(shipped) }
    line.write(UInt8(ascii: ","))
    if status.isDelivered && chances >> 16 & 0xff != 0 { line.writeTime(delivered) }
    line.write(UInt8(ascii: ","))
    line.writeTime(promised * 86_400)
  }

  /// A number from 0 to below `limit`.
  @inline(__always)
  private func below(_ limit: Int, _ draw: UInt64) -> Int { Int(draw.multipliedFullWidth(by: UInt64(limit)).high) }
}

extension OrdersGenerator {
  /// Gives a CSV of `count` orders to `write`, piece by piece, its header first.
  package func writeFile<E: Error>(
    count: Int64, to write: (UnsafeRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    var memory = RawMemory(capacity: 1 << 20)
    var ends: [Int] = []
    memory.append(Self.header)
    var next: Int64 = 0
    repeat {
      let last = min(next + 4096, count)
      self.write(next..<last, to: &memory, ends: &ends)
      next = last
      // The memory stays where it is until it is truncated.
      try unsafe write(UnsafeRawBufferPointer(start: memory.start, count: memory.count))
      memory.truncate(to: 0)
      ends.removeAll(keepingCapacity: true)
    } while next < count
  }
}

/// SplitMix64, asked for its `n`th number at once.
enum SplitMix64 {
  static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always)
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

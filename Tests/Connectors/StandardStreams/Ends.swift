import Columns
import Glibc
import Synchronization
import Threads

/// The two ends of a pipe, closed with it. Its own calls, which wait for whoever has the other end, are made on a thread
/// of their own, so that tests beside it go on.
actor Ends {
  nonisolated let input: Int32
  nonisolated let output: Int32
  private let isOutputOpen = Mutex(true)
  private let thread = BlockingThread(name: "test")

  init() {
    var numbers: [Int32] = [0, 0]
    precondition(unsafe pipe(&numbers) == 0)
    (input, output) = (numbers[0], numbers[1])
  }

  deinit {
    closeOutput()
    close(input)
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  /// Lets the reader see the end.
  nonisolated func closeOutput() {
    isOutputOpen.withLock { isOpen in
      if isOpen { close(output) }
      isOpen = false
    }
  }

  /// Writes all of a text, waiting for the reader where it must.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(output, $0.baseAddress, $0.count) }
      precondition(count > 0)
      bytes = bytes.dropFirst(count)
    }
  }

  /// Reads to the end, or so many bytes.
  func read(_ limit: Int = .max) -> String {
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = unsafe Glibc.read(input, &room, min(room.count, limit - bytes.count))
      if count <= 0 { break }
      bytes += room[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Writes numbers as lines, under a header.
struct NumberLines: Encoder {
  func prologue(for schema: Schema) -> Buffer? {
    Buffer.copying(schema.fields.map(\.name).joined(separator: ",") + "\n")
  }

  func encode(_ batch: ColumnBatch, lines: Bool) -> EncodedRows {
    var memory = RawMemory()
    var ends: [Int] = []
    for row in 0..<batch.count {
      memory.append("\(batch.columns[0].value(row, as: Int64.self))")
      if lines { memory.append("\n") }
      ends.append(memory.count)
    }
    return EncodedRows(bytes: memory.buffer(), ends: ends)
  }

  static let schema = Schema([Field("number", .int64)])

  static func batch(_ numbers: Range<Int64>) -> ColumnBatch {
    var builder = FixedBuilder<Int64>(capacity: numbers.count, zero: 0)
    for number in numbers { builder.append(number) }
    return ColumnBatch(schema: schema, columns: [builder.column(.int64)], count: numbers.count)
  }
}

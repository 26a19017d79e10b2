package import Columns
package import Engine
import Glibc
import Threads

/// Writes rows to standard output, each batch at once: what was written can't be taken back.
package actor OutputSink: Sink {
  private let pipe: Pipe
  private let encoder: any Encoder
  private let thread = BlockingThread(name: "stdout")
  /// What stands once before the rows; nil once it is written.
  private var prologue: Buffer?
  /// What is still to be written of a line that a failure broke off.
  private var owed: [UInt8] = []

  /// A sink that writes to `descriptor`.
  package init(encoder: any Encoder, schema: Schema, descriptor: Int32 = STDOUT_FILENO) {
    pipe = Pipe(number: descriptor, name: "stdout")
    self.encoder = encoder
    prologue = encoder.prologue(for: schema)
  }

  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  package nonisolated var target: String { "stdout" }
  package nonisolated var keepsPositions: Bool { false }
  package nonisolated var guarantee: Guarantee { .atLeastOnce }
  package nonisolated var reason: String { "what was written to stdout can't be taken back" }

  package func open() async throws(Failure) {
    // A reader that has gone is a failure with a sentence, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
  }

  package func entries() async throws(Failure) -> [LedgerEntry] { [] }

  package nonisolated func prepare(_ batch: ColumnBatch, form: Int) -> any PreparedRows {
    EncodedLines(encoder.encode(batch, lines: true))
  }

  package func take(_ rows: any PreparedRows, of lane: LaneID) async throws(TakeFailure) {
    guard let lines = rows as? EncodedLines else { preconditionFailure("the rows were prepared by another sink") }
    do throws(Failure) {
      let broken = owed
      try unsafe broken.span.withUnsafeBytes { (bytes) throws(Failure) in try unsafe write(bytes, ends: []) }
      if let prologue {
        self.prologue = nil
        try write(prologue, ends: [])
      }
      try write(lines.rows.bytes, ends: lines.rows.ends)
    } catch {
      throw .failure(error)
    }
  }

  private func write(_ buffer: Buffer, ends: [Int]) throws(Failure) {
    // The buffer is alive for the length of the call.
    defer { withExtendedLifetime(buffer) {} }
    try unsafe write(buffer.bytes, ends: ends)
  }

  /// Writes lines that end at `ends`, or else one. After a failure the rest of the line at hand is owed: what follows is
  /// written again, and no line is torn.
  private func write(_ bytes: UnsafeRawBufferPointer, ends: [Int]) throws(Failure) {
    var written = 0
    defer {
      let end = ends.first { $0 >= written } ?? bytes.count
      owed = unsafe Array(bytes[written..<end])
    }
    try unsafe pipe.write(bytes, counting: &written)
  }

  package func store(_ moves: [LedgerMove]) async throws(StoreFailure) {}
  package func abandon() async {}
  package func close() async {}
}

/// Rows as the lines that are written.
private struct EncodedLines: PreparedRows {
  let rows: EncodedRows

  init(_ rows: EncodedRows) { self.rows = rows }

  var count: Int { rows.ends.count }
  var failures: [RowFailure] { rows.failures }
  var footprint: Int { rows.bytes.footprint + rows.ends.count * MemoryLayout<Int>.stride }
}

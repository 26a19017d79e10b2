import Columns
import Engine
import FilesConnector
import Specifications
import TestSupport

/// A run over files, up to a record or to the end, and what a sink's ledger would know behind it.
struct Run {
  var texts: [String: String] = [:]
  var ledger: [LaneID: LedgerEntry] = [:]
  var starts: [LaneStart] = []
  var batches: [RawBatch] = []
  var failure: Failure?

  var notes: [String] { starts.compactMap(\.note) }
  var entries: [LedgerEntry] { Array(ledger.values) }
  var text: String { texts.values.joined() }
}

func source(
  _ pattern: String, in folder: TemporaryFolder, header: Bool = true, splitter: (any Splitter)? = nil,
  maxRecord: ByteCount = .mebibytes(32)
) -> FilesSource {
  FilesSource(
    pattern: pattern, folder: folder.path, splitter: splitter ?? QuotedLines(header: header), maxRecord: maxRecord)
}

/// Reads what the pattern finds, on from what the ledger says, at most so many batches of each lane.
func read(
  _ pattern: String, in folder: TemporaryFolder, header: Bool = true, splitter: (any Splitter)? = nil,
  after ledger: [LedgerEntry] = [],
  limit: ReadLimit = ReadLimit(records: 8192, bytes: 4 << 20), batches: Int = .max,
  maxRecord: ByteCount = .mebibytes(32)
) async -> Run {
  let source = source(pattern, in: folder, header: header, splitter: splitter, maxRecord: maxRecord)
  var run = Run()
  for entry in ledger { run.ledger[entry.lane] = entry }
  do throws(Failure) {
    try await source.open()
    var isFinal = false
    while !isFinal {
      let change = try await source.change()
      isFinal = change.isFinal
      let starts = try await source.begin(change.gained, ledger: LedgerEntries(ledger))
      run.starts += starts
      for start in starts { try await read(start, from: source, limit, batches, into: &run) }
    }
  } catch {
    run.failure = error
  }
  await source.close()
  return run
}

private func read(
  _ start: LaneStart, from source: FilesSource, _ limit: ReadLimit, _ batches: Int, into run: inout Run
) async throws(Failure) {
  var position = start.position
  for _ in 0..<batches {
    guard case .batch(let batch) = try await source.read(start.lane, from: position, limit: limit) else { return }
    precondition(batch.from == position, "a batch begins where the one before it ended")
    position = batch.to
    run.batches.append(batch)
    for range in batch.frames.ranges {
      let text = unsafe String(decoding: batch.frames.bytes.bytes[range], as: UTF8.self)
      run.texts[start.lane.id.name, default: ""] += text
    }
    // What the sink does: the entry moves, under the file's name as of now.
    if let entry = start.entry { run.ledger[entry.lane] = nil }
    run.ledger[start.lane.id] = LedgerEntry(lane: start.lane.id, position: batch.to, check: batch.check)
  }
}

/// Lines of which each is unlike all others.
func lines(_ numbers: Range<Int>) -> String {
  numbers.map { "\($0),\(UInt64($0) &* 0x9E37_79B9_7F4A_7C15)\n" }.joined()
}

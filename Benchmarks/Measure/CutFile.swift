import Columns
import Engine
import FileSystems
import Specifications
import Synchronization

/// A file as a lane reads it: whoever asks gets its next batch of whole records, as large as the engine's are.
final class CutFile: Sendable {
  private let file: ReadableFile
  private let size: Int64
  private let cutter: Mutex<RecordCutter>
  private let limit = PipelineSettings(name: "measure").batch

  /// Opens the file.
  init(_ path: String, _ splitter: any Splitter) {
    do {
      file = try ReadableFile(opening: path)
      size = try file.status().size
      cutter = Mutex(RecordCutter(splitter, maxRecord: ByteCount(16 << 20)))
    } catch {
      Measure.refuse("\(path) can't be read: \(error)")
    }
  }

  /// The next records; nil at the end.
  func next() -> Frames? {
    do { return try cutter.withLock { cutter in try next(&cutter) } } catch {
      Measure.refuse("reading failed: \(error)")
    }
  }

  private func next(_ cutter: inout RecordCutter) throws -> Frames? {
    while true {
      let wanted = Int64(cutter.missing(for: limit))
      let offset = cutter.offset
      let count = Int(min(wanted, size - offset))
      if count > 0 {
        _ = try unsafe cutter.fill(count) { (room) throws(FileFailure) in try unsafe file.read(at: offset, into: room) }
      }
      if Int64(count) < wanted { cutter.end() }
      switch try cutter.cut(limit) {
      case .records(let batch): return batch.frames
      case .more: continue
      case .ended: return nil
      }
    }
  }
}

package import Columns
package import Engine
import FileSystems
package import Specifications
import Threads

/// Reads files, each a lane of its own, on a thread of its own.
package actor FilesSource: Source {
  /// How many lanes there are at once: the next file's begins when one has ended.
  private static let lanesAtOnce = 16
  /// How many files are open at once; lanes that begin anew may be more than those.
  private static let openAtOnce = 64

  private let pattern: GlobPattern
  private let folder: String
  private let splitter: any Splitter
  private let maxRecord: ByteCount
  private let thread = BlockingThread(name: "files")

  private var recognition: LaneRecognition?
  /// Files that have no lane yet, in order.
  private var waiting: ArraySlice<SourceFile> = []
  private var files: [LaneID: SourceFile] = [:]
  /// Lanes that haven't ended.
  private var active: Set<LaneID> = []
  private var marks: [LaneID: LineMarks] = [:]
  /// Open files, the one read longest ago first.
  private var cursors: [(lane: LaneID, cursor: FileCursor)] = []
  /// The file whose disk or network was away.
  private var unreachable: SourceFile?
  /// Told whenever a lane has ended.
  private let ends = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  /// Files that match `pattern`, as seen from `folder`.
  package init(pattern: String, folder: String, splitter: any Splitter, maxRecord: ByteCount) {
    self.pattern = GlobPattern(pattern)
    self.folder = Path.absolute(folder)
    self.splitter = splitter
    self.maxRecord = maxRecord
  }

  package nonisolated var metadata: Set<Metadata> { [.file, .offset, .run, .record] }
  package nonisolated func labels(of lane: LaneID) -> LaneLabels { LaneLabels(file: lane.name) }

  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  package func open() async throws(Failure) {
    cursors = []
    if let unreachable { _ = try unreachable.lane() }
    unreachable = nil
    guard recognition == nil else { return }
    let found: [String]
    do { found = try pattern.files(in: folder) } catch { throw Failure(error) }
    if found.isEmpty { throw try noFile() }
    let files = found.map { SourceFile($0, in: folder) }
    waiting = files[...]
    recognition = LaneRecognition(files: files, in: folder)
  }

  /// Why the pattern finds nothing.
  private func noFile() throws(Failure) -> Failure {
    let status: FileStatus?
    do { status = try FileStatus.of(Path.joined(folder, pattern.text)) } catch { throw Failure(error) }
    return status?.kind == .other ? .notFile(pattern.text) : .noFile(pattern, in: folder)
  }

  package func change() async throws(Failure) -> LaneChange {
    while !Task.isCancelled {
      var gained: [Lane] = []
      while active.count < Self.lanesAtOnce, let file = waiting.first {
        let lane = try file.lane()
        waiting.removeFirst()
        guard let lane else { continue }
        files[lane] = file
        active.insert(lane)
        gained.append(Lane(id: lane))
      }
      if !gained.isEmpty || waiting.isEmpty { return LaneChange(gained: gained, isFinal: waiting.isEmpty) }
      for await _ in ends.stream { break }
    }
    return LaneChange()
  }

  package func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    var starts: [LaneStart] = []
    for lane in lanes {
      starts.append(try reaching(lane) { (file) throws(Failure) in try start(lane, of: file, ledger) })
    }
    return starts
  }

  package func read(
    _ lane: Lane, from position: Position, limit: ReadLimit
  ) async throws(Failure) -> ReadResult {
    let batch = try reading(lane) { (file) throws(Failure) in
      let cursor = try cursor(of: lane.id, file)
      let mark = marks[lane.id, default: LineMarks()].last(upTo: position.message)
      guard try cursor.seek(to: position.message, countingFrom: mark) else {
        throw .shortened(file.name, below: position.message)
      }
      marks[lane.id, default: LineMarks()].add(position.message, cursor.lines)
      return try cursor.read(limit)
    }
    if let batch { return .batch(batch) }
    leave(lane)
    return .ended
  }

  /// Makes room for another file's lane.
  private func leave(_ lane: Lane) {
    close(lane.id)
    marks[lane.id] = nil
    active.remove(lane.id)
    ends.continuation.yield()
  }

  /// Works on a lane's file as it is read: what is wrong with that is wrong with no other.
  private func reading<Result>(
    _ lane: Lane, _ work: (SourceFile) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    do { return try reaching(lane, work) } catch { throw error.kind == .fatal ? error.ofLane : error }
  }

  /// Where reading of a file begins, and why.
  private func start(_ lane: Lane, of file: SourceFile, _ ledger: LedgerEntries) throws(Failure) -> LaneStart {
    let changed = "\(file.name) changed since it was read: it is read anew"
    switch try recognition?.find(file, as: lane.id, in: ledger) ?? .new {
    case .new: return LaneStart(lane: lane, position: .start)
    case .changed: return LaneStart(lane: lane, position: .start, note: changed)
    case .known(let entry):
      if try isTrue(entry, of: lane, file) { return LaneStart(lane: lane, position: entry.position, entry: entry) }
      return LaneStart(lane: lane, position: .start, entry: entry, note: changed)
    case .renamed(let entry):
      guard try isTrue(entry, of: lane, file) else {
        recognition?.release(entry)
        return LaneStart(lane: lane, position: .start)
      }
      return LaneStart(
        lane: lane, position: entry.position, entry: entry,
        note: "\(entry.lane.name) is now \(file.name): it is read on from where it was")
    }
  }

  /// Whether the file reaches to the entry's position, and has before it what it had when the entry was made.
  private func isTrue(_ entry: LedgerEntry, of lane: Lane, _ file: SourceFile) throws(Failure) -> Bool {
    let check = PlaceCheck(entry.check)
    let mark = check.lines.map { LineMark(position: entry.position.message, lines: $0) }
    do throws(Failure) {
      let cursor = try cursor(of: lane.id, file)
      guard try cursor.seek(to: entry.position.message, countingFrom: mark) else { return false }
      guard check.hash.isEmpty || check.hash == cursor.check.hash, try !cursor.isAnotherRecord() else { return false }
    } catch {
      guard error.kind == .fatal else { throw error }
      // Whoever reads on from there meets it again, and then it is this lane's alone.
      close(lane.id)
    }
    marks[lane.id, default: LineMarks()].add(entry.position.message, check.lines)
    return true
  }

  /// The lane's open file, opened if it isn't.
  private func cursor(of lane: LaneID, _ file: SourceFile) throws(Failure) -> FileCursor {
    let cursor: FileCursor
    if let index = cursors.firstIndex(where: { $0.lane == lane }) {
      cursor = cursors.remove(at: index).cursor
    } else {
      cursor = try FileCursor(opening: file, splitter: splitter, maxRecord: maxRecord)
      // The file at the path may have become another since its lane was made.
      guard try file.isStill(lane) else { throw .replaced(file.name) }
    }
    cursors.append((lane, cursor))
    if cursors.count > Self.openAtOnce { cursors.removeFirst() }
    return cursor
  }

  /// Works on a lane's file. After a failure it is opened again, once the source was.
  private func reaching<Result>(
    _ lane: Lane, _ work: (SourceFile) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let file = files[lane.id] else { preconditionFailure("\(lane.id) is no lane of these files") }
    do {
      return try work(file)
    } catch {
      close(lane.id)
      if error.kind != .fatal { unreachable = file }
      throw error
    }
  }

  private func close(_ lane: LaneID) { cursors.removeAll { $0.lane == lane } }

  package func release(_ lane: Lane) async {
    // It may have ended without being read to its end.
    leave(lane)
    files[lane.id] = nil
  }

  package func isSettledElsewhere(beside lanes: [Lane]) async throws(Failure) -> Bool {
    waiting.isEmpty && active.isSubset(of: lanes.map(\.id))
  }

  package func close() async {
    cursors = []
    ends.continuation.finish()
  }
}

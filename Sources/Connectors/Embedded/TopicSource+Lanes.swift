import Engine
import Threads
import SQLiteClient

extension TopicSource {
  func begin(_ lanes: [Lane], ledger: LedgerEntries) async throws(Failure) -> [LaneStart] {
    try await begin(lanes, ledger: ledger, knownBeside: [])
  }

  func begin(
    _ lanes: [Lane], ledger: LedgerEntries, knownBeside: Set<LaneID>
  ) async throws(Failure) -> [LaneStart] {
    let (group, isAlone) = (group, !only.isEmpty)
    let (bounds, holdings) = try use(to: "begin lanes") { (log) throws(SQLiteError) in
      (try log.bounds(), isAlone ? [] : try log.holdings(of: group))
    }
    var starts: [LaneStart] = []
    for lane in lanes {
      let partition = Topic.partition(of: lane.id)
      let held = isAlone ? GroupHolding() : holdings[partition]
      let entry = ledger[lane.id]
      var note: String?
      let isNew = entry == nil && knownBeside.contains(lane.id)
      if entry == nil, !isNew, let committed = held.position, held.mark == pipeline, committed != .start {
        throw Failure(
          .fatal, "OZ-E005",
          "the group '\(group)' stands at \(committed) of lane \(lane.id), put there by this pipeline, but the sink "
            + "knows no position: its rows were lost, or it is another sink",
          mend: "put the sink's data back, or read all from the beginning once more with `--from earliest`")
      }
      if let entry, let committed = held.position, entry.position != committed {
        note = "the sink stands at \(entry.position), the group at \(committed): the sink's holds"
      }
      // A sink that was added begins by `from`, whatever the others have read.
      let stored = entry?.position ?? (isNew ? nil : held.position)
      let position: Position
      if let stored { position = stored } else { position = try beginning(of: partition, within: bounds[partition]) }
      let range = bounds[partition]
      guard position.message >= range.lowerBound, position.message <= range.upperBound else {
        throw Failure(
          .fatal, "OZ-E006",
          "lane \(lane.id) stands at \(position), but the topic holds \(range.lowerBound) to \(range.upperBound)",
          mend: "put the topic's data back, or begin anew with `--from earliest`")
      }
      let isKept = stored == nil && beginnings.rule.from != .earliest
      starts.append(LaneStart(lane: lane, position: position, entry: entry, note: note, isKept: isKept))
    }
    return starts
  }

  func replayed(_ lane: Lane) async throws(Failure) -> Position? {
    let partition = Topic.partition(of: lane.id)
    guard beginnings.replays(partition) else { return nil }
    let bounds = try use(to: "begin lanes") { (log) throws(SQLiteError) in try log.bounds() }
    return try beginning(of: partition, within: bounds[partition])
  }

  /// Where a partition begins by `from`; found once, since a later look would find another place.
  private func beginning(of partition: Int, within bounds: Range<Int64>) throws(Failure) -> Position {
    if let found = beginnings.found[partition] { return found }
    var message: Int64
    switch beginnings.rule.from {
    case .earliest: message = bounds.lowerBound
    case .latest: message = bounds.upperBound
    case .last(let count): message = max(bounds.lowerBound, bounds.upperBound - count)
    case .time(let time):
      let found = try use(to: "look for a time") { (log) throws(SQLiteError) in
        try log.offset(partition, ofTime: time)
      }
      message = found ?? bounds.upperBound
    case .offsets(let offsets):
      let count = try use(to: "begin lanes") { (log) throws(SQLiteError) in try log.bounds() }.count
      if let strange = offsets.byPartition.keys.sorted().first(where: { $0 >= count }) {
        throw Failure(
          .fatal, "OZ-E011", "`from` names partition \(strange), but topic '\(name)' has \(count), from 0 on",
          mend: "name one of those")
      }
      message = offsets.byPartition[partition] ?? bounds.lowerBound
      guard message >= bounds.lowerBound, message <= bounds.upperBound else {
        throw Failure(
          .fatal, "OZ-E011",
          "`from` names offset \(message) of partition \(partition), but topic '\(name)' holds "
            + "\(bounds.lowerBound) to \(bounds.upperBound) there", mend: "name one of those")
      }
    }
    message = max(message, bounds.lowerBound)
    let position = Position(message: message)
    beginnings.found[partition] = position
    return position
  }

  func read(_ lane: Lane, from position: Position, limit: ReadLimit) async throws(Failure) -> ReadResult {
    let partition = Topic.partition(of: lane.id)
    let reading = try use(to: "read lane \(lane.id)") { (log) throws(SQLiteError) in
      try log.read(partition, from: position, limit: limit)
    }
    switch reading {
    case .batch(let batch): return .batch(batch)
    case .nothing:
      // Messages get their time when they are written: none of an earlier one can come any more.
      return limit.time.map { $0 <= WallTime.microseconds } == true ? .stopped : .caughtUp
    case .stopped: return .stopped
    case .damaged:
      throw Failure(
        .fatal, "OZ-E007", "a block of lane \(lane.id) behind \(position) in \(path) is damaged",
        mend: "put back a copy of the file")
    }
  }

  func end(of lane: Lane) async throws(Failure) -> Position? {
    let bounds = try use(to: "find the end") { (log) throws(SQLiteError) in try log.bounds() }
    return Position(message: bounds[Topic.partition(of: lane.id)].upperBound)
  }

  func isSettledElsewhere(beside lanes: [Lane]) async throws(Failure) -> Bool {
    let own = Set(lanes.map { Topic.partition(of: $0.id) })
    guard try topic() != nil else { return false }
    guard only.isEmpty else { return true }
    let group = group
    let (bounds, holdings) = try use(to: "look at group '\(group)'") { (log) throws(SQLiteError) in
      (try log.bounds(), try log.holdings(of: group))
    }
    return holdings.count == bounds.count
      && bounds.indices.allSatisfy { partition in
        own.contains(partition) || bounds[partition].isEmpty
          || (holdings[partition].position?.message ?? 0) >= bounds[partition].upperBound
      }
  }

  func commit(_ lane: Lane, _ position: Position) async throws(Failure) {
    guard only.isEmpty else { return }
    let partition = Topic.partition(of: lane.id)
    let (group, pipeline) = (group, pipeline)
    let isDone = try await write(to: "commit lane \(lane.id)") { (log) throws(SQLiteError) in
      try log.commit(position, partition, epoch: lane.epoch, mark: pipeline, group)
    }
    if !isDone { throw Failure(.busy, "OZ-E008", "lane \(lane.id) has passed to another member") }
  }
}

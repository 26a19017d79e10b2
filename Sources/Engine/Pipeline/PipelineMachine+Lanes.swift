extension PipelineMachine {
  /// Takes in what the source tells of its lanes. One that was revoked is gained again only after its release, though
  /// that may be told before the release is.
  mutating func changed(_ change: LaneChange, _ now: Duration) {
    isWatching = false
    hasToldLanes = true
    hasAllLanes = hasAllLanes || change.isFinal
    for lane in change.gained {
      if lanes[lane.id] == nil { gain(lane, now) } else { lanes[lane.id]?.regained = lane }
    }
    for lane in change.revoked {
      lanes[lane.id]?.isRevoked = true
      lanes[lane.id]?.regained = nil
    }
  }

  private mutating func gain(_ lane: Lane, _ now: Duration) {
    order.append(lane.id)
    lanes[lane.id] = LaneProgress(lane, at: now)
    isConfirmed = false
  }

  /// Drops all that is under way in the lanes.
  mutating func rewind(_ ids: [LaneID], until instant: Duration, _ actions: inout [PipelineAction]) {
    generation += 1
    for id in ids {
      for batch in batches.filter({ $0.value.lane == id }).keys.sorted() {
        batches[batch] = nil
        actions.append(.forget(batch))
      }
      lanes[id]?.rewind(until: instant)
    }
    for id in order where lanes[id]?.life == .beginning { lanes[id]?.life = .waiting(until: instant) }
  }

  mutating func released(_ id: LaneID, _ now: Duration) {
    let regained = lanes.removeValue(forKey: id)?.regained
    order.removeAll { $0 == id }
    if let regained { gain(regained, now) }
  }

  /// Whether source and sink are there, so that lanes can be begun and read.
  var isServing: Bool { outage == nil && writer != .closed && writer != .abandoning }

  mutating func beginLanes(_ now: Duration, _ actions: inout [PipelineAction]) {
    guard phase == .running, isServing else { return }
    let due = order.compactMap { lanes[$0] }.filter {
      if case .waiting(let until) = $0.life { !$0.isGoing && until <= now } else { false }
    }
    guard !due.isEmpty else { return }
    for progress in due { lanes[progress.lane.id]?.life = .beginning }
    actions.append(.begin(due.map(\.lane), generation: generation))
  }

  mutating func began(
    _ starts: [LaneStart], _ generation: Int, _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    guard generation == self.generation else { return }
    for start in starts where lanes[start.lane.id]?.life == .beginning && lanes[start.lane.id]?.lane == start.lane {
      lanes[start.lane.id]?.begin(start, as: "\(settings.run).\(generation)")
      // The group's offset may lie behind what the sink's ledger knows.
      if let entry = start.entry, entry.position == start.position { lanes[start.lane.id]?.commitNext = start.position }
      if start.isKept, let begun = lanes[start.lane.id] {
        transaction.add(begun, from: start.position, to: start.position, check: "", at: now)
      }
      if let note = start.note { actions.append(.say(.note(start.lane.id, note))) }
    }
  }

  mutating func beginFailed(
    _ failure: Failure, _ generation: Int, _ now: Duration, _ actions: inout [PipelineAction]
  ) {
    guard generation == self.generation else { return }
    for id in order where lanes[id]?.life == .beginning { lanes[id]?.life = .waiting(until: now) }
    sourceFailed(failure, now, &actions)
  }

  /// Gives up lanes that were revoked, or have ended, of which nothing is under way any more.
  mutating func releaseLanes(_ actions: inout [PipelineAction]) {
    for id in order {
      guard let progress = lanes[id], progress.isRevoked || progress.life == .ended, !progress.isReleasing,
        progress.isQuiet,
        progress.life != .beginning, !progress.isCommitting, progress.commitNext == nil,
        !transaction.moves.contains(where: { $0.lane == id }), writer != .storing
      else { continue }
      lanes[id]?.isReleasing = true
      actions.append(.release(progress.lane))
    }
  }

  /// A commit that failed is tried again while the lane is held: it saves work only, but others who hold lanes of the
  /// topic end by it. One that is busy has passed to another.
  mutating func committed(_ id: LaneID, _ failure: Failure?, _ now: Duration) {
    lanes[id]?.isCommitting = false
    guard let failure, failure.kind != .busy, phase == .running, let progress = lanes[id], !progress.isGoing,
      progress.life != .ended
    else { return }
    lanes[id]?.commitNext = progress.commitNext ?? progress.watermark.position
    lanes[id]?.commitsAgain = now + .seconds(1)
  }

  /// Lets the groups' offsets follow what is stored, one commit a lane at a time.
  mutating func commitGroups(_ now: Duration, _ actions: inout [PipelineAction]) {
    for id in order {
      guard let progress = lanes[id], !progress.isCommitting, let position = progress.commitNext,
        progress.commitsAgain <= now || phase != .running
      else { continue }
      lanes[id]?.isCommitting = true
      lanes[id]?.commitNext = nil
      lanes[id]?.commitsAgain = .zero
      actions.append(.commit(progress.lane, position))
    }
  }
}

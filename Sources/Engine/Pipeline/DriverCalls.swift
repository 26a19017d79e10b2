import Columns

extension PipelineDriver {
  /// Performs a call of source or sink, and says what came of it.
  func answer(to action: PipelineAction) async -> PipelineEvent {
    switch action {
    case .openSink: return .sinkOpened(await failure { () throws(Failure) in try await sinks.open() })
    case .openSource: return .sourceOpened(await failure { () throws(Failure) in try await source.open() })
    case .watchLanes:
      do throws(Failure) { return .lanes(try await source.change()) } catch { return .lanesFailed(error) }
    case .store(let moves): return await .stored(by: sinks, moves)
    case .keepWindow(let window):
      return .windowKept(
        await failure { () throws(Failure) in
          try await letters.keep(window, of: processing.pipeline, configuration: configurationHash)
        })
    case .sendLetters: return .lettersSent(await failure { () throws(Failure) in try await letters.prepare() })
    case .abandon:
      await sinks.abandon()
      return .abandoned
    case .commit(let lane, let position):
      return .committed(
        lane.id, await failure { () throws(Failure) in try await source.commit(lane, position) })
    case .release(let lane):
      await source.release(lane)
      await sinks.release(lane.id)
      return .released(lane.id)
    case .measure(let lane):
      do throws(Failure) {
        return .measured(lane.id, try await source.end(of: lane), nil)
      } catch {
        return .measured(lane.id, nil, error)
      }
    case .measureLag(let lanes):
      var ends: [LaneID: Position] = [:]
      for lane in lanes {
        // Who can't tell it now is asked again later.
        guard let end = try? await source.end(of: lane) else { continue }
        ends[lane.id] = end
      }
      return .lagMeasured(ends)
    case .confirm(let lanes):
      do throws(Failure) { return .confirmed(try await source.isSettledElsewhere(beside: lanes)) } catch {
        return .confirmed(false)
      }
    case .begin, .read, .process, .take, .keep, .forget, .say, .finish: return .tick
    }
  }

  private func failure(_ call: () async throws(Failure) -> Void) async -> Failure? {
    do throws(Failure) {
      try await call()
      return nil
    } catch {
      return error
    }
  }

  /// Lets the sink of a part take some of its rows.
  func take(_ rows: Range<Int>, of processed: ProcessedBatch, _ taking: SinkGroup.Taking) async -> TakeFacts {
    var prepared: (any PreparedRows)?
    var sink: Int?
    if !rows.isEmpty, let (part, first) = processed.part(of: rows.lowerBound) {
      let isWhole = rows.count == part.batch.count
      prepared =
        isWhole
        ? part.prepared
        : sinks.members[part.sink].sink.prepare(part.batch.slice(first..<first + rows.count), form: part.form)
      sink = part.sink
    }
    do throws(SinkGroup.Refusal) {
      try await sinks.take(prepared, by: sink, of: taking)
      return .taken(next: next(behind: rows.upperBound, of: processed))
    } catch {
      switch error {
      case .take(.rows(let refused)): return .rows(refused)
      case .take(.somewhere(let message, let mayPass)): return .somewhere(message: message, mayPass: mayPass)
      case .take(.failure(let failure)), .store(.failure(let failure)): return .failed(failure)
      case .store(.lost(let lanes)): return .lost(lanes)
      }
    }
  }

  /// Where the row stands; behind the last, where the lane goes on.
  private func next(behind row: Int, of processed: ProcessedBatch) -> Position {
    guard let (part, row) = processed.part(of: row) else { return processed.raw.to }
    return processed.raw.position(of: part.batch.origins[row], in: processed.rows)
  }

  /// Makes letters durable.
  func keep(_ letters: [DeadLetter], _ tenure: String) async throws(Failure) {
    try await self.letters.keep(letters, tenure: tenure, configuration: configurationHash)
  }
}

extension PipelineEvent {
  /// Has sinks store what they took, and says what came of it.
  package static func stored(by sinks: SinkGroup, _ moves: [LedgerMove]) async -> PipelineEvent {
    do throws(StoreFailure) {
      try await sinks.store(moves)
      return .stored(nil)
    } catch {
      return .stored(error)
    }
  }
}

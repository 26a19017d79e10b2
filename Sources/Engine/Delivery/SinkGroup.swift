/// The sinks of a pipeline, each the ledger of its own positions. A record is settled when every sink that takes it has
/// stored it.
///
/// Sinks store one after the other. Those that take turns (they write one database, which lets one transaction write)
/// store what they hold before the next one takes. Turns are taken in the order of their names, and who holds a later
/// one stores first: two pipelines that fill the same databases never wait for each other.
package actor SinkGroup {
  /// A sink, by the name that its positions and dead letters have.
  package struct Member: Sendable {
    package let name: String
    package let sink: any Sink

    package init(name: String, sink: any Sink) {
      self.name = name
      self.sink = sink
    }
  }

  /// Where one sink stands in one lane.
  package struct Standing: Sendable, Equatable {
    /// What its ledger holds, as far as we know.
    var known: Position?
    /// Where its own records begin, in this holding of the lane.
    var since: Position
    /// The name that the ledger still has for the lane.
    var former: LaneID?
    /// Whether the position was moved back, which is to be stored even where a batch ends at the old one.
    var isBack = false
    /// Whether `since` is to be stored before anything is taken: who asked again would be told another.
    var isKept = false

    var isToBeKept: Bool { isKept || isBack }
  }

  /// A batch that is being taken: where its lane stands behind it.
  package struct Taking: Sendable {
    let batch: BatchID
    let lane: LaneID
    let to: Position
    let check: String
    let tenure: String

    package init(batch: BatchID, lane: LaneID, to: Position, check: String, tenure: String) {
      self.batch = batch
      self.lane = lane
      self.to = to
      self.check = check
      self.tenure = tenure
    }
  }

  package nonisolated let members: [Member]
  private let pipeline: String
  private let letters: any DeadLetterStore
  private var standings: [LaneID: [Standing]] = [:]
  private var ledgers: FollowedLedgers
  private var replays = Replays()
  /// The batch at hand.
  private var current: Taking?
  /// For each sink, how far the lanes are that it hasn't stored, by whole batches.
  private var unstored: [[LaneID: Taking]]
  /// A position that is stored, of whose letters the store hasn't heard yet.
  private struct Undecided {
    let box: LetterBox
    let upTo: Position
    let tenure: Tenure
  }

  private var undecided: [Undecided] = []
  /// The sinks that hold rows.
  private var holders: Set<Int> = []

  package init(_ members: [Member], pipeline: String, letters: any DeadLetterStore) {
    self.members = members
    self.pipeline = pipeline
    self.letters = letters
    unstored = members.map { _ in [:] }
    ledgers = FollowedLedgers(of: members.count)
  }

  package func open() async throws(Failure) {
    forget()
    ledgers.forget()
    for member in members { try await member.sink.open() }
    try await letters.prepare()
  }

  package func close() async {
    await decide()
    for member in members { await member.sink.close() }
  }

  package func abandon() async {
    forget()
    ledgers.forget()
    for member in members { await member.sink.abandon() }
  }

  private func forget() {
    current = nil
    holders = []
    unstored = members.map { _ in [:] }
  }

  /// Forgets a lane that is given up, with all that was read of it stored.
  package func release(_ lane: LaneID) { standings[lane] = nil }

  // MARK: Beginning

  /// Begins lanes at what each sink's ledger and the source agree on, and withdraws the dead letters behind the ledger's.
  /// Reading starts at the smallest position; for each sink, its own is told.
  package func begin(
    _ lanes: [Lane], from source: any Source
  ) async throws(Failure) -> (starts: [LaneStart], standings: [LaneID: [Position]]) {
    var all: [[LaneStart]] = []
    var replays = replays
    defer { self.replays.add(replays) }
    let ledgers = try await readLedgers(of: lanes.map(\.id), isSole: source.needsSoleRunner)
    for index in members.indices {
      let others = ledgers.indices.filter { $0 != index }
      let known = lanes.map(\.id).filter { lane in others.contains { ledgers[$0][lane] != nil } }
      all.append(
        try await replays.begin(
          lanes, from: source, sink: index, ledger: ledgers[index], knownBeside: Set(known)))
    }
    all = beside(all)
    var starts: [LaneStart] = []
    var begun: [LaneID: [Position]] = [:]
    for (index, first) in all[0].enumerated() {
      let own = all.map { $0[index] }
      let lane = first.lane.id
      standings[lane] = own.map { start in
        Standing(
          known: start.entry?.position, since: start.position,
          former: start.entry.flatMap { $0.lane == lane ? nil : $0.lane },
          isBack: start.entry.map { start.position < $0.position } ?? false,
          isKept: start.isKept && start.entry == nil)
      }
      begun[lane] = own.map(\.position)
      for (member, start) in zip(members, own) {
        try await letters.begin(box(member, lane), start)
      }
      var start = own.min { $0.position < $1.position } ?? first
      start.note = own.compactMap(\.note).first ?? note(own)
      start.isKept = own.contains(where: \.isKept)
      starts.append(start)
    }
    return (starts, begun)
  }

  /// What each sink's ledger knows; read anew each time where other processes move it, too.
  private func readLedgers(of lanes: [LaneID], isSole: Bool) async throws(Failure) -> [LedgerEntries] {
    var read: [LedgerEntries] = []
    for (index, member) in members.enumerated() {
      let revision = ledgers.revision
      let entries: LedgerEntries
      if let known = ledgers[index, lanes] {
        entries = known
      } else {
        entries = LedgerEntries(try await member.sink.entries())
        if isSole { ledgers.take(entries, of: index, since: revision) }
      }
      read.append(entries)
    }
    return read
  }

  /// A new sink whose beginning isn't that of the lane begins where the others stand. They may have been begun together
  /// with it, in a run that ended before it kept its place: asked again, the source names a later one.
  private func beside(_ all: [[LaneStart]]) -> [[LaneStart]] {
    all.map { own in
      own.indices.map { lane in
        var start = own[lane]
        let others = all.map { $0[lane] }.filter { $0.entry != nil }.map(\.position)
        if start.isKept, start.entry == nil, let least = others.min() { start.position = min(start.position, least) }
        return start
      }
    }
  }

  /// Tells where the sinks' positions differ.
  private func note(_ own: [LaneStart]) -> String? {
    guard Set(own.map(\.position)).count > 1 else { return nil }
    let places = zip(members, own).map { "\($0.name) at \($1.position)" }.joined(separator: ", ")
    return "the sinks stand at different positions (\(places)); each goes on at its own"
  }

  // MARK: Writing

  /// Why rows weren't taken.
  package enum Refusal: Error {
    case take(TakeFailure)
    case store(StoreFailure)
  }

  /// Lets a sink take rows of a batch; without a sink, there is nothing to take, and the batch is passed over.
  package func take(
    _ rows: (any PreparedRows)?, by sink: Int?, of taking: Taking
  ) async throws(Refusal) {
    do throws(StoreFailure) { try await enter(taking) } catch { throw .store(error) }
    guard let rows, let sink else { return }
    // Sinks take in their order, so that those before it have all that they get of this batch.
    for earlier in 0..<sink { unstored[earlier][taking.lane] = taking }
    do throws(StoreFailure) { try await giveTurn(to: sink) } catch { throw .store(error) }
    holders.insert(sink)
    do throws(TakeFailure) {
      try await members[sink].sink.take(rows, of: taking.lane)
    } catch {
      throw .take(error)
    }
  }

  /// A new batch: whatever came before it has been taken whole.
  private func enter(_ taking: Taking) async throws(StoreFailure) {
    if current?.batch != taking.batch {
      settleCurrent()
      try await keepBeginnings(as: taking.tenure)
    }
    current = taking
  }

  /// The batch at hand has been taken whole.
  private func settleCurrent() {
    if let current { for index in members.indices { unstored[index][current.lane] = current } }
    current = nil
  }

  /// Stores where lanes begin for sinks that have no position yet, or are read again from an earlier one, with all that
  /// they hold: a replay is one for every lane, whatever it comes to.
  private func keepBeginnings(as tenure: String) async throws(StoreFailure) {
    for index in members.indices {
      let begun = standings.filter { $0.value[index].isToBeKept }.map { lane, own in
        LedgerMove(
          lane: lane, expected: own[index].known, to: own[index].since, former: own[index].former,
          tenure: Tenure(id: tenure, since: own[index].since))
      }
      guard !begun.isEmpty else { continue }
      let taken = unstored[index].values.filter { standings[$0.lane]?[index].isToBeKept != true }
      try await store(index, begun + moves(of: index, taken.map(move)))
    }
  }

  /// Lets the sinks store that hold the turn which this one needs, or one that comes behind it. Who holds rows has its
  /// turn.
  private func giveTurn(to sink: Int) async throws(StoreFailure) {
    guard let turn = members[sink].sink.turn, !holders.contains(sink) else { return }
    for other in holders.sorted() where other != sink {
      guard let held = members[other].sink.turn, held >= turn else { continue }
      try await store(other, moves(of: other, unstored[other].values.map(move)))
    }
  }

  private func move(_ taking: Taking) -> LedgerMove {
    LedgerMove(
      lane: taking.lane, expected: nil, to: taking.to, check: taking.check,
      tenure: Tenure(id: taking.tenure, since: .start))
  }

  /// Stores all that was taken and moves the lanes.
  package func store(_ moves: [LedgerMove]) async throws(StoreFailure) {
    settleCurrent()
    if let first = moves.first { try await keepBeginnings(as: first.tenure.id) }
    for index in members.indices { try await store(index, self.moves(of: index, moves)) }
    forget()
  }

  /// The moves of one sink, from the positions that it has.
  private func moves(of index: Int, _ moves: [LedgerMove]) -> [LedgerMove] {
    moves.compactMap { move in
      guard let standing = standings[move.lane]?[index], standing.known != move.to || standing.isBack,
        standing.since <= move.to
      else { return nil }
      return LedgerMove(
        lane: move.lane, expected: standing.known, to: move.to, check: move.check, former: standing.former,
        tenure: Tenure(id: move.tenure.id, since: standing.since))
    }
  }

  private func store(_ index: Int, _ moves: [LedgerMove]) async throws(StoreFailure) {
    guard !moves.isEmpty || holders.contains(index) else { return }
    // Who holds nothing has first to get its turn.
    try await giveTurn(to: index)
    let member = members[index]
    do throws(StoreFailure) {
      try await member.sink.store(moves)
    } catch {
      // They are begun anew, if they are still held.
      if case .lost(let lanes) = error { for lane in lanes { standings[lane] = nil } }
      // What the others hold belongs to the same batches, which are read again.
      await abandon()
      throw error
    }
    holders.remove(index)
    unstored[index] = [:]
    ledgers.moved(moves, by: index)
    for move in moves {
      standings[move.lane]?[index].known = move.to
      standings[move.lane]?[index].former = nil
      standings[move.lane]?[index].isBack = false
      standings[move.lane]?[index].isKept = false
      undecided.append(Undecided(box: box(member, move.lane), upTo: move.to, tenure: move.tenure))
    }
    await decide()
  }

  /// Lets letters count whose positions are stored. What fails is tried again with the next store and at the end; should
  /// that fail, too, the next begin of the lane makes it good.
  private func decide() async {
    while let next = undecided.first {
      do throws(Failure) {
        try await letters.settled(next.box, upTo: next.upTo, by: next.tenure)
        undecided.removeFirst()
      } catch {
        return
      }
    }
  }

  private func box(_ member: Member, _ lane: LaneID) -> LetterBox {
    LetterBox(pipeline: pipeline, sink: member.name, lane: lane)
  }
}

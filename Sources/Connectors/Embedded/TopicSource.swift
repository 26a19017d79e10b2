import Columns
import Engine
import FileSystems
import SQLiteClient
import Specifications
import State
import Threads

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a topic as a member of a consumer group, one lane a partition.
actor TopicSource: Source {
  private let thread = BlockingThread(name: "topic source")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  let path: String
  let name: String
  let group: String
  let pipeline: String
  /// The partitions that are read without joining the group; empty where it is joined.
  let only: [Int]
  private let access: WriteAccess
  private let locks: MemberLocks
  /// Stands still while the machine sleeps, as the others' hearts do.
  private let clock = SteadyClock(sleepsWithMachine: true)

  var beginnings: Beginnings
  private var log: OpenTopic?
  private var machine: GroupMachine
  private var lock: FileLock?
  private var hasJoined = false
  private var hasTold = false
  /// Partitions to be given up, of which the engine doesn't know yet.
  private var untold: [Int] = []
  private var beats: Int64 = 0
  private var lastBeat = Duration.zero
  /// How often the group is looked at.
  private static let interval: Duration = .milliseconds(200)

  init(_ request: SourceRequest) {
    path = request.connection?.values[EmbeddedOptions.path].absolute ?? ""
    name = request.options[TopicKind.name]
    group = request.options[TopicKind.group] ?? request.pipeline
    pipeline = request.pipeline
    only = Array(Set(request.options[TopicKind.only])).sorted()
    beginnings = Beginnings(
      Beginning(request.options[TopicKind.from], replays: !request.options[TopicKind.resume]))
    access = WriteAccess(to: path)
    locks = MemberLocks(ofDatabase: path)
    machine = GroupMachine(member: "\(getpid())-\(randomID())")
  }

  nonisolated var ownMemory: Int { TopicLog.cacheBytes }
  nonisolated var place: String? { "embedded:\(path)#\(name)" }
  nonisolated var needsSoleRunner: Bool { false }
  nonisolated var isEndless: Bool { true }
  nonisolated var metadata: Set<Metadata> {
    [.key, .topic, .partition, .offset, .timestamp, .headers, .row, .run, .record]
  }

  nonisolated func labels(of lane: LaneID) -> LaneLabels {
    // A lane is named `topic/partition`.
    LaneLabels(topic: name, partition: lane.name.split(separator: "/").last.flatMap { Int32($0) })
  }
  nonisolated var isSearchable: Bool { true }

  func replay(from: From) { beginnings.rule = Beginning(from, replays: true) }

  func open() async throws(Failure) {
    if log != nil { return try await probe() }
    do {
      try makeFolder(Path.folder(of: path))
      let connection = try Connection(opening: path, options: TopicLog.options)
      if try !TopicLog.isMade(in: connection) {
        try await access.enter(to: "make the tables") { () throws(SQLiteError) in try connection.begin() }
        do throws(SQLiteError) {
          try TopicLog.create(in: connection)
          try connection.commit()
        } catch {
          // The first failure is the one to be told.
          try? connection.rollback()
          await access.leave()
          throw error
        }
        await access.leave()
      }
      log = OpenTopic(connection)
    } catch let error as Failure {
      throw error
    } catch let error as FileFailure {
      throw Failure(error, purpose: "make the database's folder", mend: "name another `path`")
    } catch let error as SQLiteError {
      throw Failure(error, database: path, purpose: "open topic '\(name)'")
    } catch {
      preconditionFailure("nothing else is thrown here: \(error)")
    }
  }

  /// Whether what kept the source away is over: the topic is there, and its database may be written.
  private func probe() async throws(Failure) {
    guard try topic() != nil else { throw isMissing }
    try await write(to: "keep group '\(group)'") { (_) throws(SQLiteError) in }
  }

  private var isMissing: Failure {
    Failure(.outage, "OZ-E004", "there is no topic '\(name)' in \(path)", mend: "it is waited for; is the name right?")
  }

  // MARK: The group

  func change() async throws(Failure) -> LaneChange {
    let patience = clock.now + .seconds(2)
    while true {
      if let topic = try topic() {
        let change = only.isEmpty ? try await look(topic) : try chosen(of: topic)
        let isFirst = !hasTold
        if isFirst || change != LaneChange() {
          hasTold = true
          return change
        }
      } else if clock.now > patience {
        throw isMissing
      }
      await clock.sleep(for: Self.interval)
      if Task.isCancelled { return LaneChange() }
    }
  }

  /// The partitions that the configuration names.
  private func chosen(of topic: Topic) throws(Failure) -> LaneChange {
    if let missing = only.first(where: { $0 >= topic.partitions }) {
      throw Failure(
        .fatal, "OZ-E010", "topic '\(name)' has no partition \(missing): it has \(topic.partitions), counted from 0",
        mend: "name others with `only`")
    }
    return LaneChange(gained: only.map { Lane(id: topic.lane($0)) }, isFinal: true)
  }

  func topic() throws(Failure) -> Topic? {
    try use(to: "look for topic '\(name)'") { (log) throws(SQLiteError) in try log.find(name) }
  }

  private func look(_ topic: Topic) async throws(Failure) -> LaneChange {
    if !hasJoined { try await join(topic) }
    var view = try view(of: topic)
    if !view.members.contains(where: { $0.id == machine.member }) {
      // Somebody removed this member's lock, so that others took it for dead. A new file has a lock that nobody holds.
      lock = nil
      locks.remove(machine.member)
      try await join(topic)
      view = try self.view(of: topic)
    }
    let now = clock.now
    beginnings.looked(at: view, member: machine.member)
    let decision = machine.look(view, at: now)
    untold += decision.lost + decision.surplus
    if now - lastBeat >= .seconds(1) {
      lastBeat = now
      beats += 1
      // Should it fail, the others pass this member over until it succeeds.
      try? lock?.show(beats)
    }
    if !decision.claims.isEmpty || !decision.leftovers.isEmpty || !decision.dead.isEmpty {
      try await act(on: decision, topic)
    }
    var change = LaneChange()
    change.revoked = untold.map { Lane(id: topic.lane($0)) }
    untold = []
    change.gained = decision.claims.compactMap { claim in
      machine.held[claim.partition].map { Lane(id: topic.lane(claim.partition), epoch: $0) }
    }
    return change
  }

  private func view(of topic: Topic) throws(Failure) -> GroupView {
    let group = group
    let (members, holdings) = try use(to: "look at group '\(group)'") { (log) throws(SQLiteError) in
      (try log.members(of: group), try log.holdings(of: group))
    }
    return GroupView(
      members: members.map { member in
        GroupView.Member(
          id: member, heartbeat: locks.heartbeat(of: member),
          hasDied: member != machine.member && locks.hasDied(member))
      },
      holdings: holdings.map { GroupView.Holding(owner: $0.owner, epoch: $0.epoch) })
  }

  private func join(_ topic: Topic) async throws(Failure) {
    if lock == nil { lock = try locks.enter(machine.member) }
    let (group, member) = (group, machine.member)
    try await write(to: "join group '\(group)'") { (log) throws(SQLiteError) in
      try log.join(group, member: member, process: getpid())
    }
    hasJoined = true
  }

  /// Takes what is to be taken, lets go of what is left over, and buries the dead, in one transaction.
  private func act(on decision: GroupDecision, _ topic: Topic) async throws(Failure) {
    let (group, member) = (group, machine.member)
    let taken = try await write(to: "keep group '\(group)'") { (log) throws(SQLiteError) in
      var taken: [GroupDecision.Claim] = []
      for dead in decision.dead { try log.leave(dead) }
      for claim in decision.claims where try log.claim(claim, group, member: member) { taken.append(claim) }
      for rest in decision.leftovers { try log.release(rest.partition, epoch: rest.epoch, group) }
      return taken
    }
    for claim in taken { machine.claimed(claim.partition, epoch: claim.epoch + 1) }
    for dead in decision.dead { locks.remove(dead) }
  }

  func release(_ lane: Lane) async {
    guard only.isEmpty else { return }
    let partition = Topic.partition(of: lane.id)
    let group = group
    if let epoch = machine.held[partition], epoch == lane.epoch {
      // Should it fail, the next look finds it left over.
      _ = try? await write(to: "release a lane") { (log) throws(SQLiteError) in
        try log.release(partition, epoch: epoch, group)
      }
    }
    machine.released(partition)
  }

  func close() async {
    if hasJoined {
      let member = machine.member
      // Should it fail, the others see by the lock that the member is gone.
      _ = try? await write(to: "leave the group") { (log) throws(SQLiteError) in try log.leave(member) }
      hasJoined = false
    }
    lock = nil
    locks.remove(machine.member)
    log = nil
  }

  // MARK: The database

  func use<Result>(
    to purpose: String, _ body: (inout OpenTopic) throws(SQLiteError) -> Result
  ) throws(Failure) -> Result {
    guard log != nil else {
      throw Failure(.outage, "OZ-E002", "the database \(path) isn't open", mend: "it is opened anew")
    }
    do throws(SQLiteError) {
      // It was just seen to be there.
      return try body(&log!)
    } catch {
      throw Failure(error, database: path, purpose: purpose)
    }
  }

  func write<Result>(
    to purpose: String, _ body: (inout OpenTopic) throws(SQLiteError) -> Result
  ) async throws(Failure) -> Result {
    try await access.enter(to: purpose) { () throws(SQLiteError) in try log?.begin() }
    do throws(Failure) {
      let result = try use(to: purpose) { (log) throws(SQLiteError) in
        let result = try body(&log)
        try log.commit()
        return result
      }
      await access.leave()
      return result
    } catch {
      log?.rollback()
      await access.leave()
      throw error
    }
  }
}

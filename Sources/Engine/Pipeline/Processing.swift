package import Columns

/// The pure work on a batch: choose the contract, decode, run the steps, and bring the rows into each sink's own form.
/// Many batches are worked on at once.
package struct Processing: Sendable {
  package let pipeline: String
  package let routes: [Route]
  /// Chooses among several routes; nil where there is one.
  package let fork: Fork?
  /// What expressions want to know of records beside their fields.
  package let metadata: [Metadata]
  /// Whether records hold fields that are about a person.
  package let isPersonal: Bool

  package init(pipeline: String, routes: [Route], fork: Fork? = nil, metadata: [Metadata] = []) {
    self.pipeline = pipeline
    self.routes = routes
    self.fork = fork
    self.metadata = metadata
    isPersonal = routes.contains { $0.decoder.schema.isPersonal }
  }

  /// The work of a pipeline of one contract and one sink.
  package init(pipeline: String, decoder: any Decoder, stages: [Stage]) {
    self.init(
      pipeline: pipeline,
      routes: [Route(contract: "contract", decoder: decoder, stages: stages, branches: [Branch()])])
  }

  /// Works on records of a lane. Each sink gets those that don't lie before its own position in `standings`.
  package func run(_ raw: RawBatch, as task: ProcessingTask) -> ProcessedBatch {
    var work = Work(self, raw, task)
    let sorted = Sorting(self, raw, task).sorted()
    work.begin(sorted)
    for (route, group) in zip(routes, sorted.groups) {
      if let group { work.run(group, along: route) }
    }
    return work.finished()
  }
}

/// What is worked on, and for whom.
package struct ProcessingTask: Sendable {
  package let lane: LaneID
  package let labels: LaneLabels
  package let run: String
  package let sinks: [SinkGroup.Member]
  /// For each sink, where its own records begin.
  package let standings: [Position]

  package init(lane: LaneID, labels: LaneLabels, run: String, sinks: [SinkGroup.Member], standings: [Position]) {
    self.lane = lane
    self.labels = labels
    self.run = run
    self.sinks = sinks
    self.standings = standings
  }
}

/// A batch on its way to the sinks, with what is needed to bisect it and to write its dead letters.
package struct ProcessedBatch: Sendable {
  /// Rows that one sink takes, in the form that it takes them in.
  package struct Part: Sendable {
    package let sink: Int
    package let form: Int
    package let batch: ColumnBatch
    package let prepared: any PreparedRows
  }

  package let raw: RawBatch
  package let rows: DecodedRows
  /// In the order of the sinks.
  package let parts: [Part]
  package let letters: [DeadLetter]
  /// How many of the decoded rows all sinks have already.
  package let settled: Int
  package let facts: BatchFacts
  package let leftOut: LeftOut

  /// Memory held, for the budget.
  package var footprint: Int {
    raw.frames.bytes.footprint + rows.count * 12
      + parts.reduce(0) { $0 + $1.batch.footprint + $1.prepared.footprint }
  }

  /// The part of which `row`, counted over all parts, is one, and which of its rows that is.
  package func part(of row: Int) -> (part: Part, row: Int)? {
    var first = 0
    for part in parts {
      if row < first + part.batch.count { return (part, row - first) }
      first += part.batch.count
    }
    return nil
  }
}

/// The work on one batch, under way.
private struct Work {
  private let processing: Processing
  private let raw: RawBatch
  private let task: ProcessingTask
  private let metadata: RecordMetadata
  private var rows = DecodedRows()
  private var letters: [DeadLetter] = []
  private var failed = FailedRecords()
  private var parts: [ProcessedBatch.Part] = []
  private var filtered = 0
  private var settled: [Int] = []
  private var leftOut = LeftOut()
  private var unfit: [RowFailure] = []
  private var fatal: Failure?
  /// The records that have a letter.
  private var lettered: Set<Lettered> = []

  private struct Lettered: Hashable {
    let sink: Int
    let row: Int
  }

  init(_ processing: Processing, _ raw: RawBatch, _ task: ProcessingTask) {
    self.processing = processing
    self.raw = raw
    self.task = task
    metadata = RecordMetadata(
      pipeline: processing.pipeline, run: task.run, lane: task.lane, labels: task.labels, raw: raw)
  }

  mutating func begin(_ sorted: SortedRecords) {
    rows = sorted.rows
    settled = settledRows()
    leftOut.fields = sorted.dropped
    unfit = sorted.unfit
    filtered += sorted.filtered.count { $0 >= settledByAll }
    let writer = writer
    let first = task.sinks.isEmpty ? "" : task.sinks[firstSink].name
    let start = task.standings.first ?? raw.from
    for (number, oversized) in raw.oversized.enumerated() where oversized.position >= start {
      let letter = writer.letter(oversized, sink: first)
      letters.append(letter)
      // Where they stand among the others matters little to those who count them.
      failed.add(letter, ordinal: rows.count - settledByAll + number)
    }
    fail(sorted.failures, stage: "decode")
  }

  /// Records on their way along a route, to the sinks that take them.
  mutating func run(_ decoded: ColumnBatch, along route: Route) {
    var batch = withMetadata(past(settledByAll, decoded), route.contract)
    if let check = route.contractCheck {
      batch = take(check(batch, unfitRows(of: batch)), of: "contract")
    }
    for stage in route.stages { batch = take(stage.run(batch), of: stage.name) }
    // Where there is one sink, and it takes all, nothing can be left over.
    let isTold =
      route.branches.count > 1 || !route.branches.allSatisfy { if case .all = $0.admission { true } else { false } }
    var isTaken = [Bool](repeating: false, count: isTold ? batch.count : 0)
    // What no other sink takes is known when all the others have been asked.
    let order = route.branches.indices.filter { !route.branches[$0].admission.isOtherwise }
    let last = route.branches.indices.filter { route.branches[$0].admission.isOtherwise }
    for sink in order + last {
      let branch = route.branches[sink]
      let admitted = admit(batch, branch.admission, &isTaken, sink)
      prepare(past(settled[sink], admitted), branch, sink)
    }
    filtered += isTaken.count { !$0 }
  }

  /// Notes what a stage made of rows, and gives those that go on.
  private mutating func take(_ result: StageResult, of stage: String, sink: Int? = nil) -> ColumnBatch {
    fail(result.failures, stage: stage, sink: sink)
    if fatal == nil, let failure = result.fatal {
      let lane = raw.redriven?.lane ?? task.lane
      let place = result.fatalOrigin.map { "\(lane) at \(writer.place(of: $0)): " } ?? ""
      fatal = Failure(failure.kind, failure.code, place + failure.message, mend: failure.mend)
    }
    filtered += result.filtered
    leftOut += LeftOut(values: result.nulled)
    return result.batch
  }

  /// The values that are none of their field's type, by the batch's rows.
  private func unfitRows(of batch: ColumnBatch) -> [RowFailure] {
    if unfit.isEmpty { return [] }
    let byOrigin = Dictionary(grouping: unfit, by: \.row)
    return (0..<batch.count).flatMap { row in
      (byOrigin[batch.origins[row]] ?? []).map { RowFailure(row: row, message: $0.message, field: $0.field) }
    }
  }

  /// The rows that a sink takes of those that reach its branch.
  private mutating func admit(
    _ batch: ColumnBatch, _ admission: Branch.Admission, _ isTaken: inout [Bool], _ sink: Int
  ) -> ColumnBatch {
    let rows: [Int32]
    switch admission {
    case .all:
      for row in isTaken.indices { isTaken[row] = true }
      return batch
    case .otherwise: rows = (Int32(0)..<Int32(batch.count)).filter { !isTaken[Int($0)] }
    case .when(let condition):
      let admitted = condition(batch)
      fail(
        admitted.failures.map { RowFailure(row: batch.origins[$0.row], message: $0.message, field: $0.field) },
        stage: "when", sink: sink)
      // What can't be told is a dead letter, and so taken care of.
      for failure in admitted.failures where !isTaken.isEmpty { isTaken[failure.row] = true }
      rows = admitted.rows
    }
    for row in rows where !isTaken.isEmpty { isTaken[Int(row)] = true }
    return rows.count == batch.count ? batch : batch.gather(rows)
  }

  private mutating func prepare(_ rows: ColumnBatch, _ branch: Branch, _ sink: Int) {
    var batch = rows
    for stage in branch.stages { batch = take(stage.run(batch), of: stage.name, sink: sink) }
    let target = task.sinks[sink].sink
    var prepared = target.prepare(batch, form: branch.form)
    if !prepared.failures.isEmpty {
      fail(
        prepared.failures.map { RowFailure(row: batch.origins[$0.row], message: $0.message, field: $0.field) },
        stage: "sink", sink: sink)
      batch = batch.dropping(Set(prepared.failures.map { Int32($0.row) }).sorted())
      prepared = target.prepare(batch, form: branch.form)
    }
    guard batch.count > 0 else { return }
    parts.append(ProcessedBatch.Part(sink: sink, form: branch.form, batch: batch, prepared: prepared))
  }

  consuming func finished() -> ProcessedBatch {
    // A sink's parts follow each other, so that it has all of a batch before the next sink gets any of it.
    let ordered = parts.indices.sorted { (parts[$0].sink, $0) < (parts[$1].sink, $1) }.map { parts[$0] }
    var facts = BatchFacts(
      rows: ordered.reduce(0) { $0 + $1.batch.count }, filtered: filtered, failed: letters.count)
    facts.read = rows.count - settledByAll + raw.oversized.count
    facts.parts = ordered.map(\.batch.count)
    facts.failedRecords = failed
    facts.fatal = fatal
    return ProcessedBatch(
      raw: raw, rows: rows, parts: ordered, letters: letters, settled: settledByAll, facts: facts, leftOut: leftOut)
  }

  /// The sink at which what fails before the sinks part has its letter.
  private var firstSink: Int { raw.redriven?.firstSink ?? 0 }

  private var writer: LetterWriter {
    LetterWriter(of: processing, lane: task.lane, raw: raw, rows: rows)
  }

  /// Writes letters of rows that failed on the way to a sink; those that failed before it belong to the first sink. A
  /// record of which a step made several rows has one letter, that of the first of them that failed.
  private mutating func fail(_ failures: [RowFailure], stage: String, sink: Int? = nil) {
    guard !failures.isEmpty else { return }
    let isOwn = sink != nil
    let sink = sink ?? firstSink
    var (writer, name) = (writer, task.sinks.indices.contains(sink) ? task.sinks[sink].name : "")
    for failure in failures where failure.row >= settled[sink] {
      guard lettered.insert(Lettered(sink: sink, row: failure.row)).inserted else { continue }
      let letter = writer.letter(failure, stage: stage, sink: name, isOwn: isOwn)
      letters.append(letter)
      failed.add(letter, ordinal: failure.row - settledByAll)
    }
  }

  // MARK: What is settled

  private var settledByAll: Int { settled.min() ?? 0 }

  /// For each sink, how many of the decoded rows lie before its position.
  private func settledRows() -> [Int] {
    guard task.standings.contains(where: { $0 > raw.from || $0.row > 0 }) else {
      return task.sinks.map { _ in 0 }
    }
    let positions = raw.positions(of: rows)
    return task.standings.map { standing in
      // Rows are in the order of their positions.
      var (low, high) = (0, positions.count)
      while low < high {
        let middle = (low + high) / 2
        if positions[middle] < standing { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The rows that don't come from the first `settled` decoded ones.
  private func past(_ settled: Int, _ batch: ColumnBatch) -> ColumnBatch {
    if settled == 0 { return batch }
    return batch.gather((0..<Int32(batch.count)).filter { batch.origins[Int($0)] >= settled })
  }

  private func withMetadata(_ batch: ColumnBatch, _ contract: String) -> ColumnBatch {
    let missing = processing.metadata.filter { batch.schema.index(of: $0.rawValue) == nil }
    if missing.isEmpty { return batch }
    let columns = missing.map { wanted in
      metadata.column(wanted, count: batch.count, of: rows, contract: contract) { batch.origins[$0] }
    }
    return batch.with(
      schema: Schema(batch.schema.fields + missing.map(\.field)), columns: batch.columns + columns)
  }
}

import Engine
import Synchronization
import Telemetry

/// What people see of a run while it goes on: one live block on a terminal, one line an interval elsewhere.
final class LiveDisplay: Sendable {
  private struct Row {
    let name: String
    var counts = Counts()
    /// What was counted by runs that have ended.
    var before = Counts()
    var state = "starting"
    /// Whether it waits for others or for its time, of which nothing need be said again and again.
    var isResting = false
    var lastRead = 0
    var rate = 0.0
    var lag: Lag?
  }

  private struct Board {
    var rows: [Row]
    /// How many lines of the block stand on the terminal.
    var drawn = 0
    var lastMeasured: ContinuousClock.Instant
    var lastSaid: ContinuousClock.Instant
  }

  private let board: Mutex<Board>
  private let isLive: Bool
  private let writer: LineWriter
  private let began = ContinuousClock.now
  /// How often a line is written where there is no terminal.
  private static let interval: Duration = .seconds(10)

  init(_ names: [String], isLive: Bool, writer: LineWriter = .standardError) {
    self.isLive = isLive
    self.writer = writer
    board = Mutex(Board(rows: names.map { Row(name: $0) }, lastMeasured: began, lastSaid: began))
  }

  var elapsed: Duration { ContinuousClock.now - began }

  func counts(of name: String) -> Counts {
    board.withLock { board in
      var counts = board.rows.first { $0.name == name }?.counts ?? Counts()
      if let row = board.rows.first(where: { $0.name == name }) { counts += row.before }
      return counts
    }
  }

  /// What the last run of a pipeline has counted.
  func lastCounts(of name: String) -> Counts {
    board.withLock { $0.rows.first { $0.name == name }?.counts ?? Counts() }
  }

  func show(_ name: String, _ counts: Counts, _ state: String) {
    change(name) { row in
      row.counts = counts
      row.state = state
      row.isResting = false
    }
  }

  func show(_ name: String, _ lag: Lag?) { change(name) { $0.lag = lag } }

  func state(_ name: String, _ state: String) { change(name) { $0.state = state } }

  /// Shows what the pipeline waits for, until it does something.
  func rest(_ name: String, _ state: String) {
    change(name) { row in
      row.state = state
      row.isResting = true
    }
  }

  /// Begins to count anew for the next run of a pipeline.
  func countAnew(_ name: String) {
    change(name) { row in
      row.before += row.counts
      row.counts = Counts()
      row.lastRead = 0
    }
  }

  private func change(_ name: String, _ change: (inout Row) -> Void) {
    board.withLock { board in
      if let index = board.rows.firstIndex(where: { $0.name == name }) { change(&board.rows[index]) }
    }
  }

  /// Shows how far the run is, until cancelled.
  func watch() async {
    if isLive {
      writer.show(LineWriter.Display(beforeLine: { [self] in erased() }, afterLine: { [self] in drawn() }))
    }
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(isLive ? 200 : 500))
      measure()
      if isLive { writer.write(erased() + drawn()) } else { sayEachInterval() }
    }
    if isLive { writer.show(nil, writing: erased()) }
  }

  private func sayEachInterval() {
    let lines = board.withLock { board -> [String] in
      let now = ContinuousClock.now
      guard now - board.lastSaid >= Self.interval else { return [] }
      board.lastSaid = now
      // That one is paused is said once a minute, with more.
      return board.rows.filter { !["done", Activity.paused.rawValue].contains($0.state) && !$0.isResting }.map(line)
    }
    for line in lines { writer.write(line: "\(TimeOfDay.now) \(line)") }
  }

  private func measure() {
    board.withLock { board in
      let now = ContinuousClock.now
      let seconds = (now - board.lastMeasured).inSeconds
      guard seconds > 0.1 else { return }
      for index in board.rows.indices {
        let row = board.rows[index]
        let rate = Double(row.counts.read - row.lastRead) / seconds
        board.rows[index].rate = row.rate == 0 ? rate : row.rate * 0.7 + rate * 0.3
        board.rows[index].lastRead = row.counts.read
      }
      board.lastMeasured = now
    }
  }

  /// What takes the block away.
  private func erased() -> String {
    board.withLock { board in
      defer { board.drawn = 0 }
      // What was typed meanwhile may stand on the line: the cursor goes back to its beginning first.
      return board.drawn > 0 ? "\r\u{1B}[\(board.drawn)A\u{1B}[J" : ""
    }
  }

  /// What draws the block.
  private func drawn() -> String {
    let width = Terminal.width
    return board.withLock { board in
      board.drawn = board.rows.count
      return board.rows.map { line($0).prefix(width - 1) + "\n" }.joined()
    }
  }

  private func line(_ row: Row) -> String {
    let counts = row.counts
    var text = "\(row.name.padded(to: 16)) \(row.state) · in \(counts.read.grouped) · out \(counts.written.grouped)"
    if counts.filtered > 0 { text += " · filtered \(counts.filtered.grouped)" }
    text += " · dead-lettered \(counts.deadLettered.grouped)"
    if row.state == Activity.running.rawValue { text += " · \(Int(row.rate).grouped)/s" }
    if let lag = row.lag, row.state != "done" { text += " · \(lag.forPeople)" }
    return text + " · \(elapsed.forPeople)"
  }
}

import Engine
import Synchronization

/// What people see of a run: one live block on a terminal, one line an interval elsewhere, and lines of what happened.
final class LiveDisplay: Sendable {
  private struct Row {
    let name: String
    var counts = Counts()
    var state = "starting"
    var lastRead = 0
    var rate = 0.0
  }

  private struct Screen {
    var rows: [Row]
    /// How many lines of the block stand on the terminal.
    var drawn = 0
    var lastDrawn: ContinuousClock.Instant
    var lastSaid: ContinuousClock.Instant
  }

  private let screen: Mutex<Screen>
  private let isLive: Bool
  private let began: ContinuousClock.Instant
  /// How often a line is written where there is no terminal.
  private static let interval: Duration = .seconds(10)

  init(_ names: [String], isLive: Bool) {
    began = ContinuousClock.now
    self.isLive = isLive
    screen = Mutex(Screen(rows: names.map { Row(name: $0) }, lastDrawn: began, lastSaid: began))
  }

  var elapsed: Duration { ContinuousClock.now - began }

  func counts(of name: String) -> Counts {
    screen.withLock { $0.rows.first { $0.name == name }?.counts ?? Counts() }
  }

  func show(_ name: String, _ counts: Counts, _ state: String) {
    change(name) { row in
      row.counts = counts
      row.state = state
    }
  }

  func state(_ name: String, _ state: String) { change(name) { $0.state = state } }

  private func change(_ name: String, _ change: (inout Row) -> Void) {
    screen.withLock { screen in
      if let index = screen.rows.firstIndex(where: { $0.name == name }) { change(&screen.rows[index]) }
    }
  }

  /// Writes a line of what happened, above the live block.
  func say(_ line: String) {
    screen.withLock { screen in
      erase(&screen)
      Terminal.error(line)
      draw(&screen)
    }
  }

  /// Shows how far the run is, until cancelled.
  func watch() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(isLive ? 200 : 500))
      screen.withLock { screen in
        let now = ContinuousClock.now
        measure(&screen, at: now)
        if isLive {
          erase(&screen)
          draw(&screen)
        } else if now - screen.lastSaid >= Self.interval {
          screen.lastSaid = now
          for row in screen.rows where row.state != "done" { Terminal.error("\(clockTime()) \(line(row))") }
        }
      }
    }
  }

  /// Takes the live block away.
  func end() { screen.withLock { erase(&$0) } }

  private func measure(_ screen: inout Screen, at now: ContinuousClock.Instant) {
    let seconds = (now - screen.lastDrawn).inSeconds
    guard seconds > 0.1 else { return }
    for index in screen.rows.indices {
      let row = screen.rows[index]
      let rate = Double(row.counts.read - row.lastRead) / seconds
      screen.rows[index].rate = row.rate == 0 ? rate : row.rate * 0.7 + rate * 0.3
      screen.rows[index].lastRead = row.counts.read
    }
    screen.lastDrawn = now
  }

  private func erase(_ screen: inout Screen) {
    guard isLive, screen.drawn > 0 else { return }
    Terminal.write("\u{1B}[\(screen.drawn)A\u{1B}[J", to: 2)
    screen.drawn = 0
  }

  private func draw(_ screen: inout Screen) {
    guard isLive else { return }
    let width = Terminal.width
    let lines = screen.rows.map { String(line($0).prefix(width - 1)) }
    Terminal.write(lines.joined(separator: "\n") + "\n", to: 2)
    screen.drawn = lines.count
  }

  private func line(_ row: Row) -> String {
    let counts = row.counts
    var text = "\(row.name.padded(to: 16)) \(row.state) · in \(counts.read.grouped) · out \(counts.written.grouped)"
    if counts.filtered > 0 { text += " · filtered \(counts.filtered.grouped)" }
    text += " · dead-lettered \(counts.deadLettered.grouped)"
    if row.state == "running" { text += " · \(Int(row.rate).grouped)/s" }
    return text + " · \(elapsed.forPeople)"
  }
}

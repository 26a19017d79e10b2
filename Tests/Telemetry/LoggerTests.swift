import Synchronization
import Telemetry
import Testing

@Suite("a logger") struct LoggerTests {
  /// The lines that came.
  final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
  }

  let lines = Lines()

  private func logger(_ minimum: LogLevel = .info) -> Logger {
    Logger(
      name: "store", minimum: minimum, clock: { TimeOfDay(hour: 3, minute: 12, second: 7) },
      sink: { [lines] in lines.add($0) })
  }

  @Test("writes time, name, level and message") func writes() {
    let log = logger(.debug)
    log.debug("a")
    log.info("b")
    log.warning("c")
    log.error("größer")
    log.named("lanes").info("d")
    log.log(.warning, as: "PAUSED", "4m")
    #expect(
      lines.all == [
        "03:12:07 store DEBUG a", "03:12:07 store b", "03:12:07 store WARN c", "03:12:07 store ERROR größer",
        "03:12:07 lanes d", "03:12:07 store PAUSED 4m",
      ])
  }

  @Test("doesn't even make a message that nobody wants") func passesOver() {
    let log = logger(.warning)
    var made = 0
    func message() -> String {
      made += 1
      return "x"
    }
    log.info(message())
    #expect(made == 0)
    log.error(message())
    #expect(made == 1)
    #expect(!log.writes(.info))
    #expect(lines.all == ["03:12:07 store ERROR x"])
  }

  @Test(
    "shows what would command a terminal, and sets further lines in",
    arguments: [
      ("a\nb", "a\n  b"), ("\u{1b}[2J", "\\u{1b}[2J"), ("a\rb", "a\\u{d}b"), ("a\tb", "a\tb"),
      ("\u{9b}2J", "\\u{9b}2J"),
      ("Â 🦦", "Â 🦦"),
    ])
  func printable(message: String, shown: String) {
    logger().info(message)
    #expect(lines.all == ["03:12:07 store " + shown])
  }

  @Test("knows the time of the day") func time() {
    #expect(TimeOfDay.now.description.utf8.count == 8)
  }
}

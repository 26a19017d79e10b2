/// How much a line of the log matters.
package enum LogLevel: Int, Comparable, CaseIterable, Sendable {
  case debug, info, warning, error

  /// The word in the line; what merely happened needs none.
  package var word: String {
    switch self {
    case .debug: "DEBUG"
    case .info: ""
    case .warning: "WARN"
    case .error: "ERROR"
    }
  }

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// Writes lines as `03:12:07 store WARN message` in the name of one part of the program.
package struct Logger: Sendable {
  /// Whose lines these are.
  package let name: String
  private let minimum: LogLevel
  private let clock: @Sendable () -> TimeOfDay
  private let sink: @Sendable (String) -> Void

  /// Lines from `minimum` on go to `sink`, each without its line end: to standard error unless told otherwise.
  package init(
    name: String, minimum: LogLevel = .info, clock: @escaping @Sendable () -> TimeOfDay = { .now },
    sink: @escaping @Sendable (String) -> Void = { LineWriter.standardError.write(line: $0) }
  ) {
    self.name = name
    self.minimum = minimum
    self.clock = clock
    self.sink = sink
  }

  /// The same log in another name.
  package func named(_ name: String) -> Logger { Logger(name: name, minimum: minimum, clock: clock, sink: sink) }

  /// Whether lines of this level are written.
  package func writes(_ level: LogLevel) -> Bool { level >= minimum }

  /// Writes a line; `word` stands in the place of the level's own, as `PAUSED` does when a pipeline pauses.
  package func log(_ level: LogLevel, as word: String? = nil, _ message: @autoclosure () -> String) {
    guard writes(level) else { return }
    let parts = ["\(clock())", Self.printable(name), word ?? level.word, Self.printable(message())]
    sink(parts.filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// Writes what only helps to find a fault.
  package func debug(_ message: @autoclosure () -> String) { log(.debug, message()) }
  /// Writes what happened.
  package func info(_ message: @autoclosure () -> String) { log(.info, message()) }
  /// Writes what may need someone's attention.
  package func warning(_ message: @autoclosure () -> String) { log(.warning, message()) }
  /// Writes what failed.
  package func error(_ message: @autoclosure () -> String) { log(.error, message()) }

  /// Further lines of a message are set in, and what would command a terminal is shown instead of obeyed: a message may
  /// quote a stranger's data.
  private static func printable(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != 0xc2 }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\n  "
      case "\t": result += "\t"
      case "\0"..<" ", "\u{7f}"..."\u{9f}": result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

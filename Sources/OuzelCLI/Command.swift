import Specifications

/// A command of the program, declared once: parsing and help come from here.
protocol Command {
  static var name: String { get }
  /// What it does, in one sentence.
  static var sentence: String { get }
  /// What follows the name, as in `FILE…`.
  static var operands: String { get }
  /// How many operands there may be.
  static var operandCount: ClosedRange<Int> { get }
  /// Words that may stand as the first operand, for shells to complete.
  static var operandWords: [String] { get }
  static var flags: [Flag] { get }
  /// Options that are planned and that this build lacks: they are refused by name.
  static var laterFlags: [String] { get }
  /// Lines that show it at work: a command and what it is for.
  static var examples: [(line: String, purpose: String)] { get }
  static func run(_ arguments: Arguments) async -> ExitCode
}

extension Command {
  static var operandWords: [String] { [] }
  static var laterFlags: [String] { [] }
  /// Whether operands may be files.
  static var takesFiles: Bool { operands.contains("FILE") }
}

/// An option on the command line.
struct Flag: Sendable {
  let name: String
  /// What its value is called in help; nil if it takes none.
  let value: String?
  let sentence: String
  /// Whether it may be given more than once.
  var isRepeatable = false
}

/// What is wrong with a command line.
struct UsageProblem: Error {
  let message: String
}

/// A command line, taken apart by what its command declares.
struct Arguments {
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  init() {}

  init(_ words: [String], for command: any Command.Type) throws(UsageProblem) {
    var rest = words[...]
    var onlyOperands = false
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), !onlyOperands else {
        if word.hasPrefix("-"), word.count > 1, !onlyOperands { throw Self.unknown(word, command) }
        operands.append(word)
        continue
      }
      if word == "--" {
        onlyOperands = true
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      guard let flag = command.flags.first(where: { $0.name == parts[0] }) else { throw Self.unknown(word, command) }
      var value = ""
      if let name = flag.value {
        guard let given = parts.count == 2 ? parts[1] : rest.popFirst() else {
          throw UsageProblem(message: "--\(flag.name) wants \(name)")
        }
        value = given
      } else if parts.count == 2 {
        throw UsageProblem(message: "--\(flag.name) takes no value")
      }
      if values[flag.name] != nil && !flag.isRepeatable {
        throw UsageProblem(message: "--\(flag.name) is given twice")
      }
      values[flag.name, default: []].append(value)
    }
    if operands.count < command.operandCount.lowerBound {
      throw UsageProblem(message: "wants \(command.operands)")
    }
    if operands.count > command.operandCount.upperBound {
      throw UsageProblem(message: "has no use for `\(operands[command.operandCount.upperBound])`")
    }
  }

  private static func unknown(_ word: String, _ command: any Command.Type) -> UsageProblem {
    let name = word.drop { $0 == "-" }.prefix { $0 != "=" }
    if command.laterFlags.contains(String(name)) {
      return UsageProblem(message: "`--\(name)` is not in this build yet")
    }
    let near = nearestName(to: String(word.drop { $0 == "-" }), among: command.flags.map(\.name))
    return UsageProblem(message: "`\(word)` is no option" + (near.map { "; did you mean `--\($0)`?" } ?? ""))
  }

  func has(_ flag: String) -> Bool { values[flag] != nil }
  func value(_ flag: String) -> String? { values[flag]?.last }
  func all(_ flag: String) -> [String] { values[flag] ?? [] }

  /// A flag's value as a whole number.
  func integer(_ flag: String, in range: ClosedRange<Int>) throws(UsageProblem) -> Int? {
    guard let text = value(flag) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageProblem(message: "--\(flag) wants a whole number of at least \(range.lowerBound), but is `\(text)`")
    }
    return number
  }
}

import Specifications

/// `ouzel completions`
enum CompletionsCommand: Command {
  static let name = "completions"
  static let sentence = "writes what teaches bash, zsh or fish to complete this command line"
  static let operands = "bash | zsh | fish"
  static let operandCount = 1...1
  static let operandWords = Shell.allCases.map(\.rawValue)
  static let flags: [Flag] = []
  static let examples: [(line: String, purpose: String)] = [
    ("source <(ouzel completions bash)", "for this shell; the script's first lines say where it stays")
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    guard let shell = Shell(rawValue: arguments.operands[0]) else {
      Terminal.error("ouzel completions: `\(arguments.operands[0])` is none of \(enumeration(of: operandWords))")
      return .usage
    }
    Terminal.out(CompletionScript(commands: OuzelCLI.commands).text(for: shell))
    return .done
  }
}

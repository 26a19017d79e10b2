#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The command line: reads arguments, runs a command, sets the exit code.
package enum OuzelCLI {
  /// All commands, in the order in which help lists them.
  static let commands: [any (Command & Sendable).Type] = [
    InitCommand.self, RunCommand.self, CheckCommand.self, TestCommand.self, DescribeCommand.self, ExplainCommand.self,
    DeadLettersCommand.self,
    GenerateCommand.self,
    SchemaCommand.self, CompletionsCommand.self, VersionCommand.self,
  ]

  /// Runs the program with the process's arguments, and ends it.
  package static func run() async {
    Terminal.holdStandardFiles()
    // A reader that goes away is an error of the write, not the end of the process.
    _ = signal(SIGPIPE, SIG_IGN)
    let code = await run(Array(CommandLine.arguments.dropFirst()))
    exit(code.rawValue)
  }

  static func run(_ arguments: [String]) async -> ExitCode {
    guard let name = arguments.first, !["--help", "-h", "help"].contains(name) else {
      let topic = arguments.dropFirst().first
      if let topic, let command = commands.first(where: { $0.name == topic }) {
        Terminal.out(Help.text(of: command))
      } else {
        Terminal.out(Help.overview(commands))
      }
      return .done
    }
    if name == "--version" { return await VersionCommand.run(Arguments()) }
    guard let command = commands.first(where: { $0.name == name }) else {
      Terminal.error(Help.unknown(command: name, among: commands.map { $0.name }))
      return .usage
    }
    let rest = Array(arguments.dropFirst())
    if rest.contains("--help") || rest.contains("-h") {
      Terminal.out(Help.text(of: command))
      return .done
    }
    do throws(UsageProblem) {
      return await command.run(try Arguments(rest, for: command))
    } catch {
      Terminal.error("ouzel \(name): \(error.message)\nSee `ouzel \(name) --help`.")
      return .usage
    }
  }
}

import Specifications

/// Help, written from what commands declare.
enum Help {
  static func overview(_ commands: [any Command.Type]) -> String {
    let width = commands.map { $0.name.count }.max() ?? 0
    let lines = commands.map { "  " + $0.name.padded(to: width + 2) + $0.sentence }
    return """
      ouzel moves records out of files and topics into topics and tables, told what to do in YAML, and loses none.

      Usage: ouzel COMMAND [OPTIONS]

      \(lines.joined(separator: "\n"))

      `ouzel COMMAND --help` tells more of each.
      """
  }

  static func text(of command: any Command.Type) -> String {
    var text = "\(command.sentence.capitalizedFirst)\n\nUsage: ouzel \(command.name)"
    if !command.flags.isEmpty { text += " [OPTIONS]" }
    if !command.operands.isEmpty { text += " \(command.operands)" }
    if !command.flags.isEmpty {
      let names = command.flags.map { "--\($0.name)" + ($0.value.map { " \($0)" } ?? "") }
      let width = names.map(\.count).max() ?? 0
      text += "\n\nOptions:\n"
      text += zip(names, command.flags).map { "  " + $0.padded(to: width + 2) + $1.sentence }.joined(separator: "\n")
    }
    if !command.examples.isEmpty {
      text += "\n\nExamples:"
      for example in command.examples { text += "\n  \(example.line)\n      \(example.purpose)" }
    }
    return text
  }

  static func unknown(command name: String, among names: [String]) -> String {
    let mend = nearestName(to: name, among: names).map { "did you mean `ouzel \($0)`?" }
    return "ouzel: `\(name)` is no command; " + (mend ?? "`ouzel --help` lists them")
  }
}

extension String {
  func padded(to width: Int) -> String { count < width ? self + String(repeating: " ", count: width - count) : self }
  func paddedLeft(to width: Int) -> String {
    count < width ? String(repeating: " ", count: width - count) + self : self
  }
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

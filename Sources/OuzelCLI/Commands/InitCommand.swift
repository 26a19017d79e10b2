import FileSystems
import Specifications

/// `ouzel init`
enum InitCommand: Command {
  static let name = "init"
  static let sentence = "writes an example into a folder of its name; without one, lists them"
  static let operands = "[EXAMPLE]"
  static let operandCount = 0...1
  static let operandWords = Example.all.map(\.name)
  static let flags = [Flag(name: "force", value: nil, sentence: "writes over files that are there")]
  static let laterFlags = ["from"]
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel init people", "people/people.yaml and what it reads, ready to run")
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    guard let name = arguments.operands.first else {
      let width = Example.all.map(\.name.count).max() ?? 0
      for example in Example.all { Terminal.out(example.name.padded(to: width + 2) + example.sentence) }
      return .done
    }
    guard let example = Example.all.first(where: { $0.name == name }) else {
      let near = nearestName(to: name, among: operandWords).map { "did you mean `\($0)`?" }
      let mend = near ?? "there are " + enumeration(of: operandWords, joinedBy: "and")
      Terminal.error("ouzel init: `\(name)` is no example; \(mend)")
      return .usage
    }
    return write(example, into: name, isForced: arguments.has("force"))
  }

  static func write(_ example: Example, into folder: String, isForced: Bool) -> ExitCode {
    do {
      let files = example.files.map { (path: "\(folder)/\($0.name)", text: $0.text) }
      // All or nothing: half an example beside half of something else helps nobody.
      if !isForced, let there = try files.first(where: { try FileStatus.of($0.path) != nil }) {
        Terminal.error("ouzel init: \(there.path) is there already; --force writes over it")
        return .usage
      }
      try makeFolder(Path.absolute(folder))
      for file in files {
        try AtomicFile.write(Array(file.text.utf8), to: file.path)
        Terminal.error("wrote \(file.path)")
      }
      Terminal.error("next, in this order: " + (["cd \(folder)"] + example.commands).joined(separator: "; "))
      return .done
    } catch {
      Terminal.error("ouzel init: \(error)")
      return .failed
    }
  }
}

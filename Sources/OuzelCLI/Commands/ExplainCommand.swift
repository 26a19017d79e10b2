import FileSystems
import Specifications

/// `ouzel explain`
enum ExplainCommand: Command {
  static let name = "explain"
  static let sentence = "explains an option, kind, step, function, type or error code; without one, lists them"
  static let operands = "[WHAT]"
  static let operandCount = 0...1
  static var operandWords: [String] {
    Topic.all.map(\.path).filter { $0.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) } }
  }
  static let flags = [
    Flag(name: "markdown", value: "DIR", sentence: "writes the whole reference into a folder, as Markdown")
  ]
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel explain sink.table.mode", "an option, by where it stands"), ("ouzel explain date_trunc", "a function"),
    ("ouzel explain OZ-D001", "a code that a message ended with"),
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    if let folder = arguments.value("markdown") { return write(to: folder) }
    guard let what = arguments.operands.first else {
      Terminal.out(Explanation.contents)
      return .done
    }
    switch Explanation.find(what) {
    case .success(let text):
      Terminal.out(text)
      return .done
    case .failure(let miss):
      Terminal.error("ouzel explain: \(miss.message)")
      return .usage
    }
  }

  private static func write(to folder: String) -> ExitCode {
    do {
      for page in ReferencePage.all {
        let path = "\(folder)/\(page.name)"
        try makeFolder(Path.folder(of: Path.absolute(path)))
        try AtomicFile.write(Array(page.text.utf8), to: path)
      }
      return .done
    } catch {
      Terminal.error("ouzel explain: \(error)")
      return .failed
    }
  }
}

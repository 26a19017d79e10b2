import Configuration
import FileSystems
import Specifications

/// `ouzel test`
enum TestCommand: Command {
  static let name = "test"
  static let sentence = "runs the tests of pipelines, connecting to nothing and writing nothing"
  static let operands = "[FILE…]"
  static let operandCount = 0...1000
  static let flags = [
    Flag(
      name: "only", value: "PIPELINE", sentence: "the tests of this pipeline alone; may be given again",
      isRepeatable: true),
    Flag(
      name: "update", value: nil,
      sentence: "write what came out into the FILE, of tests that fail, or that don't say yet what is to come out"),
    Flag(name: "junit", value: "FILE", sentence: "write the results as JUnit's XML too"),
  ]
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel test orders.yaml", "a line for each test, and what differs, with its values"),
    ("ouzel test orders.yaml --update", "what comes out now is what is wanted from now on"),
    ("ouzel test pipelines/ --junit results.xml", "for continuous integration"),
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    do throws(UsageProblem) {
      let session = TestSession(files: arguments.operands, surroundings: .ofProcess())
      guard var results = try session.run(only: arguments.all("only")) else { return .usage }
      if arguments.has("update") { session.update(&results) }
      let hidden = HiddenTexts(in: session.checked.tree.root)
      Terminal.out(TestReport(results: results, hidden: hidden, isColoured: Terminal.coloursOutput).text)
      if let path = arguments.value("junit") {
        let report = JUnitReport(results: results, hidden: hidden).text
        do throws(FileSystems.FileFailure) {
          try makeFolder(Path.folder(of: Path.absolute(path)))
          try AtomicFile.write(Array(report.utf8), to: path)
        } catch {
          throw UsageProblem(message: "the report can't be written: \(error)")
        }
      }
      return results.allSatisfy { $0.passes || $0.update == .written } ? .done : .differs
    } catch {
      Terminal.error("ouzel test: \(error.message)")
      return .usage
    }
  }
}

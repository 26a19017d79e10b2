import Configuration
import TestSupport

@testable import OuzelCLI

/// A configuration with tests of its pipelines, in a folder of its own.
struct TestWorkbench {
  let folder = TemporaryFolder()
  let name: String

  init(_ text: String, named name: String = "c.yaml") {
    self.name = name
    folder.write(text, to: name)
  }

  /// A pipeline of JSON messages and the tests of it, over some fields and steps.
  init(fields: String, steps: String = "[]", tests: String) {
    self.init(
      """
      connections: { bus: { type: embedded, path: bus.db } }
      pipelines:
        p:
          source: { topic: { connection: bus, name: orders, format: json } }
          contract: { fields: \(fields) }
          steps: \(steps)
          sink: { stdout: { format: json } }
          tests:
      \(tests.split(separator: "\n", omittingEmptySubsequences: false).map { "      \($0)" }.joined(separator: "\n"))
      """)
  }

  var text: String { Self.text(folder.file(name)) }

  static func text(_ path: String) -> String {
    String(decoding: (try? FileAccess.disk.read(path)) ?? [], as: UTF8.self)
  }

  func session(_ environment: [String: String] = [:]) -> TestSession {
    TestSession(
      files: [name], surroundings: Surroundings(environment: environment, workingDirectory: folder.path))
  }

  /// What is told of the results, but for the sum.
  func told(_ environment: [String: String] = [:]) throws -> String {
    let session = session(environment)
    let results = try session.run(only: []) ?? []
    let hidden = HiddenTexts(in: session.checked.tree.root)
    let lines = TestReport(results: results, hidden: hidden, isColoured: false).text.split(separator: "\n")
    return lines.dropFirst().dropLast().joined(separator: "\n")
  }

  /// What differs, each in one line.
  func differences() throws -> [String] {
    try (session().run(only: []) ?? []).flatMap(\.differences).map { difference in
      "\(difference.place)\(difference.column.isEmpty ? "" : " \(difference.column)"): "
        + "\(difference.wanted) | \(difference.got)"
    }
  }

  /// Writes what comes out, and tells what became of each test.
  func update(_ environment: [String: String] = [:]) throws -> [TestResult.Update] {
    let session = session(environment)
    var results = try session.run(only: []) ?? []
    session.update(&results)
    return results.map(\.update)
  }
}

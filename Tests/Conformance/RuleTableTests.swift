import Configuration
import Glibc
import Specifications
import Testing

@Suite("the rules of delivery") struct RuleTableTests {
  /// The folder that holds Package.swift; this file lies in Tests/Conformance.
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")

  /// What the system's own `cat` shows of the files that it is given.
  private func text(_ files: String) -> String {
    guard let output = unsafe popen("cd '\(Self.root)' && \(files) | xargs cat", "re") else { return "" }
    defer { unsafe pclose(output) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe fread(&piece, 1, piece.count, output), count > 0 { bytes += piece[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("each have tests, and these are there")
  func table() {
    let tests = text("find Tests -name '*.swift'")
    let rows = text("echo Documentation/delivery-tests.md").split(separator: "\n").filter { $0.hasPrefix("| ") }
    var rules: [Int] = []
    for row in rows {
      guard let rule = row.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { continue }
      rules.append(rule)
      let named = row.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
      #expect(!named.isEmpty, "rule \(rule) has no test")
      for name in named {
        let isThere = tests.contains("\"\(name)\"")
        #expect(isThere, "rule \(rule): there is no test “\(name)”")
      }
    }
    #expect(rules == Array(1...8) + Array(13...22) + [24, 25])
  }

  @Test("pipelines that fill each other in a circle are refused")
  func circles() {
    let laboratory = Laboratory(.topicSink)
    func topic(_ name: String, _ more: String) -> String {
      "{ topic: { connection: events, name: \(name), format: json\(more) } }"
    }
    func configuration(_ last: String) -> String {
      """
      connections: { events: { type: embedded, path: events.db } }
      contracts: { note: { fields: { n: int64 } } }
      pipelines:
        there: { source: \(topic("a", "")), contract: note, sink: \(topic("b", "")) }
        back: { source: \(topic("b", "")), contract: note, sink: \(topic(last, "")) }

      """
    }
    #expect(laboratory.plan(configuration("c")).problems.isEmpty)
    let (plan, _, shown) = laboratory.plan(configuration("a"))
    #expect(plan == nil && shown.contains("fills its own source, by a circle"))
  }
}

import TestSupport
import Testing

@testable import OuzelCLI

@Suite("A test of a pipeline, in each format") struct FormatSampleTests {
  /// A pipeline over one source and its tests.
  private func bench(_ source: String, contract: String?, _ test: String) -> TestWorkbench {
    TestWorkbench(
      """
      connections: { bus: { type: embedded, path: bus.db } }
      pipelines:
        p:
          source: \(source)
          \(contract.map { "contract: { fields: \($0) }" } ?? "description: no contract")
          sink: { stdout: { format: json } }
          tests:
            - name: sample
      \(test.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
      """)
  }

  @Test(
    "a value stands where the format has its records",
    arguments: [
      "json", "{ json: { shape: array } }", "{ json: { shape: document } }", "{ json: { shape: lines } }",
      "{ json: { at: /data/0/items } }", "{ json: { shape: array, at: /a~1b } }",
      "{ json: { shape: document, at: /a } }", "{ json: { shape: lines, at: /a } }",
    ], ["{ files: { path: in, format: F } }", "{ topic: { connection: bus, name: t, format: F } }"])
  func values(format: String, source: String) throws {
    let text = source.split(separator: "F", maxSplits: 1).joined(separator: format)
    let bench = bench(
      text, contract: "{ n: int32, t: text }",
      """
        in: [ { value: { n: 7, t: "a b" } }, { value: { n: x } } ]
        out: [ { n: 7, t: a b } ]
        dead_letters: [ { message: is no int32 } ]
      """)
    #expect(try bench.told() == "  ✔ sample")
  }

  @Test("lines and bytes are given as texts, and need no contract")
  func sole() throws {
    let topic = bench(
      "{ topic: { connection: bus, name: t, format: text } }", contract: nil,
      """
        in: [ { value: one }, { value: { line: two } }, { raw: "three\\nfour\\n" } ]
        out: [ { line: one }, { line: two }, { line: three }, { line: four } ]
      """)
    #expect(try topic.told() == "  ✔ sample")
    let file = bench(
      "{ files: { path: in, format: text } }", contract: "{ n: int32 }",
      """
        in: [ { raw: "1\\n2\\nx\\n" } ]
        out: [ { n: 1 }, { n: 2 } ]
        dead_letters: [ { message: is no int32 } ]
      """)
    #expect(try file.told() == "  ✔ sample")
    let raw = bench(
      "{ files: { path: in, format: raw } }", contract: nil,
      """
        in: [ { value: hi }, { raw: "a\\n" } ]
        out: [ { bytes: aGk= }, { bytes: YQo= } ]
      """)
    #expect(try raw.told() == "  ✔ sample")
  }

  @Test("a file that is cut off can't be tried, and the test says where it ends")
  func cutOff() throws {
    let bench = bench(
      "{ files: { path: in, format: json } }", contract: "{ n: int32 }",
      """
        in: [ { raw: '[{"n":1},{"n"' } ]
        out: []
      """)
    #expect(try bench.told().contains("the file is broken at byte 9: the array of records has no end"))
  }
}

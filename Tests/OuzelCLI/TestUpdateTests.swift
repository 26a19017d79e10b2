import Configuration
import TestSupport
import Testing

@testable import OuzelCLI

@Suite("What comes out of a test") struct TestUpdateTests {
  private static let head = """
    connections: { bus: { type: embedded, path: bus.db } }   # a comment
    pipelines:
      p:
        source: { topic: { connection: bus, name: orders, format: json } }
        contract: { fields: { id: { type: int32, required: true }, v: text, l: "list<int32>" } }
        steps: [ { filter: id > 0 } ]
        sink: { stdout: { format: json } }
    """

  private static func file(_ tests: String) -> String {
    head + "\n"
      + tests.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n") + "\n"
  }

  @Test("is written over what was wanted, and all else stays as it stands", arguments: Update.all)
  func written(_ update: Update) throws {
    for lineEnd in ["\n", "\r\n"] {
      let (before, after) = (Self.file(update.before), Self.file(update.after))
      let bench = TestWorkbench(before.replacing("\n", with: lineEnd))
      let results = try bench.update()
      #expect(results.allSatisfy { $0 == .written }, "\(results)")
      #expect(bench.text.split(separator: lineEnd) == after.split(separator: "\n"))
      // And so it passes, and is written no more.
      #expect(try bench.differences() == [])
      #expect(try bench.update().allSatisfy { $0 == .none })
    }
  }

  @Test("is not written of a test whose result changes from run to run, and the others are")
  func unstable() throws {
    let bench = TestWorkbench(
      fields: "{ id: int32 }", steps: "[ { set: { at: now() } } ]",
      tests: """
        - name: changes
          in: [ { value: { id: 1 } } ]
        - name: stands
          now: 2025-06-01
          in: [ { value: { id: 2 } } ]
        - name: not there
          in: [ { file: missing.json } ]
        """)
    let updates = try bench.update()
    #expect(
      updates == [
        .refused("its result changes from run to run: give it `now:`, the time that `now()` answers"), .written,
        .refused("nothing came out, since its input can't be read"),
      ])
    #expect(bench.text.contains("- { id: 2, at: \"2025-06-01"))
  }

  @Test("is written for each sink")
  func sinks() throws {
    let text = """
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { id: int32 } }
          sinks:
            a: { stdout: { format: json }, when: id > 1 }
            b: { stdout: { format: json }, when: otherwise }
          tests:
            - name: new
              in: [ { value: { id: 1 } } ]
            - { name: in one line, in: [ { value: { id: 2 } } ] }
            - name: one
              in: [ { value: { id: 2 } } ]
              out:
                b: []
                a: []
      """
    let bench = TestWorkbench(text)
    #expect(try bench.update() == [.written, .written, .written])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted =
      lines[...8]
      + [
        "        in: [ { value: { id: 1 } } ]", "        out:", "          a: []", "          b:",
        "            - { id: 1 }",
        "      - { name: in one line, in: [ { value: { id: 2 } } ], out: { a: [ { id: 2 } ], b: [] } }",
      ] + lines[11...14] + ["          a: [ { id: 2 } ]"]
    #expect(bench.text == wanted.joined(separator: "\n"))
  }

  @Test("is written into JSON as JSON")
  func json() throws {
    let bench = TestWorkbench(
      """
      { "pipelines": { "p": {
        "source": { "stdin": { "format": "json" } }, "sink": { "stdout": { "format": "json" } },
        "contract": { "fields": { "id": "int32", "v": "text", "f": "float64" } },
        "tests": [
          { "name": "a", "in": [ { "value": { "id": 1, "v": "x", "f": "nan" } } ] },
          { "name": "b", "in": [ { "value": { "id": 1, "v": "x" } } ], "out": [ { "v": "y" } ] }
        ] } } }
      """, named: "c.json")
    #expect(try bench.update() == [.written, .written])
    #expect(bench.text.contains(#"} } ], "out": [ { "id": 1, "v": "x", "f": "nan" } ] },"#))
    #expect(bench.text.contains(#""out": [ { "v": "x" } ] }"#))
  }

  @Test("is the same on every run, of its own place too")
  func stable() throws {
    let bench = TestWorkbench(
      fields: "{ id: int32 }", steps: "[ { set: { u: record_uuid(), r: _run, f: \"_timestamp\" } } ]",
      tests: "- { name: t, now: 2025-06-01, in: [ { value: { id: 1 } }, { value: { id: 2 } } ] }")
    #expect(try bench.update() == [.written])
    #expect(try bench.differences() == [])
  }

  @Test(
    "isn't written where other places would change, or a secret would show, and that is said",
    arguments: [
      (
        "out: &o [ { v: x } ]", "",
        "`out` has anchors, aliases or tags, whose other places would change too"
      ),
      ("out: [ { v: &v x } ]", "", "`out` has anchors, aliases or tags, whose other places would change too"),
      ("<<: *rest", "x-rest: &rest { out: [ { v: x } ] }\n", "`out` comes from elsewhere"),
      ("out: [ { v: \"${NAME}\" } ]", "", "`\"${NAME}\"` is a reference, whose value lies elsewhere"),
      ("out: [ { w: x } ]", "", "a secret came out, which is to stand in no file"),
    ])
  func refused(_ out: String, _ before: String, _ reason: String) throws {
    let text =
      before + """
        pipelines:
          p:
            source: { stdin: { format: json } }
            contract: { fields: { v: text } }
            steps: [ { set: { w: "'${THE_PASSWORD}'" } } ]
            sink: { stdout: { format: json } }
            tests: [ { name: t, in: [ { value: { v: a } } ], \(out) } ]

        """
    let bench = TestWorkbench(text)
    #expect(try bench.update(["NAME": "n", "THE_PASSWORD": "hunter2"]) == [.refused(reason)])
    #expect(bench.text == text)
  }

  @Test("isn't written where several pipelines have one test, or the pipeline stops")
  func several() throws {
    let text = """
      defaults:
        source: { stdin: { format: json } }
        contract: { fields: { id: { type: int32, required: true } }, violation: fail }
        sink: { stdout: { format: json } }
      x-tests: &t
        - { name: t, in: [ { value: { id: 1 } } ], out: [] }
      pipelines: { a: { tests: *t }, b: { tests: *t }, c: { tests: [ { name: u, in: [ { value: {} } ] } ] } }
      """
    let bench = TestWorkbench(text)
    let updates = try bench.update()
    #expect(
      updates[..<2] == [
        .refused("several pipelines have this one test"), .refused("several pipelines have this one test"),
      ])
    guard case .refused(let reason) = updates[2] else { return #expect(Bool(false), "\(updates)") }
    #expect(reason.hasPrefix("the pipeline stops: test at 0, line 1: a record breaks its contract"))
    #expect(bench.text == text)
  }

  @Test("goes into the file that holds the test, by its links and with its rights")
  func includes() throws {
    let bench = TestWorkbench("include: [parts/link.yaml]\n")
    bench.folder.write(
      """
      \u{feff}pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { id: int32 } }
          sink: { stdout: { format: json } }
          tests: [ { name: t, in: [ { value: { id: 1 } } ] } ]
      """, to: "parts/real.yaml")
    let shell = try #require(OtherProgram("sh"))
    #expect(shell.run("-c 'ln -s real.yaml parts/link.yaml && chmod 600 parts/real.yaml'", in: bench.folder).isRight)
    #expect(try bench.update() == [.written])
    let written = TestWorkbench.text(bench.folder.file("parts/real.yaml"))
    #expect(written.utf8.starts(with: [0xEF, 0xBB, 0xBF]) && written.hasSuffix("out: [ { id: 1 } ] } ]"))
    let rights = shell.run("-c 'stat -c %a parts/real.yaml; test -h parts/link.yaml'", in: bench.folder)
    #expect(rights.isRight && rights.text == "600\n")
  }
}

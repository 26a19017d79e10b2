import Configuration
import TestSupport
import Testing

@testable import OuzelCLI

/// A file before and after `--update`.
private struct Update: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let before: String
  let after: String

  init(_ what: String, _ before: String, _ after: String) {
    testDescription = what
    self.before = before
    self.after = after
  }
}

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

  private static let updates = [
    Update(
      "a value, beside all that stays",
      """
        tests:
          - name:   "a"     # why
            in: [ {value: {id: 1, v: b}} ]
            out:
              # the first
              - { id:  1,  v: 'a' }   # behind it

          # the end
        owner: me
      """,
      """
        tests:
          - name:   "a"     # why
            in: [ {value: {id: 1, v: b}} ]
            out:
              # the first
              - { id:  1,  v: b }   # behind it

          # the end
        owner: me
      """),
    Update(
      "values over several lines, and one that is missing",
      """
        tests:
          - out:
            - v:
              l:
                - 2
                - 3
              id: 2    # the id
            name: a
            in: [ { value: { id: 1, v: "x: y", l: [4] } } ]
      """,
      """
        tests:
          - out:
            - v: "x: y"
              l:
                [4]
              id: 1    # the id
            name: a
            in: [ { value: { id: 1, v: "x: y", l: [4] } } ]
      """),
    Update(
      "a text of several lines",
      """
        tests:
          - name: a
            in: [ { value: { id: 1, v: "16" } } ]
            out:
              - v: |
                  old
                  text
                id: 1
            filtered: 2   # how many
      """,
      """
        tests:
          - name: a
            in: [ { value: { id: 1, v: "16" } } ]
            out:
              - v: "16"
                id: 1
            filtered: 0   # how many
      """),
    Update(
      "more records, by the columns that others name",
      """
        tests:
          - name: a
            in: [ { value: { id: 1, v: a } }, { value: { id: 2, v: b } } ]
            out:
            - { id: 1 }   # first
            # nothing more
          - name: b
            in: [ { value: { id: 1, v: a } }, { value: { id: 2, v: b } } ]
            out: [ { v: a } ]
      """,
      """
        tests:
          - name: a
            in: [ { value: { id: 1, v: a } }, { value: { id: 2, v: b } } ]
            out:
            - { id: 1 }   # first
            - { id: 2 }
            # nothing more
          - name: b
            in: [ { value: { id: 1, v: a } }, { value: { id: 2, v: b } } ]
            out: [ { v: a }, { v: b } ]
      """),
    Update(
      "fewer records",
      """
        tests:
          - name: a
            in: [ { value: { id: 1 } } ]
            out:
              - id: 1   # stays
              - id: 2   # goes
              - id: 3
            dead_letters: []
          - { name: b, in: [ { value: { id: 1 } } ], out: [ { id: 1 }, { id: 2 } ] }
          - { name: c, in: [], out: [ { id: 1 }, { id: 2 } ] }
          - name: d
            in: []
            out:
            - id: 1
            dead_letters:
              - stage: decode
      """,
      """
        tests:
          - name: a
            in: [ { value: { id: 1 } } ]
            out:
              - id: 1   # stays
            dead_letters: []
          - { name: b, in: [ { value: { id: 1 } } ], out: [ { id: 1 } ] }
          - { name: c, in: [], out: [] }
          - name: d
            in: []
            out: []
            dead_letters: []
      """),
    Update(
      "records and dead letters of which nothing was said",
      """
        tests:
          - name: a
            in:
              - value: { id: 1, v: "yes", l: [1] }   # the last
          # between
          - name: b
            in: [ { value: {} } ]
          - { name: c, in: [ { value: { id: 1 } } ] }
          - name: d
            in: [ { value: { id: 1, v: a long text that makes the record longer than a line is to be at most, this being so } } ]
      """,
      """
        tests:
          - name: a
            in:
              - value: { id: 1, v: "yes", l: [1] }   # the last
            out:
              - { id: 1, v: "yes", l: [1] }
          # between
          - name: b
            in: [ { value: {} } ]
            out: []
            dead_letters:
              - { message: "id: is required, but missing", stage: contract }
          - { name: c, in: [ { value: { id: 1 } } ], out: [ { id: 1, v: null, l: null } ] }
          - name: d
            in: [ { value: { id: 1, v: a long text that makes the record longer than a line is to be at most, this being so } } ]
            out:
              - id: 1
                v: "a long text that makes the record longer than a line is to be at most, this being so"
                l: null
      """),
    Update(
      "dead letters, of which those that hold stay",
      """
        tests:
          - name: a
            in: [ { value: {} }, { raw: "{" }, { value: { id: x } } ]
            out: []
            dead_letters: [ { message: is required }, { stage: contract, message: other } ]
      """,
      """
        tests:
          - name: a
            in: [ { value: {} }, { raw: "{" }, { value: { id: x } } ]
            out: []
            dead_letters: [ { message: is required }, { stage: decode, message: "at byte 0: an object has no end" }, { message: "id: «x» is no whole number from -2,147,483,648 to 2,147,483,647", stage: decode } ]
      """),
    Update(
      "what would be a reference, or something else than text",
      """
        tests:
          - { name: a, in: [ { value: { id: 1, v: "$${NAME} #1" } } ], out: [ { v: x } ] }
          - { name: b, in: [ { value: { id: 1, v: "0x1F" } } ], out: [ { v: x } ] }
          - { name: c, in: [ { value: { id: 1, v: "\\u0085\\t" } } ], out: [ { v: x } ] }
      """,
      """
        tests:
          - { name: a, in: [ { value: { id: 1, v: "$${NAME} #1" } } ], out: [ { v: "$${NAME} #1" } ] }
          - { name: b, in: [ { value: { id: 1, v: "0x1F" } } ], out: [ { v: "0x1F" } ] }
          - { name: c, in: [ { value: { id: 1, v: "\\u0085\\t" } } ], out: [ { v: "\\u0085\\t" } ] }
      """),
  ]

  private static func file(_ tests: String) -> String {
    head + "\n"
      + tests.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n") + "\n"
  }

  @Test("is written over what was wanted, and all else stays as it stands", arguments: updates)
  fileprivate func written(_ update: Update) throws {
    for lineEnd in ["\n", "\r\n"] {
      let (before, after) = (Self.file(update.before), Self.file(update.after))
      let bench = TestWorkbench(before.replacing("\n", with: lineEnd))
      let results = try bench.update()
      #expect(results.allSatisfy { $0 == .written }, "\(results)")
      #expect(Array(bench.text.utf8) == Array(after.replacing("\n", with: lineEnd).utf8))
      // And so it passes, and is written no more.
      #expect(try bench.differences() == [])
      #expect(try bench.update().allSatisfy { $0 == .none })
    }
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
    #expect(reason.hasPrefix("the pipeline stops: a record breaks its contract"))
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

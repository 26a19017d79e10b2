import Configuration
import TestSupport
import Testing

@testable import OuzelCLI

/// A pair of values that a test holds against each other.
private struct Pair: Sendable, CustomTestStringConvertible {
  let type: String
  let read: String
  let wanted: String
  var testDescription: String { "\(type): \(read) as \(wanted)" }

  init(_ type: String, _ read: String, _ wanted: String) {
    self.type = type
    self.read = read
    self.wanted = wanted
  }
}

@Suite("A test of a pipeline") struct PipelineTestTests {
  @Test("passes where what comes out is what is wanted, in the columns named")
  func passes() throws {
    let bench = TestWorkbench(
      fields: "{ id: int32, placed: timestamp }", steps: "[ { set: { hour: hour(placed) } }, { filter: id > 0 } ]",
      tests: """
        - name: three kinds of end
          in:
            - value: { id: 1, placed: "2018-06-08 16:26:00" }
            - value: { id: x }
            - value: { id: 0 }
            - raw: '{"id": 2, "placed": "2018-06-08T04:00:00Z"}'
          out: [ { hour: 16 }, { id: 2, hour: 4 } ]
          dead_letters: [ { message: is no int32, stage: decode } ]
          filtered: 1
        """)
    #expect(try bench.told() == "  ✔ three kinds of end")
  }

  @Test(
    "takes values for the same that the column's type takes for the same",
    arguments: [
      Pair("timestamp", "2018-06-08T16:26:00Z", "2018-06-08 16:26:00"),
      Pair("timestamp", "2018-06-08 18:26:00+02:00", "2018-06-08T16:26:00Z"),
      Pair("timestamp(local)", "2018-06-08T16:26:00", "\"2018-06-08 16:26:00\""),
      Pair("{ type: timestamp, formats: [\"%d-%m-%Y %H:%M\"] }", "08-06-2018 16:26", "2018-06-08 16:26"),
      Pair("{ type: timestamp, formats: [\"%d-%m-%Y %H:%M\"] }", "08-06-2018 16:26", "08-06-2018 16:26"),
      Pair("{ type: timestamp, write: \"%d.%m.%Y\" }", "2018-06-08 16:26:00", "08.06.2018"),
      Pair("date", "2018-06-08", "2018-06-08"), Pair("time", "\"16:26\"", "\"16:26:00\""),
      Pair("int64", "16", "\"16\""), Pair("int64", "null", "null"), Pair("int64", "null", ""),
      Pair("float64", "0.1", "1e-1"), Pair("float64", "0", "-0.0"), Pair("float64", "nan", ".nan"),
      Pair("float64", "\"-inf\"", "-.inf"), Pair("float32", "0.1", "0.1"),
      Pair("\"decimal(12,2)\"", "1.5", "1.50"), Pair("bool", "true", "true"), Pair("text", "16", "16"),
      Pair("text", "\"\"", "\"\""), Pair("text", "\"null\"", "\"null\""),
      Pair("uuid", "8F3B2C105F0E4A539D0A7A6F2F9A1C01", "8f3b2c10-5f0e-4a53-9d0a-7a6f2f9a1c01"),
      Pair("bytes", "aGVsbG8=", "aGVsbG8="), Pair("{ type: bytes, write: hex }", "68656C6c6f", "68656c6c6f"),
      Pair("json", "{ a: 1, b: [1.0, x] }", "{ b: [1, x], a: 1 }"),
      Pair("\"list<int32>\"", "[1, 2]", "[1, \"2\"]"),
      Pair("\"map<text, float64>\"", "{ a: 1, b: 2 }", "{ b: 2.0, a: 1 }"),
      Pair("\"struct<a: timestamp, b: text>\"", "{ a: 2018-06-08, b: x }", "{ b: x, a: \"2018-06-08T00:00:00Z\" }"),
    ])
  fileprivate func same(_ pair: Pair) throws {
    let bench = TestWorkbench(
      fields: "{ v: \(pair.type) }",
      tests: "- { name: t, in: [ { value: { v: \(pair.read) } } ], out: [ { v: \(pair.wanted) } ] }")
    #expect(try bench.told() == "  ✔ t")
  }

  @Test(
    "tells values apart that the column's type tells apart",
    arguments: [
      (Pair("timestamp", "2018-06-08T16:26:00Z", "2018-06-08 16:26:01"), "2018-06-08T16:26:01Z | 2018-06-08T16:26:00Z"),
      (Pair("int64", "16", "null"), "null | 16"), (Pair("int64", "null", "0"), "0 | null"),
      (Pair("float64", "0.1", ".nan"), "nan | 0.1"), (Pair("text", "16", "\"16 \""), "\"16 \" | \"16\""),
      (Pair("text", "null", "\"null\""), "\"null\" | null"), (Pair("text", "\"\"", "null"), "null | \"\""),
      (Pair("json", "{ a: \"1\" }", "{ a: 1 }"), "{\"a\":1} | {\"a\":\"1\"}"),
      (Pair("\"list<int32>\"", "[1, 2]", "[2, 1]"), "[2,1] | [1,2]"),
      (Pair("\"map<text, int32>\"", "{ a: 1 }", "{ a: 1, b: null }"), "{\"a\":1,\"b\":null} | {\"a\":1}"),
    ])
  fileprivate func different(_ pair: Pair, _ told: String) throws {
    let bench = TestWorkbench(
      fields: "{ v: \(pair.type) }",
      tests: "- { name: t, in: [ { value: { v: \(pair.read) } } ], out: [ { v: \(pair.wanted) } ] }")
    #expect(try bench.differences() == ["record 1 v: \(told)"])
  }

  @Test("tells every kind of difference")
  func differences() throws {
    let bench = TestWorkbench(
      fields: "{ id: { type: int32, required: true }, v: text }", steps: "[ { filter: id > 0 } ]",
      tests: """
        - { name: a value, in: [ { value: { id: 1, v: a } } ], out: [ { id: 1, v: b } ] }
        - { name: too few, in: [ { value: { id: 1 } } ], out: [ { id: 1 }, { id: 2, v: b } ] }
        - { name: too many, in: [ { value: { id: 1 } }, { value: { id: 2 } } ], out: [ { id: 1 } ] }
        - { name: none wanted, in: [ { value: { id: 1, v: x } } ], out: [] }
        - { name: another message, in: [ { value: {} } ], dead_letters: [ { message: is no number } ] }
        - { name: another stage, in: [ { value: {} } ], dead_letters: [ { message: is required, stage: decode } ] }
        - { name: no letter came, in: [ { value: { id: 1 } } ], dead_letters: [ { stage: contract } ] }
        - { name: a letter came, in: [ { value: {} } ], out: [] }
        - { name: not filtered, in: [ { value: { id: 1 } } ], filtered: 2 }
        - { name: says nothing, in: [ { value: { id: 1 } } ] }
        """)
    #expect(
      try bench.told() == """
          ✘ a value
            record 1  v  wanted  b
                         got     a
          ✘ too few
            record 2  wanted  { id: 2, v: b }
                      got     no record
          ✘ too many
            record 2  wanted  no record
                      got     { id: 2 }
          ✘ none wanted
            record 1  wanted  no record
                      got     { id: 1, v: x }
          ✘ another message
            dead letter 1  wanted  is no number
                           got     id: is required, but missing (contract)
          ✘ another stage
            dead letter 1  wanted  is required (decode)
                           got     id: is required, but missing (contract)
          ✘ no letter came
            dead letter 1  wanted  any message (contract)
                           got     no dead letter
          ✘ a letter came
            dead letter 1  wanted  no dead letter
                           got     id: is required, but missing (contract)
          ✘ not filtered
            filtered  wanted  2
                      got     0
          ✘ says nothing
            the test  wanted  `out`, `dead_letters` or `filtered`
                      got     nothing to compare with; `--update` writes what comes out
        """)
  }

  @Test("fails where the pipeline would stop")
  func stops() throws {
    let bench = TestWorkbench(
      """
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { id: { type: int32, required: true } }, violation: fail }
          sink: { stdout: { format: json } }
          tests: [ { name: t, in: [ { value: {} } ], out: [] } ]
      """)
    let told = try #require(try bench.differences().first)
    #expect(told.hasPrefix("the pipeline: to go on | test at 0, line 1: a record breaks its contract"))
  }

  @Test("has its own moment, for all that expressions ask of the clock")
  func moment() throws {
    let bench = TestWorkbench(
      fields: "{ id: int32 }",
      steps: "[ { set: { at: now(), day: current_date } }, { filter: \"now() < timestamp '2030-01-01'\" } ]",
      tests: """
        - name: t
          now: 2025-06-01T12:00:00Z
          in: [ { value: { id: 1 } } ]
          out: [ { at: 2025-06-01 12:00:00, day: 2025-06-01 } ]
        """)
    #expect(try bench.told() == "  ✔ t")
  }

  @Test("changes nothing of what its pipeline is")
  func hash() {
    let one = TestWorkbench(fields: "{ id: int32 }", tests: "- { name: t, in: [ { value: { id: 1 } } ], out: [] }")
    let other = TestWorkbench(fields: "{ id: int32 }", tests: "- { name: u, in: [], out: [] }")
    let (old, new) = (one.session().checked, other.session().checked)
    #expect(old.plan?.pipelines.first?.hash == new.plan?.pipelines.first?.hash)
    #expect(old.plan?.pipelines.first?.hash != nil)
    #expect(!Comparison(old: old, new: new).text.contains("tests"))
  }

  @Test("is asked for where there is none, with how one is written")
  func none() throws {
    let bench = TestWorkbench(
      "pipelines: { p: { source: { stdin: { format: json } }, contract: { fields: { id: int32, a: text } }, sink: stdout } }"
        .replacing("sink: stdout", with: "sink: { stdout: { format: json } }"))
    let problem = #expect(throws: UsageProblem.self) { _ = try bench.session().run(only: []) }
    #expect(
      problem?.message == """
        `p` has no tests. Write what goes in, for instance

          p:
            tests:
              - name: what comes out of a record
                in:
                  - value: { id: …, a: … }

        and `ouzel test --update` writes what comes out.
        """)
  }

  @Test("of another pipeline is left alone with --only, and a name that none has is told")
  func only() throws {
    let bench = TestWorkbench(
      """
      defaults:
        source: { stdin: { format: json } }
        contract: { fields: { id: int32 } }
        sink: { stdout: { format: json } }
        tests: [ { name: t, in: [ { value: { id: 1 } } ], out: [ { id: 1 } ] } ]
      pipelines: { a: {}, b: {} }
      """)
    #expect(try bench.session().run(only: ["b"])?.map(\.pipeline) == ["b"])
    let problem = #expect(throws: UsageProblem.self) { _ = try bench.session().run(only: ["bb"]) }
    #expect(problem?.message == "there is no pipeline `bb`; there is `a` or `b`")
  }

  @Test("of an example passes")
  func examples() throws {
    var count = 0
    for folder in Checkout.names("Examples") {
      let session = TestSession(
        files: ["\(folder).yaml"],
        surroundings: .init(environment: [:], workingDirectory: "\(Checkout.folder)/Examples/\(folder)"))
      for result in try session.run(only: []) ?? [] {
        count += 1
        #expect(result.differences == [], "\(folder): \(result.test.name)")
      }
    }
    #expect(count >= 5)
  }
}

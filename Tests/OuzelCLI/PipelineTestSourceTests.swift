import Configuration
import TestSupport
import Testing

@testable import OuzelCLI

@Suite("A test of a pipeline gives its source") struct PipelineTestSourceTests {
  @Test("has what a message has beside its value, and what is made of its place")
  func metadata() throws {
    let bench = TestWorkbench(
      fields: "{ id: int32 }",
      steps: """
        [ { set: { k: _key, t: _topic, p: _partition, o: _offset, at: _timestamp, h: "_headers['origin']", u: record_uuid() } } ]
        """,
      tests: """
        - name: given
          in: [ { value: { id: 1 }, key: "labs.json", topic: other, partition: 2, offset: 5555, timestamp: 2018-06-08, headers: { origin: shop } } ]
          out: [ { k: labs.json, t: other, p: 2, o: 5555, at: 2018-06-08, h: shop } ]
        - name: not given
          now: 2025-06-01
          in: [ { value: { id: 1 } }, { value: { id: 2 } } ]
          out:
            - { k: null, t: orders, p: 0, o: 0, at: 2025-06-01, h: null }
            - { o: 1 }
        """)
    #expect(try bench.told() == "  ✔ given\n  ✔ not given")
  }

  @Test("fails alone where its file isn't there, and the others run")
  func missing() throws {
    let bench = TestWorkbench(
      fields: "{ id: int32 }",
      tests: """
        - { name: missing, in: [ { file: nope.json } ], out: [ { id: 1 } ] }
        - { name: there, in: [ { value: { id: 1 } } ], out: [ { id: 1 } ] }
        """)
    let told = try bench.told()
    #expect(told.contains("✘ missing") && told.contains("✔ there"), "\(told)")
    #expect(told.split(separator: "nope.json").count == 2, "\(told)")
    let results = try bench.session().run(only: []) ?? []
    let report = JUnitReport(results: results, hidden: HiddenTexts(in: bench.session().checked.tree.root)).text
    #expect(report.contains("tests=\"2\" failures=\"1\""))
  }

  @Test("reads CSV by a header of its own, text as it stands, and whole files")
  func files() throws {
    let bench = TestWorkbench(
      """
      pipelines:
        p:
          source: { files: { path: "*.csv", format: { csv: { delimiter: ";" } } } }
          contract: { fields: { id: int32, name: text, more: json } }
          steps: [ { set: { file: _file } } ]
          sink: { stdout: { format: json } }
          tests:
            - name: values
              in:
                - value: { id: 1, name: "a;b \\"c\\"" }
                - value: { name: "", more: { x: [1, "2"] }, id: null }
                - value: { ID: 3 }
              out: [ { id: 1, name: "a;b \\"c\\"" }, { id: null, name: "", more: { x: [1, "2"] } }, { id: 3, name: null } ]
            - name: text
              in: [ { raw: "name;id\\n\\"x\\ny\\";1\\nz;q\\n" } ]
              out: [ { id: 1, name: "x\\ny" } ]
              dead_letters: [ { message: "id:", stage: decode } ]
            - name: a file
              in: [ { file: data/two.csv } ]
              out: [ { id: 1, file: data/two.csv }, { id: 2 } ]
        headless:
          source: { files: { path: "*.csv", format: { csv: { header: false } } } }
          contract: { fields: { id: int32, name: text } }
          sink: { stdout: { format: json } }
          tests: [ { name: by order, in: [ { value: { name: "2", ID: 1 } } ], out: [ { id: 1, name: "2" } ] } ]
      """)
    bench.folder.write("id;name\n1;a\n2;b", to: "data/two.csv")
    #expect(try bench.told() == "  ✔ values\n  ✔ text\n  ✔ a file\nheadless\n  ✔ by order")
  }

  @Test("holds the records of each sink against those wanted of it")
  func sinks() throws {
    let bench = TestWorkbench(
      """
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { total: int32 } }
          sinks:
            large: { stdout: { format: json }, when: 100 / total < 1, steps: [ { set: { big: true } } ] }
            rest: { stdout: { format: json }, when: total > 0 }
          tests:
            - name: both
              in: [ { value: { total: 200 } }, { value: { total: 0 } }, { value: { total: -1 } }, { value: { total: 5 } } ]
              out: { large: [ { total: 200, big: true }, { total: -1 } ], rest: [ { total: 200 }, { total: 5 } ] }
              dead_letters: [ { stage: when } ]
            - name: one
              in: [ { value: { total: 200 } } ]
              out: { large: [ { big: false } ] }
      """)
    #expect(
      try bench.told() == """
          ✔ both
          ✘ one
            record 1 of large  big  wanted  false
                                    got     true
        """)
  }

  @Test("shows of a value that chooses no contract only the beginning")
  func longChoice() throws {
    let bench = TestWorkbench(
      """
      connections: { bus: { type: embedded, path: bus.db } }
      contracts:
        lab: { fields: { value: float64 } }
      pipelines:
        p:
          source: { topic: { connection: bus, name: t, format: json } }
          contract: { by: _key, map: { labs: lab }, otherwise: dead_letter }
          sink: { stdout: { format: json } }
          tests:
            - name: t
              in: [ { value: { x: 1 }, key: "\(String(repeating: "k", count: 500))" } ]
              dead_letters: [ { message: "«\(String(repeating: "k", count: 40))…» chooses no contract" } ]
      """)
    #expect(try bench.differences() == [])
  }

  @Test("tells records of several contracts in the order in which they were read")
  func contracts() throws {
    let bench = TestWorkbench(
      """
      connections: { bus: { type: embedded, path: bus.db } }
      contracts:
        lab: { fields: { value: float64 } }
        med: { fields: { dose: int32 } }
      pipelines:
        p:
          source: { topic: { connection: bus, name: t, format: json } }
          contract: { by: _key, map: { labs: lab, meds: med }, otherwise: dead_letter }
          sink: { stdout: { format: json } }
          tests:
            - name: t
              in:
                - { value: { dose: 1 }, key: meds }
                - { value: { value: 1.5 }, key: labs }
                - { value: { x: 1 }, key: other }
                - { value: { dose: 2 }, key: meds }
              out: [ { dose: 1 }, { value: 1.5 }, { value: 2 } ]
              dead_letters: [ { message: chooses no contract } ]
      """)
    #expect(try bench.differences() == ["record 3 value: 2 | no such column"])
  }

  @Test("and sinks that remember nothing of the test before")
  func newSinks() throws {
    let test = "{ name: NAME, in: [ { value: { id: 1 } }, { value: { id: 2 } } ], out: [ { id: 1 }, { id: 2 } ] }"
    let bench = TestWorkbench(
      """
      connections: { store: { type: sqlite, path: store.db } }
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { id: { type: int32, required: true } } }
          sink: { table: { connection: store, name: "t_{id}", max_targets: 2 } }
          tests:
            - \(test.replacing("NAME", with: "a"))
            - \(test.replacing("NAME", with: "b").replacing("1", with: "3"))
      """)
    #expect(try bench.told() == "  ✔ a\n  ✔ b")
  }

  @Test("fields that no contract names, where they are kept")
  func unknown() throws {
    let bench = TestWorkbench(
      """
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { id: int32 }, unknown: keep }
          sink: { stdout: { format: json } }
          tests:
            - { name: a, in: [ { value: { id: 1, x: [1, "a"], y: s } } ], out: [ { id: 1, x: [1.0, a], y: t, z: null } ] }
            - { name: b, in: [ { value: { id: 1, x: [1, "a"], y: s } } ] }
      """)
    #expect(try bench.differences().first == "record 1 y: \"t\" | \"s\"")
    #expect(try bench.update() == [.written, .written])
    #expect(bench.text.contains("out: [ { id: 1, x: [1.0, a], y: \"s\", z: null } ]"))
    #expect(bench.text.contains("out: [ { id: 1, x: [1,\"a\"], \"y\": \"s\" } ]"))
    #expect(try bench.differences() == [])
  }

  @Test("shows what a sink refuses, and opens none")
  func sinkRefuses() throws {
    let bench = TestWorkbench(
      """
      connections: { store: { type: sqlite, path: data/store.db } }
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { id: int32, name: text } }
          sink: { table: { connection: store, name: people, key: [id] } }
          tests:
            - name: t
              in: [ { value: { name: a } }, { value: { id: 1 } } ]
              out: [ { id: 1 } ]
              dead_letters: [ { message: "id: is null", stage: sink } ]
      """)
    #expect(try bench.told() == "  ✔ t")
    #expect(FileAccess.disk.names(bench.folder.path) == ["c.yaml"])
  }

  @Test("gives records to a source that makes its own")
  func generator() throws {
    let bench = TestWorkbench(
      """
      pipelines:
        p:
          source: { generator: { kind: orders } }
          steps: [ { set: { hour: hour(order_purchase_timestamp) } } ]
          sink: { stdout: { format: json } }
          tests:
            - name: t
              in: [ { value: { order_status: created, order_estimated_delivery_date: 2018-06-20, order_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c01, customer_id: 8f3b2c105f0e4a539d0a7a6f2f9a1c01, order_purchase_timestamp: 2018-06-08 16:26:00 } } ]
              out: [ { hour: 16 } ]
      """)
    #expect(try bench.told() == "  ✔ t")
  }
}

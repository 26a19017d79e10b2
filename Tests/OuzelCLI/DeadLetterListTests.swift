import Configuration
import TestSupport
import Testing

@testable import OuzelCLI

@Suite("Dead letters are listed") struct DeadLetterListTests {
  @Test("with the sink where a pipeline has several, but for what failed before they part")
  func owners() throws {
    let bench = TestWorkbench(
      """
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { id: int32 } }
          sinks: { x: { stdout: { format: json } }, y: { stdout: { format: json } } }
      """)
    let plan = try #require(bench.session().checked.plan)
    let owner = { (sink: String, stage: String) in DeadLettersCommand.owner("p", sink, stage, plan) }
    for stage in ["sink", "step 2 (validate)", "step 1 of y (validate)"] { #expect(owner("y", stage) == "p → y") }
    for stage in ["sink", "when", "step 1 of x (validate)"] { #expect(owner("x", stage) == "p → x") }
    for stage in ["decode", "contract", "step 1 (validate)"] { #expect(owner("x", stage) == "p") }
    #expect(owner("sink", "sink") == "p")
  }

  @Test("of a step that one sink alone has with its own number, and the sink")
  func ownSteps() throws {
    let bench = TestWorkbench(
      """
      pipelines:
        p:
          source: { stdin: { format: json } }
          contract: { fields: { id: int32 } }
          steps: [ { filter: id > 0 } ]
          sinks:
            x: { stdout: { format: json } }
            y: { stdout: { format: json }, steps: [ { validate: { big: id > 1 } } ] }
          tests:
            - name: small
              in: [ { value: { id: 1 } } ]
              out: { x: [ { id: 1 } ], y: [] }
              dead_letters: [ { stage: step 1 of y (validate) } ]
      """)
    #expect(try bench.told() == "  ✔ small")
  }

  @Test("of pipelines that there are, or were")
  func unknown() throws {
    let bench = TestWorkbench(fields: "{ id: int32 }", tests: "[]")
    let text = bench.text.replacing("tests:", with: "was: former").replacing("      []", with: "")
    bench.folder.write(text, to: "c.yaml")
    let checked = bench.session().checked
    let plan = try #require(checked.plan, "\(checked.told)")
    #expect(DeadLettersCommand.unknown("pp", plan)?.contains("there is no pipeline `pp`") == true)
    for known in [nil, "p", "former"] { #expect(DeadLettersCommand.unknown(known, plan) == nil) }
  }

  @Test("and a flag of another form is refused with the right one")
  func misuse() {
    let misuse = { LetterFlags.misuse(of: [$1], with: $0) }
    #expect(misuse("list", "reveal")?.contains("show NUMBER --reveal") == true)
    #expect(misuse("show", "reveals")?.contains("list --reveals") == true)
    #expect(misuse("list", "reveals") == nil)
    #expect(misuse("show", "reveal") == nil)
    #expect(misuse("list", "output") == "`--output` is for `export`, not for `list`")
  }
}

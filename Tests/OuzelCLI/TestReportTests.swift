import Configuration
import TestSupport
import Testing

@testable import OuzelCLI

@Suite("The report of tests") struct TestReportTests {
  private static let hasPython = OtherProgram("python3") != nil

  private static func bench() -> TestWorkbench {
    TestWorkbench(
      fields: "{ id: int32, v: text, secret: { type: text, pii: true } }",
      steps: "[ { set: { w: \"'${file:pw}'\" } } ]",
      tests: """
        - { name: right, in: [ { value: { id: 1 } } ], out: [ { id: 1 } ] }
        - { name: "wrong <&\\">\\n]]>", in: [ { value: { id: 1, v: "a\\u001b[31m<b>\\nc", secret: ada@example.org } } ], out: [ { v: "«ü»", secret: x, w: x } ] }
        """)
  }

  private func results(_ bench: TestWorkbench) throws -> (results: [TestResult], hidden: HiddenTexts) {
    bench.folder.write("hunter2\n", to: "pw")
    let session = bench.session()
    return (try session.run(only: []) ?? [], HiddenTexts(in: session.checked.tree.root))
  }

  @Test("shows values, personal ones too, but no secret and nothing that would command a terminal")
  func shown() throws {
    let (results, hidden) = try results(Self.bench())
    let text = TestReport(results: results, hidden: hidden, isColoured: false).text
    #expect(
      text == """
        p
          ✔ right
          ✘ wrong <&">\\n]]>
            record 1  v       wanted  «ü»
                              got     "a\\u001b[31m<b>\\nc"
                      secret  wanted  x
                              got     ada@example.org
                      w       wanted  x
                              got     ${file:pw}

        2 tests: 1 passed, 1 failed
        """)
    let coloured = TestReport(results: results, hidden: hidden, isColoured: true).text
    #expect(coloured.contains("\u{1b}[32m✔\u{1b}[0m right"))
    #expect(coloured.hasSuffix("\u{1b}[31m2 tests: 1 passed, 1 failed\u{1b}[0m"))
  }

  @Test("tells a file that a test wants and that isn't there, with its place")
  func missingFile() throws {
    let bench = TestWorkbench(fields: "{ id: int32 }", tests: "- { name: t, in: [ { file: gone.json } ], out: [] }")
    #expect(
      bench.session().checked.told.contains("c.yaml:9:34: warning: there is no file `gone.json` for the test to read"))
    // The test that fails for it tells it, and no warning beside it.
    let results = try bench.session().run(only: []) ?? []
    #expect(results.map(\.passes) == [false])
    #expect(bench.session().told(beside: results) == "")
  }

  @Test(
    "as JUnit's XML is read by others",
    .enabled(if: hasPython, "python3 is not installed: `Scripts/install-libraries --tests` installs it"))
  func junit() throws {
    let bench = Self.bench()
    let (results, hidden) = try results(bench)
    let text = JUnitReport(results: results, hidden: hidden).text
    #expect(!text.contains("hunter2"))
    bench.folder.write(text, to: "results.xml")
    bench.folder.write(
      """
      import xml.etree.ElementTree as tree
      root = tree.parse("results.xml").getroot()
      print(root.tag, root.get("tests"), root.get("failures"), root.get("errors"), float(root.get("time")) >= 0)
      for suite in root:
          print(suite.tag, suite.get("name"), suite.get("tests"), suite.get("failures"))
          for case in suite:
              print(case.tag, case.get("classname"), repr(case.get("name")), case.get("file"), case.get("line"))
              for failure in case:
                  print(failure.tag, failure.get("message"), failure.get("type"))
                  print(failure.text)
      """, to: "judge.py")
    let (told, isRight) = try #require(OtherProgram("python3")).run("judge.py", in: bench.folder)
    #expect(isRight)
    #expect(
      told == """
        testsuites 2 1 0 True
        testsuite p 2 1
        testcase p 'right' c.yaml 9
        testcase p 'wrong <&">\\n]]>' c.yaml 10
        failure 3 differences difference
        record 1  v       wanted  «ü»
                          got     "a\\u001b[31m<b>\\nc"
                  secret  wanted  x
                          got     ada@example.org
                  w       wanted  x
                          got     ${file:pw}

        """)
  }
}

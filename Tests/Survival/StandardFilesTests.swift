import TestSupport
import Testing

@Suite("Started without standard files") struct StandardFilesTests {
  private let folder = TemporaryFolder()

  private func run(_ source: String, _ redirection: String) -> (lines: [String], status: Int32) {
    folder.write("a\n1\n", to: "in.csv")
    folder.write(
      "pipelines: { p: { source: { \(source) }, contract: { fields: { a: int } }, sink: { stdout: { format: json } } } }",
      to: "p.yaml")
    // The shell's own output holds what the program says; the program itself has less.
    return ShellCommand.run("cd '\(folder.path)' && { '\(programPath())' run p.yaml \(redirection) ; }")
  }

  @Test("records for an output that is closed are not delivered: the run fails, and the next one goes on with them")
  func output() {
    let failed = run("files: { path: in.csv, format: csv }", ">&-")
    #expect(failed.status != 0 && failed.lines.contains { $0.contains("stdout can't be written") })
    let again = run("files: { path: in.csv, format: csv }", "")
    #expect(again.status == 0 && again.lines.contains(#"{"a":1}"#))
  }

  @Test("an input that is closed isn't one without records")
  func input() {
    let failed = run("stdin: { format: csv }", "<&-")
    #expect(failed.status != 0 && failed.lines.contains { $0.contains("stdin can't be read") })
  }

  @Test("messages may go nowhere")
  func messages() {
    #expect(run("files: { path: in.csv, format: csv }", "2>&-").status == 0)
  }
}

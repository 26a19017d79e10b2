import TestSupport
import Testing

@Suite("A record of CSV that is longer than max_record") struct LongRecordTests {
  @Test("is told to be so where a quote opens it that closes too late, and not where nothing closes it")
  func letter() throws {
    func bench(_ text: String, _ letters: String, rows: Int) -> TestWorkbench {
      let bench = TestWorkbench(
        """
        max_record: 100B
        pipelines:
          p:
            source: { files: { path: "*.csv", format: { csv: { header: false } } } }
            contract: { fields: { id: int32, name: text } }
            sink: { stdout: { format: json } }
            tests:
              - { name: t, in: [ { file: f.csv } ], out: [\(String(repeating: "{ name: x },", count: rows))], dead_letters: \(letters) }
        """)
      bench.folder.write(text, to: "f.csv")
      return bench
    }
    let lines = String(repeating: "2,x\n", count: 40)
    let mend = "is never closed, as far as max_record (100) goes: if it is one long field, raise `max_record`"
    let letters = "[ { message: \"\(mend)\" }, { message: is never closed } ]"
    let long = try bench("1,\"\n" + lines + "\"\n", letters, rows: 40).told()
    #expect(long == "  ✔ t", "\(long)")
    let short = try bench("1,\"\n2,x\n", "[ { message: max_record } ]", rows: 1).told()
    #expect(short.contains("is never closed") && !short.contains("as far as"))
  }
}

import TestSupport
import Testing

/// Files of CSV as people have them, read by the built program.
@Suite struct AwkwardFileTests {
  @Test(
    "an awkward file is read as it should be, and what can't be read is told with its line",
    arguments: AwkwardFile.quotes + AwkwardFile.lines + AwkwardFile.others)
  func reads(file: AwkwardFile) {
    expect(file, file.bytes, named: file.name)
  }

  @Test("a file of several packed pieces is all of them", arguments: [("gzip", "gz"), ("zstd", "zst")])
  func packed(program: String, ending: String) throws {
    let folder = TemporaryFolder()
    // The first piece ends within a quoted field.
    for (place, text) in ["a,b\n1,\"x", "\ny\"\n", "", "2,z"].enumerated() { folder.write(text, to: "\(place)") }
    let (_, status) = ShellCommand.run("cd '\(folder.path)' && for i in 0 1 2 3; do \(program) -c $i >>all; done")
    try #require(status == 0)
    let (lines, _) = ShellCommand.run("od -An -v -tu1 '\(folder.path)/all'")
    let bytes = lines.joined(separator: " ").split(separator: " ").compactMap { UInt8($0) }
    let file = AwkwardFile("pieces", "", [#"{"a":"1","b":"x\ny"}"#, #"{"a":"2","b":"z"}"#])
    expect(file, bytes, named: "in.csv.\(ending)")
  }

  private func expect(_ file: AwkwardFile, _ bytes: [UInt8], named name: String) {
    let read = BuiltProgram().read(
      bytes, named: name, format: file.format, fields: file.fields, maxRecord: file.maxRecord)
    #expect(read.lines == file.wanted, "\(read.said)")
    #expect(read.letters == file.letters.map { .init(line: $0.line, because: $0.because) })
  }
}

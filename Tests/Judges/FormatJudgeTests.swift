import Glibc
import TestSupport
import Testing

/// The built program's CSV and JSON, held against what Python, pyarrow and DuckDB make of the same tables.
@Suite struct FormatJudgeTests {
  /// The folder of the judges, in the checkout that the tests were built from.
  private static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/Scripts/judge-formats"
  }()

  /// The Python that has the judges: that of `Scripts/install-libraries --tests`, or the system's.
  private static let python: String? = [folder + "/../../.build/judges/bin/python3", "python3"].first { python in
    ShellCommand.run("'\(python)' -c 'import duckdb, pyarrow.csv, pyarrow.json'").status == 0
  }

  @Test(
    "tables of made-up values, written in made-up ways, mean the same to the program and its judges, both ways",
    .enabled(if: python != nil, "python3 finds no duckdb or no pyarrow: Scripts/install-libraries --tests"))
  func formats() throws {
    let seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt32(String(cString: $0)) } ?? .random(in: 0...UInt32.max)
    print("judging with OUZEL_SEED=\(seed)")
    let python = try #require(Self.python)
    let (lines, status) = ShellCommand.run("'\(python)' '\(Self.folder)/judge.py' '\(BuiltProgram.path)' \(seed)")
    for line in lines where line.hasPrefix("✘") { Issue.record("\(line)") }
    #expect(status == 0, "\(lines.suffix(20).joined(separator: "\n"))")
    if let summary = lines.last { print(summary) }
  }
}

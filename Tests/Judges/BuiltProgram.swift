import Glibc
import TestSupport

/// The program that was built beside the tests, run over one file.
struct BuiltProgram {
  /// A record that could not be read: its line, and why.
  struct Letter: Equatable, CustomStringConvertible {
    let line: Int?
    let because: String
    var description: String { "\(line.map { "line \($0)" } ?? "no line"): \(because)" }
  }

  static let path: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &path, path.count)
    let own = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/ouzel"
  }()

  private let folder = TemporaryFolder()

  /// Reads a file of the name and gives what is written of it as lines of JSON, and the letters.
  func read(
    _ bytes: [UInt8], named name: String, format: String, fields: String, maxRecord: String = "32MiB"
  ) -> (lines: [String], letters: [Letter], said: String) {
    folder.write(bytes, to: name)
    folder.write(
      """
      {"max_record": "\(maxRecord)", "pipelines": {"p": {"source": {"files": {"path": "\(name)", "format": \(format)}},
       "contract": {"fields": {\(fields)}}, "sink": {"stdout": {"format": "json"}}}}}
      """, to: "c.json")
    let program = "cd '\(folder.path)' && timeout 120 '\(Self.path)'"
    _ = ShellCommand.run("(\(program) run c.json >out.jsonl 2>said </dev/null)")
    let (said, _) = ShellCommand.run("cat '\(folder.path)/said'")
    let (lines, _) = ShellCommand.run("cat '\(folder.path)/out.jsonl'")
    var letters: [Letter] = []
    while case let (shown, status) = ShellCommand.run("\(program) dead-letters show \(letters.count + 1) c.json"),
      status == 0
    {
      func value(_ name: String) -> Substring? {
        shown.first { $0.hasPrefix(name + " ") }?.dropFirst(name.count).drop { $0 == " " }
      }
      let line = value("position")?.split(separator: "line ").last.flatMap { Int($0) }
      letters.append(Letter(line: line, because: String(value("because") ?? "")))
    }
    return (lines, letters, said.joined(separator: "\n"))
  }
}

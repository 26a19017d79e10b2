import Columns
import Expressions
import Glibc
import TestSupport
import Testing

/// Expressions over random columns, held against what DuckDB and PostgreSQL make of them.
@Suite("Judges", .serialized)
struct JudgeTests {
  /// One table and our results over it, for both judges.
  private static let case_ = Result { try JudgedCase() }

  @Test(
    "DuckDB gives the same", .enabled(if: Judge.hasDuckDB, "python3 finds no duckdb: Scripts/install-libraries --tests")
  )
  func duckDB() throws { try judge("duckdb") }

  @Test(
    "PostgreSQL gives the same where both judges agree",
    .enabled(if: Judge.hasPostgreSQL, "PostgreSQL's programs aren't here: Scripts/install-libraries --tests"))
  func postgreSQL() throws { try judge("postgresql") }

  @Test("every function and operator has a line that is judged")
  func everyFunction() throws {
    let lines = try Judge.expressions().map { $0.lowercased() }
    // Of these no other database can say what they give.
    let alone: Set<String> = ["now", "localtimestamp", "current_date", "record_uuid", "hash", "uuid_v5"]
    let missing = Function.catalogue.filter { function in
      guard !alone.contains(function.name) else { return false }
      let isWord = function.name.first?.isLetter == true
      return !([function.name] + function.aliases).contains { name in
        lines.contains { $0.contains(isWord ? name + "(" : name) }
      }
    }
    #expect(missing.map(\.name) == [])
  }

  private func judge(_ name: String) throws {
    let judged = try Self.case_.get()
    let (output, status) = Judge.run("\(Judge.folder)/judge.py", name, judged.folder.path)
    for line in output where line.hasPrefix("✘") { Issue.record("OUZEL_SEED=\(judged.seed) \(line)") }
    #expect(status == 0, "\(output.suffix(20).joined(separator: "\n"))")
    if let summary = output.last { print(summary) }
  }
}

/// A table and our results of all expressions over it, written where a judge reads them.
struct JudgedCase {
  let seed: UInt64
  let folder: TemporaryFolder

  init() throws {
    seed = unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0...UInt64.max)
    print("judging with OUZEL_SEED=\(seed)")
    folder = TemporaryFolder()
    let table = JudgedTable(seed: seed)
    var rows: [String] = []
    let texts = zip(table.batch.schema.fields, table.batch.columns).map { ($0.name, $1.judged) }
    for row in 0..<table.batch.count {
      rows.append("{" + texts.map { "\($0.quoted): \($1.text(row)?.quoted ?? "null")" }.joined(separator: ",") + "}")
    }
    let types = table.batch.schema.fields.map { "\($0.name.quoted): \("\($0.type)".quoted)" }
    folder.write(rows.joined(separator: "\n"), to: "table.jsonl")
    folder.write("{" + types.joined(separator: ",") + "}", to: "types.json")
    var results: [String] = []
    for (place, line) in try Judge.expressions().enumerated() {
      results.append("{\"line\": \(place + 1), \(Self.result(line, table.batch))}")
    }
    folder.write(results.joined(separator: "\n"), to: "results.jsonl")
    // Whoever works on a judge runs it by hand.
    if let kept = unsafe getenv("OUZEL_JUDGED") {
      _ = unsafe system("mkdir -p '\(String(cString: kept))' && cp '\(folder.path)'/* '\(String(cString: kept))'")
    }
  }

  /// What we make of a line: a problem, or a type with the values and failures of its rows.
  private static func result(_ line: String, _ batch: ColumnBatch) -> String {
    do {
      let evaluated = try Expression(line).checked(against: batch.schema).evaluate(batch)
      let texts = evaluated.column.judged
      let values = (0..<texts.count).map { texts.text($0)?.quoted ?? "null" }.joined(separator: ",")
      let failures = evaluated.failures.map { "\"\($0.row)\": \($0.message.quoted)" }.joined(separator: ",")
      return "\"type\": \"\(evaluated.column.type)\", \"values\": [\(values)], \"failures\": {\(failures)}"
    } catch let problem as ExpressionProblem {
      return "\"problem\": \(problem.sentence.quoted)"
    } catch let problems as ExpressionProblems {
      return "\"problem\": \(problems.all.map(\.sentence).joined(separator: "; ").quoted)"
    } catch { return "\"problem\": \("\(error)".quoted)" }
  }
}

/// The judges' programs, where they are.
enum Judge {
  /// The folder of the judges, in the checkout that the tests were built from.
  static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    return parts.joined(separator: "/") + "/Scripts/judge-expressions"
  }()

  /// The Python that has DuckDB: that of `Scripts/install-libraries --tests`, or the system's.
  private static let python: String? = [folder + "/../../.build/judges/bin/python3", "python3"].first { python in
    ShellCommand.run("'\(python)' -c 'import duckdb'").status == 0
  }

  static let hasDuckDB = python != nil
  static let hasPostgreSQL = ShellCommand.run("'\(folder)/postgresql' --check").status == 0

  /// The lines of the file of expressions, those without one being empty.
  static func expressions() throws -> [String] {
    let file = folder + "/expressions.sql"
    let (lines, status) = ShellCommand.run("cat '\(file)'")
    if status != 0 { throw Missing(file: file) }
    return lines.map { line in
      let expression = line.firstRange(of: " -- ").map { String(line[..<$0.lowerBound]) } ?? line
      return line.hasPrefix("--") ? "" : expression
    }
  }

  struct Missing: Error { let file: String }

  /// Runs a judge: the lines that it writes, and how it ended.
  static func run(_ arguments: String...) -> (lines: [String], status: Int32) {
    ShellCommand.run(([python ?? "python3"] + arguments).map { "'\($0)'" }.joined(separator: " "))
  }
}

extension Column {
  /// The column as a judge compares it: bytes as base64, everything else as its text.
  fileprivate var judged: Column { type == .text ? self : asText(type == .bytes ? .iso : .sql) }
}

extension String {
  /// The text as JSON writes it.
  fileprivate var quoted: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\0"..."\u{1f}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

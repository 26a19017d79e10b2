/// No type holds one record: what records pass through works on whole columns, and what would bring single records
/// back is found here by its looks.
enum ColumnRules {
  /// The folders that records pass through. (Clients speak their protocols' words; the configuration has no records.)
  static let recordPath = [
    "Columns", "Encodings", "Contracts", "Formats/", "Steps", "Expressions", "Engine", "Connectors/",
  ]

  /// Something that looks like a record and is none.
  struct Exception: Sendable {
    let file: String
    /// A piece of the line that is meant.
    let line: String
    let reason: String
  }

  /// A line that breaks a rule.
  struct Finding: Equatable, Sendable {
    let file: String
    let line: Int
    let code: String
    let rule: String

    var description: String { "\(file):\(line): \(rule): \(code)" }
  }

  static func holds(_ path: String) -> Bool {
    recordPath.contains { path.hasPrefix("Sources/\($0)" + ($0.hasSuffix("/") ? "" : "/")) }
  }

  /// All that looks like a record in a file, exceptions included.
  static func findings(in file: SourceFile) -> [Finding] {
    guard holds(file.path) else { return [] }
    return patterns(in: file) + cellEnums(in: file)
  }

  /// The findings that no exception excuses, and the exceptions that excuse nothing.
  static func complaints(about files: [SourceFile], exceptions: [Exception]) -> [String] {
    let findings = files.flatMap(findings)
    func excuses(_ exception: Exception, _ finding: Finding) -> Bool {
      exception.file == finding.file && finding.code.contains(exception.line)
    }
    let open = findings.filter { finding in !exceptions.contains { excuses($0, finding) } }.map(\.description)
    let stale = exceptions.filter { exception in !findings.contains { excuses(exception, $0) } }
      .map { "\($0.file): nothing there needs the exception for `\($0.line)` any more" }
    return open + stale
  }

  /// What gives a record away, a line at a time.
  private static var looks: [(rule: String, look: Regex<AnyRegexOutput>)] {
    [
      (
        "a type named for one record or one value",
        Regex(
          #/\b(?:struct|class|actor|enum|protocol|typealias)\s+(?:Any)?(?:Record|Row|Tuple|Entity|Cell|Value|Datum|Document)\b/#
        )
      ),
      ("a value of any type", Regex(#/\b(?:Any|AnyObject|AnyHashable)\b/#)),
      (
        "values by field name",
        Regex(#/\[String\s*:\s*(?:String|Substring|Int\d+|UInt\d*|Double|Float|Bool|any\b|\w*(?:Value|Cell)\b)/#)
      ),
      (
        "rows of values",
        Regex(#/\[\[(?:String|Substring|Int\d*|UInt\d*|Double|Float|Bool|any\b|\w*(?:Value|Cell))\b\??\]\]/#)
      ),
      ("values one by one", Regex(#/\[(?:String|Substring|Int64|Double|Bool|any\s\w+)\?\]/#)),
      (
        "an object a record",
        Regex(#/\b(?:Codable|Decodable|Encodable|Mirror)\b/#)
      ),
    ]
  }

  private static func patterns(in file: SourceFile) -> [Finding] {
    let looks = looks
    return file.lines.compactMap { line in
      // A table that is made once is no record.
      if line.code.utf8.contains("static let ".utf8) { return nil }
      return looks.first { line.code.contains($0.look) }.map { broken in
        Finding(
          file: file.path, line: line.number, code: String(line.code.trimmingPrefix { $0 == " " }), rule: broken.rule)
      }
    }
  }

  /// The enums that can hold a value of more than one kind: a cell.
  private static func cellEnums(in file: SourceFile) -> [Finding] {
    file.code.matches(of: /\benum\s+(\w+)[^{]*\{/).compactMap { match in
      var depth = 1
      var body = ""
      for character in file.code[match.range.upperBound...] {
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
        if depth == 0 { break }
        if depth == 1 { body.append(character) }
      }
      let payloads = body.matches(of: /\bcase\b[^\n]*/).flatMap { line in
        line.output.matches(of: /\w\(\s*(?:\w+\s*:\s*)?([^,()]+)\)/).map { String($0.1) }
      }
      // One that holds other things beside values is something else: a part of an expression, say.
      let isCell = payloads.allSatisfy { valueKind($0) != nil || $0.contains(match.1) }
      guard isCell && Set(payloads.compactMap(valueKind)).count > 1 else { return nil }
      return Finding(
        file: file.path, line: file.line(of: match.range.lowerBound), code: "enum \(match.1)",
        rule: "an enum that holds one value of several types")
    }
  }

  private static func valueKind(_ type: String) -> String? {
    switch type {
    case "Int", "Int8", "Int16", "Int32", "Int64", "Int128", "UInt", "UInt8", "UInt16", "UInt32", "UInt64": "integer"
    case "Double", "Float": "float"
    case "String", "Substring", "StaticString": "text"
    case "[UInt8]", "Buffer", "UnsafeRawBufferPointer": "bytes"
    case "Bool": "bool"
    default: nil
    }
  }
}

extension ColumnRules {
  static let exceptions: [Exception] = [
    Exception(
      file: "Sources/Columns/Cells.swift", line: "struct Cell",
      reason: "where a cell's bytes begin and end: the value stays in the buffer until its whole column is read"),
    Exception(
      file: "Sources/Columns/Codec.swift", line: "struct Row",
      reason: "where a row's bytes begin and end, for positions and dead letters: it holds no value"),
    Exception(
      file: "Sources/Formats/CSV/CSVIndexer.swift", line: "struct Record",
      reason: "how far the record at hand is cut into cells: places in the bytes, no values"),
    Exception(
      file: "Sources/Expressions/Syntax/Syntax.swift", line: "enum Literal",
      reason: "a value in an expression's text, read once, when the configuration is checked"),
    Exception(
      file: "Sources/Contracts/Membership.swift", line: "known: [[UInt8]]",
      reason: "the values that a contract allows, made once, which a whole column is held against"),
    Exception(
      file: "Sources/Contracts/ValuePlaces.swift", line: "init(_ values: [[UInt8]])",
      reason: "the same values, found by their hash"),
    Exception(
      file: "Sources/Engine/Pipeline/DriverLoop.swift", line: "_ what: Any",
      reason: "an event or an action on its way into the trace, never a record"),
  ]
}

/// A Swift file: its path from the root, its text, and its code (the text with comments and literals blanked out).
struct SourceFile: Sendable {
  let path: String
  let text: String
  let code: String
  /// The modules that the file imports.
  let imports: [ImportLine]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    code = BlankedCode(text).code
    imports = Self.lines(of: code).filter { $0.code.utf8.contains("import ".utf8) }
      .compactMap { ImportLine($0.code, line: $0.number) }
  }

  /// The code's lines that aren't empty, with their numbers from 1.
  var lines: [(number: Int, code: Substring)] { Self.lines(of: code) }

  private static func lines(of code: String) -> [(number: Int, code: Substring)] {
    code.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      .compactMap { line in
        line.element.allSatisfy { $0 == UInt8(ascii: " ") } ? nil : (line.offset + 1, Substring(line.element))
      }
  }

  /// `path:line`, as an editor opens it.
  func place(_ line: Int) -> String { "\(path):\(line)" }

  /// The number of the line that holds `index` of the code.
  func line(of index: String.Index) -> Int { code[..<index].count { $0 == "\n" } + 1 }
}

/// One import: what, and how far it shows.
struct ImportLine: Equatable, Sendable {
  let module: String
  /// `public`, `package` and so on; empty where none is written.
  let access: String
  let line: Int

  init?(_ code: Substring, line: Int) {
    // Attributes before, a kind of declaration between, a submodule behind.
    let form =
      #/
      ^\s* (?:@\w+(?:\([^)]*\))?\s+)* (public|package|internal|fileprivate|private)? \s* import \s+
      (?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)? (\w+)
      /#
    guard let match = code.firstMatch(of: form) else { return nil }
    module = String(match.2)
    access = match.1.map(String.init) ?? ""
    self.line = line
  }
}

import Specifications

/// Where a contract stands that is not written in the configuration: `sql:tables.sql#orders`.
struct ContractReference {
  /// What a reference begins with.
  enum Scheme: String, CaseIterable {
    case sql, columns, table
    case jsonSchema = "jsonschema"
  }

  /// Schemes that the language has and this build lacks.
  private static let later = ["registry", "avro"]

  let scheme: Scheme
  /// The file, or the connection.
  let source: String
  /// The table or part of it; nil where none is named.
  let part: String?

  /// Whether a text is a reference, and not a contract's name.
  static func isOne(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":") else { return false }
    let scheme = String(text[..<colon])
    return Scheme(rawValue: scheme) != nil || later.contains(scheme)
  }

  /// Reads a reference; nil where it is none that this build can follow, which is recorded.
  init?(_ node: Node, _ problems: inout Problems) {
    let text = node.text ?? ""
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let scheme = Scheme(rawValue: parts[0]) else {
      problems.error(
        at: node, "a contract from `\(parts[0]):` is not in this build yet",
        mend: "`sql:`, `jsonschema:`, `columns:` and `table:` are")
      return nil
    }
    let sign: Character = scheme == .table ? "/" : "#"
    let ends = parts[1].split(separator: sign, maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    self.scheme = scheme
    source = ends[0]
    part = ends.count == 2 && !ends[1].isEmpty ? ends[1] : nil
    let isWhole = !source.isEmpty && (scheme != .table || part != nil)
    guard isWhole else {
      let form =
        scheme == .table ? "table:CONNECTION/NAME" : scheme == .jsonSchema ? "jsonschema:FILE" : "\(scheme):FILE#TABLE"
      problems.error(at: node, "`\(text)` names no contract", mend: "write `\(form)`")
      return nil
    }
  }

  /// What a contract from here is called: its table, or its file without folder and ending.
  var name: String {
    if let part, scheme != .jsonSchema { return part.split(separator: ".").last.map(String.init) ?? part }
    let file = source.split(separator: "/").last ?? source[...]
    return String(file.prefix { $0 != "." })
  }
}

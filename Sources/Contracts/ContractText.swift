import Columns
import Specifications

extension Contract {
  /// The contract as a configuration writes it: the lines of its block, from `fields:` on.
  package var yaml: String {
    var lines = ["fields:"]
    for field in fields { lines.append("  \(YAMLText.written(field.name)): \(field.yaml)") }
    if !key.isEmpty { lines.append("key: \(YAMLText.list(key))") }
    if unknown != .drop { lines.append("unknown: \(unknown.rawValue)") }
    if violation != .deadLetter { lines.append("violation: \(violation.rawValue)") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ContractField {
  /// The field's block in one line, or its type alone.
  package var yaml: String {
    var parts: [String] = []
    func add(_ option: String, _ text: String?) { if let text { parts.append("\(option): \(text)") } }
    add("required", isRequired ? "true" : nil)
    // A default of a nested type is JSON, which YAML reads as it is.
    add("default", terms.standard.map { type.isNested || type == .json ? $0 : YAMLText.written($0) })
    add("one_of", terms.oneOf.map(YAMLText.list))
    add("pattern", terms.pattern.map(YAMLText.written))
    add("min", terms.range.least.map(YAMLText.written))
    add("max", terms.range.most.map(YAMLText.written))
    add("min_length", terms.length.least.map(String.init))
    add("max_length", terms.length.most.map(String.init))
    add("also_named", form.alsoNamed.isEmpty ? nil : YAMLText.list(form.alsoNamed))
    add("ignore_case", form.ignoresCase ? "true" : nil)
    add("formats", form.formats.isEmpty ? nil : YAMLText.list(form.formats))
    add("write", form.write.map(YAMLText.written))
    add("pii", form.isPersonal ? "true" : nil)
    let name = YAMLText.written(type.description)
    return parts.isEmpty ? name : "{ type: \(name), \(parts.joined(separator: ", ")) }"
  }
}

/// Texts as YAML writes them.
private enum YAMLText {
  /// A text, in quotes where it would be read as something else without.
  static func written(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.lowercased() != "null"
      && text.utf8.allSatisfy { isWordByte($0) || $0 == 0x20 || $0 == 0x2D || $0 == 0x2E || $0 == 0x28 || $0 == 0x29 }
      && isWordByte(text.utf8[text.startIndex]) && text.utf8.last != 0x20
    return isPlain ? text : Node.quoted(text)
  }

  static func list(_ texts: [String]) -> String { "[" + texts.map(written).joined(separator: ", ") + "]" }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
  }
}

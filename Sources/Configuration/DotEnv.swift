import Specifications

/// The variables that a `.env` file sets: `KEY=value` a line, `#` comments, values in quotes where they need them.
struct DotEnv: Sendable {
  private(set) var variables: [String: String] = [:]

  /// No variable.
  init() {}

  /// Reads a file's text; lines that set nothing are told without showing them, since they may hold a secret.
  init(_ text: String, file: String, problems: inout Problems) {
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      var line = trimmed(line)
      if line.hasPrefix("export ") { line = trimmed(line.dropFirst(7)) }
      if line.isEmpty || line.hasPrefix("#") { continue }
      let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      let rest = trimmed(line[name.endIndex...])
      if let first = name.first, !first.isNumber, rest.hasPrefix("="), let value = Self.value(trimmed(rest.dropFirst()))
      {
        variables[String(name)] = value
      } else {
        problems.error(
          at: Place(file: file, line: index + 1, column: 1), "this line sets no variable",
          mend: "write `NAME=value`, in quotes where the value has spaces at its ends, quotes or ` #`")
      }
    }
  }

  /// A value without its quotes or the comment behind it; nil if a quote is never closed.
  private static func value(_ text: Substring) -> String? {
    guard let quote = text.first, quote == "\"" || quote == "'" else {
      var value = ""
      for letter in text {
        if letter == "#", value.last?.isWhitespace ?? true { break }
        value.append(letter)
      }
      return String(trimmed(value[...]))
    }
    var value = ""
    var isEscaped = false
    for index in text.indices.dropFirst() {
      let letter = text[index]
      if isEscaped {
        value.append(["n": "\n", "t": "\t", "r": "\r"][letter] ?? letter)
        isEscaped = false
      } else if letter == "\\", quote == "\"" {
        isEscaped = true
      } else if letter == quote {
        let behind = trimmed(text[text.index(after: index)...])
        return behind.isEmpty || behind.hasPrefix("#") ? value : nil
      } else {
        value.append(letter)
      }
    }
    return nil
  }
}

private func trimmed(_ text: Substring) -> Substring {
  var text = text.drop(while: \.isWhitespace)
  while text.last?.isWhitespace == true { text.removeLast() }
  return text
}

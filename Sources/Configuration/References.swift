import Specifications

/// What `${…}` stands for: variables and the contents of files.
struct References: Sendable {
  /// Why a reference has no value.
  struct Failure: Error, Equatable {
    let message: String
    let mend: String
  }

  /// A variable of the environment, or else of the `.env` beside the file.
  let variable: @Sendable (String) -> String?
  /// The text of a file, by its path as it is written at a place.
  let text: @Sendable (String, Place) -> Result<String, FileFailure>

  /// The value of `${NAME}`, `${NAME:-default}` or `${file:PATH}`, written so.
  func value(of written: String, at place: Place) -> Result<String, Failure> {
    guard written.hasSuffix("}") else {
      return .failure(Failure(message: "`${` is never closed", mend: "write `$${` where it is meant as text"))
    }
    let body = written.dropFirst(2).dropLast()
    if body.hasPrefix("file:") { return content(of: String(body.dropFirst(5)), at: place) }
    let name = body.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let rest = body[name.endIndex...]
    guard let first = name.first, !first.isNumber, rest.isEmpty || rest.hasPrefix(":-") else {
      return .failure(
        Failure(
          message: "`\(written)` is no reference",
          mend: "there are `${NAME}`, `${NAME:-default}` and `${file:PATH}`; `$${` is the text `${`"))
    }
    let value = variable(String(name))
    if rest.isEmpty {
      if let value { return .success(value) }
      return .failure(
        Failure(
          message: "the variable `\(name)` is not set", mend: "set it, also in `.env`, or write `${\(name):-default}`"))
    }
    let standard = rest.dropFirst(2)
    if standard.contains("${") {
      return .failure(Failure(message: "`\(written)}` holds another reference", mend: "a default is plain text"))
    }
    // As in a shell, an empty variable counts as one that isn't set.
    return .success(value.flatMap { $0.isEmpty ? nil : $0 } ?? String(standard))
  }

  private func content(of path: String, at place: Place) -> Result<String, Failure> {
    switch text(path, place) {
    case .success(var text):
      // The line's end that editors put there belongs to no password.
      while text.last?.isNewline == true { text.removeLast() }
      return .success(text)
    case .failure(let failure):
      return .failure(
        Failure(message: "the file `\(path)` can't be read: \(failure.reason)", mend: "put the value there"))
    }
  }
}

/// A stretch of a text that is scanned for references.
enum ReferencePart: Equatable {
  case text(Range<Int>)
  case reference(Range<Int>)
}

/// Parts a text into plain stretches and references; of `$${` the first `$` is left out.
func referenceParts(of letters: [Unicode.Scalar]) -> [ReferencePart] {
  var parts: [ReferencePart] = []
  var start = 0
  var index = 0
  func isAt(_ index: Int, _ text: String) -> Bool { letters[index...].starts(with: text.unicodeScalars) }
  while index < letters.count {
    let isEscaped = isAt(index, "$${")
    guard isEscaped || isAt(index, "${") else {
      index += 1
      continue
    }
    if start < index { parts.append(.text(start..<index)) }
    if isEscaped {
      start = index + 1
      index += 3
    } else {
      let end = letters[index...].firstIndex(of: "}").map { $0 + 1 } ?? letters.count
      parts.append(.reference(index..<end))
      (start, index) = (end, end)
    }
  }
  if start < letters.count { parts.append(.text(start..<letters.count)) }
  return parts
}

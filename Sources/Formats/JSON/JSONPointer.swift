import Columns

/// Where in a JSON text a value stands: RFC 6901's pointers, as in `/data/items/0`.
public struct JSONPointer: Sendable, Equatable {
  /// The keys and places that lead there.
  let steps: [String]

  /// The pointer that a text writes; nil where it is none, or points to all of the text.
  public init?(_ text: String) {
    guard text.hasPrefix("/") else { return nil }
    var steps: [String] = []
    for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      var step = ""
      var rest = part[...]
      while let tilde = rest.firstIndex(of: "~") {
        step += rest[..<tilde]
        switch rest[rest.index(after: tilde)...].first {
        case "0": step += "~"
        case "1": step += "/"
        default: return nil
        }
        rest = rest[rest.index(tilde, offsetBy: 2)...]
      }
      steps.append(step + rest)
    }
    self.steps = steps
  }

  /// The pointer as it is written.
  package var text: String {
    steps.map { step in
      "/" + step.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    }.joined()
  }

  /// What is found at a pointer.
  enum Finding {
    /// A value that begins there.
    case value(Int)
    /// Nothing: what stands at a place of the text hasn't what the path's beginning names.
    case nothing(Int, path: String)
  }

  /// Where in `p[at..<end]`, which begin with a value, the one begins that is pointed to. What stands before it is
  /// checked, what follows isn't.
  @unsafe func find(
    _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, notFinite: Bool
  ) throws(JSONFault) -> Finding {
    var i = unsafe JSONSyntax.skipSpace(p, at, end)
    for (number, step) in steps.enumerated() {
      guard i < end else { throw JSONFault(i, "a value is missing") }
      let found: Int? =
        switch unsafe p[i] {
        case 0x7b: try unsafe member(step, p, i, end, notFinite)
        case 0x5b: try unsafe element(step, p, i, end, notFinite)
        default: nil
        }
      guard let found else {
        return .nothing(i, path: JSONPointer(steps: Array(steps[...number])).text)
      }
      i = found
    }
    return .value(i)
  }

  private init(steps: [String]) { self.steps = steps }

  /// Where the value of a member begins; nil where there is none of that name.
  @unsafe private func member(
    _ name: String, _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ notFinite: Bool
  ) throws(JSONFault) -> Int? {
    var i = unsafe JSONSyntax.skipSpace(p, at + 1, end)
    if unsafe i < end && p[i] == 0x7d { return nil }
    while true {
      guard i < end, unsafe p[i] == 0x22 else { throw JSONFault(i, "a key is missing") }
      let key = try unsafe JSONSyntax.skipString(p, i + 1, end)
      let cell = Cell(key.isEscaped ? .escaped : .quoted, start: i + 1, length: key.close - i - 1)
      i = unsafe JSONSyntax.skipSpace(p, key.close + 1, end)
      guard i < end, unsafe p[i] == 0x3a else { throw JSONFault(i, "a colon is missing") }
      i = unsafe JSONSyntax.skipSpace(p, i + 1, end)
      if unsafe cell.text(in: p, .json) == name {
        guard i < end else { throw JSONFault(i, "a value is missing") }
        return i
      }
      i = try unsafe JSONSyntax.skipSpace(p, JSONSyntax.skipValue(p, i, end, notFinite: notFinite), end)
      guard i < end else { throw JSONFault(at, "an object has no end", isOpen: true) }
      if unsafe p[i] == 0x7d { return nil }
      guard unsafe p[i] == 0x2c else { throw JSONFault(i, "a comma or } is missing") }
      i = unsafe JSONSyntax.skipSpace(p, i + 1, end)
    }
  }

  /// Where the element of a number, as pointers count them, begins; nil where there is none.
  @unsafe private func element(
    _ place: String, _ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ notFinite: Bool
  ) throws(JSONFault) -> Int? {
    guard var left = Int(place), left >= 0, String(left) == place else { return nil }
    var i = unsafe JSONSyntax.skipSpace(p, at + 1, end)
    if unsafe i < end && p[i] == 0x5d { return nil }
    while left > 0 {
      i = try unsafe JSONSyntax.skipSpace(p, JSONSyntax.skipValue(p, i, end, notFinite: notFinite), end)
      guard i < end else { throw JSONFault(at, "an array has no end", isOpen: true) }
      if unsafe p[i] == 0x5d { return nil }
      guard unsafe p[i] == 0x2c else { throw JSONFault(i, "a comma or ] is missing") }
      i = unsafe JSONSyntax.skipSpace(p, i + 1, end)
      left -= 1
    }
    guard i < end else { throw JSONFault(at, "an array has no end", isOpen: true) }
    return i
  }
}

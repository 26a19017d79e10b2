import Columns

/// A way into JSON: `key`, `0`, `$.a.b[0]` or `/a/b/0`.
struct JSONPath: Hashable, Sendable {
  /// A step to a key of an object, to an element of an array, or, as a pointer's number, to whichever it meets.
  struct Step: Hashable, Sendable {
    var key: [UInt8]?
    /// Negative ones are counted from the end.
    var index: Int?
  }

  let steps: [Step]

  /// A way of one step to an element.
  init(index: Int) { steps = [Step(index: index)] }

  /// Why a text is no path.
  struct Problem: Error { let message: String }

  /// Reads a path; what begins with neither `$` nor `/` is a key as it stands.
  init(_ text: String) throws(Problem) {
    let bytes = Array(text.utf8)
    switch bytes.first {
    case UInt8(ascii: "$"): steps = try Self.dotted(bytes[1...])
    case UInt8(ascii: "/"): steps = Self.pointer(bytes[1...])
    default: steps = [Step(key: bytes)]
    }
  }

  private static func pointer(_ bytes: ArraySlice<UInt8>) -> [Step] {
    bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { part in
      var key: [UInt8] = []
      var isEscaped = false
      for byte in part {
        if isEscaped {
          key.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
          isEscaped = false
        } else if byte == UInt8(ascii: "~") {
          isEscaped = true
        } else {
          key.append(byte)
        }
      }
      return Step(key: key, index: Int(String(decoding: key, as: UTF8.self)))
    }
  }

  private static func dotted(_ bytes: ArraySlice<UInt8>) throws(Problem) -> [Step] {
    var rest = bytes
    var steps: [Step] = []
    while let sign = rest.popFirst() {
      switch sign {
      case UInt8(ascii: "."): steps.append(Step(key: try key(&rest)))
      case UInt8(ascii: "["): steps.append(Step(index: try index(&rest)))
      default: throw Problem(message: "behind `$` stand `.key` and `[0]`")
      }
    }
    return steps
  }

  private static func key(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> [UInt8] {
    guard rest.first == UInt8(ascii: "\"") else {
      let key = Array(rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") })
      if key.isEmpty { throw Problem(message: "a key is missing behind `.`") }
      if key == [UInt8(ascii: "*")] { throw Problem(message: "`*` stands for many values, and one is wanted") }
      rest.removeFirst(key.count)
      return key
    }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else {
      throw Problem(message: "a key in quotes has no end")
    }
    let key = Array(rest[..<end])
    rest = rest[(end + 1)...]
    return key
  }

  private static func index(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> Int {
    guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { throw Problem(message: "`]` is missing") }
    var digits = String(decoding: rest[..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    if digits == "*" { throw Problem(message: "`*` stands for many values, and one is wanted") }
    if digits.hasPrefix("#") { digits.removeFirst() }
    guard let index = Int(digits) else { throw Problem(message: "between `[` and `]` stands a whole number") }
    return index
  }
}

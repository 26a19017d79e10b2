/// A JSON value as a tree, read byte by byte, as plainly as can be: the judge of the fast decoder.
package struct PlainJSON: Sendable {
  package struct Fault: Error {}

  package indirect enum Kind: Sendable {
    case null
    case bare
    case string([UInt8])
    case array([PlainJSON])
    case object([Member])
  }

  package struct Member: Sendable {
    package let key: [UInt8]
    package let value: PlainJSON
    /// Key, colon and value as they stand.
    package let source: [UInt8]

    /// The key as text.
    package var name: String { String(decoding: key, as: UTF8.self) }
  }

  package let kind: Kind
  /// The value as it stands.
  package let source: [UInt8]
  /// Where it stands.
  package private(set) var range: Range<Int>

  /// Reads a text that is one value, in which arrays and objects lie at most so deep in one another.
  package init(_ text: some Collection<UInt8>, deepest: Int = 128) throws {
    var reader = PlainJSONReader(bytes: Array(text), deepest: deepest)
    reader.skipSpace()
    self = try reader.value(1)
    reader.skipSpace()
    if reader.at < reader.bytes.count { throw Fault() }
  }

  fileprivate init(_ kind: Kind, _ source: ArraySlice<UInt8>) {
    self.kind = kind
    self.source = Array(source)
    range = source.startIndex..<source.endIndex
  }

  /// The value in a text that begins so many bytes later.
  func moved(by count: Int) -> PlainJSON {
    func moved(_ value: PlainJSON) -> PlainJSON {
      var value = value
      value.range = value.range.lowerBound + count..<value.range.upperBound + count
      return value
    }
    guard case .array(let elements) = kind else { return moved(self) }
    var array = PlainJSON(.array(elements.map(moved)), source[...])
    array.range = moved(self).range
    return array
  }
}

private struct PlainJSONReader {
  let bytes: [UInt8]
  let deepest: Int
  var at = 0

  init(bytes: [UInt8], deepest: Int) {
    self.bytes = bytes
    self.deepest = deepest
  }

  mutating func skipSpace() { while at < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[at]) { at += 1 } }

  func sees(_ byte: Character) -> Bool { at < bytes.count && bytes[at] == byte.asciiValue! }

  mutating func take(_ byte: Character) throws {
    guard sees(byte) else { throw PlainJSON.Fault() }
    at += 1
  }

  mutating func value(_ depth: Int) throws -> PlainJSON {
    let start = at
    guard at < bytes.count else { throw PlainJSON.Fault() }
    let kind: PlainJSON.Kind
    switch Character(Unicode.Scalar(bytes[at])) {
    case "\"": kind = .string(try string())
    case "{", "[":
      if depth > deepest { throw PlainJSON.Fault() }
      kind = try sees("{") ? .object(members(depth)) : .array(elements(depth))
    case "t", "f", "n":
      guard let word = ["true", "false", "null"].first(where: { bytes[at...].starts(with: $0.utf8) }) else {
        throw PlainJSON.Fault()
      }
      at += word.utf8.count
      kind = word == "null" ? .null : .bare
    default:
      try number()
      kind = .bare
    }
    return PlainJSON(kind, bytes[start..<at])
  }

  mutating func members(_ depth: Int) throws -> [PlainJSON.Member] {
    var members: [PlainJSON.Member] = []
    try take("{")
    skipSpace()
    while !sees("}") {
      if !members.isEmpty {
        try take(",")
        skipSpace()
      }
      let start = at
      let key = try string()
      skipSpace()
      try take(":")
      skipSpace()
      let value = try value(depth + 1)
      members.append(PlainJSON.Member(key: key, value: value, source: Array(bytes[start..<at])))
      skipSpace()
    }
    at += 1
    return members
  }

  mutating func elements(_ depth: Int) throws -> [PlainJSON] {
    var elements: [PlainJSON] = []
    try take("[")
    skipSpace()
    while !sees("]") {
      if !elements.isEmpty {
        try take(",")
        skipSpace()
      }
      elements.append(try value(depth + 1))
      skipSpace()
    }
    at += 1
    return elements
  }

  mutating func number() throws {
    if sees("-") { at += 1 }
    if sees("0") { at += 1 } else { try digits() }
    if sees(".") {
      at += 1
      try digits()
    }
    if sees("e") || sees("E") {
      at += 1
      if sees("+") || sees("-") { at += 1 }
      try digits()
    }
  }

  mutating func digits() throws {
    let start = at
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    if at == start { throw PlainJSON.Fault() }
  }

  mutating func string() throws -> [UInt8] {
    try take("\"")
    var text: [UInt8] = []
    while !sees("\"") {
      guard at < bytes.count, bytes[at] >= 0x20 else { throw PlainJSON.Fault() }
      if !sees("\\") {
        text.append(bytes[at])
        at += 1
        continue
      }
      at += 1
      guard at < bytes.count else { throw PlainJSON.Fault() }
      let name = Character(Unicode.Scalar(bytes[at]))
      at += 1
      let plain: [Character: UInt8] = ["n": 10, "r": 13, "t": 9, "b": 8, "f": 12, "\"": 34, "\\": 92, "/": 47]
      if let byte = plain[name] {
        text.append(byte)
      } else {
        guard name == "u" else { throw PlainJSON.Fault() }
        text += try character()
      }
    }
    at += 1
    return text
  }

  /// The character whose number stands at `at`, in one unit of UTF-16 or two.
  mutating func character() throws -> [UInt8] {
    var units = [try unit()]
    if units[0] & 0xfc00 == 0xd800 {
      try take("\\")
      try take("u")
      units.append(try unit())
    }
    var decoder = UTF16()
    var iterator = units.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator), case .emptyInput = decoder.decode(&iterator) else {
      throw PlainJSON.Fault()
    }
    return Array(String(Character(scalar)).utf8)
  }

  mutating func unit() throws -> UInt16 {
    guard at + 4 <= bytes.count else { throw PlainJSON.Fault() }
    let digits = bytes[at..<at + 4]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw PlainJSON.Fault() }
    at += 4
    return unit
  }
}

import Columns
import JSONFormat
import Testing

/// JSON read byte by byte, as plainly as can be: the judge of the fast decoder.
private struct PlainJSON {
  struct Fault: Error {}
  let bytes: [UInt8]
  var at = 0

  /// The members of an object that fills the line, by key: the text of strings, the source of all else, nil for null.
  static func members(_ line: [UInt8]) throws -> [(String, String?)] {
    var reader = PlainJSON(bytes: line)
    reader.skipSpace()
    let members = try reader.object()
    reader.skipSpace()
    if reader.at < line.count { throw Fault() }
    return members
  }

  mutating func skipSpace() { while at < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[at]) { at += 1 } }

  mutating func take(_ byte: Character) throws {
    guard at < bytes.count, bytes[at] == byte.asciiValue! else { throw Fault() }
    at += 1
  }

  func sees(_ byte: Character) -> Bool { at < bytes.count && bytes[at] == byte.asciiValue! }

  mutating func object() throws -> [(String, String?)] {
    var members: [(String, String?)] = []
    try take("{")
    skipSpace()
    if sees("}") {
      at += 1
      return []
    }
    while true {
      skipSpace()
      let key = try string()
      skipSpace()
      try take(":")
      members.append((key, try value()))
      if sees("}") { break }
      try take(",")
    }
    at += 1
    return members
  }

  mutating func value() throws -> String? {
    skipSpace()
    defer { skipSpace() }
    let start = at
    guard at < bytes.count else { throw Fault() }
    switch Character(Unicode.Scalar(bytes[at])) {
    case "\"": return try string()
    case "{": _ = try object()
    case "[":
      at += 1
      skipSpace()
      if !sees("]") {
        while true {
          _ = try value()
          if sees("]") { break }
          try take(",")
        }
      }
      at += 1
    case "t": for byte in "true" { try take(byte) }
    case "f": for byte in "false" { try take(byte) }
    case "n":
      for byte in "null" { try take(byte) }
      return nil
    default: try number()
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
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
    if at == start { throw Fault() }
  }

  mutating func string() throws -> String {
    try take("\"")
    var units: [UInt16] = []
    var text: [UInt8] = []
    func flush() throws {
      let end = units.count
      for (i, unit) in units.enumerated() where unit & 0xf800 == 0xd800 {
        let isPair =
          unit & 0xfc00 == 0xd800
          ? i + 1 < end && units[i + 1] & 0xfc00 == 0xdc00 : i > 0 && units[i - 1] & 0xfc00 == 0xd800
        if !isPair { throw Fault() }
      }
      text += Array(String(decoding: units, as: UTF16.self).utf8)
      units = []
    }
    while !sees("\"") {
      guard at < bytes.count, bytes[at] >= 0x20 else { throw Fault() }
      guard sees("\\") else {
        try flush()
        text.append(bytes[at])
        at += 1
        continue
      }
      at += 1
      guard at < bytes.count else { throw Fault() }
      let name = Character(Unicode.Scalar(bytes[at]))
      at += 1
      let plain: [Character: UInt16] = ["n": 10, "r": 13, "t": 9, "b": 8, "f": 12, "\"": 34, "\\": 92, "/": 47]
      if let unit = plain[name] {
        units.append(unit)
      } else {
        guard name == "u", at + 4 <= bytes.count else { throw Fault() }
        let hex = String(decoding: bytes[at..<at + 4], as: UTF8.self)
        guard hex.allSatisfy({ $0.isASCII && $0.isHexDigit }), let unit = UInt16(hex, radix: 16) else { throw Fault() }
        units.append(unit)
        at += 4
      }
    }
    try flush()
    at += 1
    return String(decoding: text, as: UTF8.self)
  }
}

@Suite struct JSONDifferentialTests {
  @Test("random lines, whole and broken, mean the same to the fast decoder and to a plain one")
  func differential() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix(state: seed)
    let names = ["a", "b", "c"]
    let schema = Schema(names.map { Field($0, .text) })
    var broken = 0
    for round in 0..<4_000 {
      var line = Array(object(&random, depth: 3).utf8)
      for _ in 0..<Int(random.next() % 3) where random.next() % 2 == 0 && !line.isEmpty {
        let at = Int(random.next() % UInt64(line.count))
        let byte = Array("{}[]\",:\\ 0-.eu\u{1}tx".utf8).randomElement(using: &random)!
        switch random.next() % 3 {
        case 0: line[at] = byte
        case 1: line.insert(byte, at: at)
        default: line.remove(at: at)
        }
      }
      let text = String(decoding: line, as: UTF8.self)
      // A mutation may have cut a character in two; that is another test's.
      guard Array(text.utf8) == line else { continue }
      let context = Comment(rawValue: "seed \(seed), round \(round): \(text)")
      let decoded = decodeLines(text, schema)
      let members = try? PlainJSON.members(line)
      let isTwice = names.contains { name in (members ?? []).count { $0.0 == name } > 1 }
      if let members, !isTwice {
        let wanted = names.map { name in members.first { $0.0 == name }?.1 }
        #expect(decoded.texts == [wanted], context)
      } else {
        broken += 1
        #expect(decoded.texts == [] && decoded.failures.count == decoded.rows.count, context)
      }
    }
    #expect(broken > 100 && broken < 3_000)
  }

  private func object(_ random: inout SplitMix, depth: Int) -> String {
    let keys = ["a", "b", "c", "x", "long key", "\\u0061b", "ä"]
    let members = keys.shuffled(using: &random).prefix(Int(random.next() % 6)).map {
      "\"\($0)\"\(space(&random)):\(space(&random))\(value(&random, depth: depth - 1))"
    }
    return "{" + space(&random) + members.joined(separator: space(&random) + ",") + "}"
  }

  private func value(_ random: inout SplitMix, depth: Int) -> String {
    switch random.next() % (depth > 0 ? 12 : 9) {
    case 0: return "null"
    case 1: return "true"
    case 2: return "-12.5e+3"
    case 3: return "\(random.next() % 1_000)"
    case 4: return "\"\""
    case 5: return #""\ud83e\uddc0 \n\"x\"\/""#
    case 6: return "\"Käse 🧀 and some more text\""
    case 9: return object(&random, depth: depth)
    case 10:
      return "[" + (0..<random.next() % 4).map { _ in value(&random, depth: depth - 1) }.joined(separator: ",") + "]"
    case 11: return "[]"
    default: return "\"v\(random.next())\""
    }
  }

  private func space(_ random: inout SplitMix) -> String { ["", "", "", " ", "\t "].randomElement(using: &random)! }
}

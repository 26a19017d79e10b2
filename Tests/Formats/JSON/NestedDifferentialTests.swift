import Columns
import JSONFormat
import TestSupport
import Testing

/// A JSON value as a tree, read as plainly as can be: the judge of nested columns.
private indirect enum Tree {
  struct Misfit: Error {}

  case null
  case bare(String)
  case string(String)
  case array([Tree])
  case object([(String, Tree)])

  /// The value as JSON writes it.
  var text: String {
    switch self {
    case .null: "null"
    case .bare(let source): source
    case .string(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .object(let members): "{" + members.map { Self.quoted($0) + ":" + $1.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" ? "\\\"" : $0 == "\\" ? "\\\\" : $0 == "\n" ? "\\n" : String($0) }.joined() + "\""
  }

  /// What the value is as a type, written as JSON.
  func read(as type: ColumnType) throws -> String {
    switch (self, type) {
    case (.null, _): return "null"
    case (.array(let elements), .list(let element)):
      return try "[" + elements.map { try $0.read(as: element) }.joined(separator: ",") + "]"
    case (.object(let members), .map(let value)):
      guard Set(members.map(\.0)).count == members.count else { throw Misfit() }
      return try "{" + members.map { try Self.quoted($0) + ":" + $1.read(as: value) }.joined(separator: ",") + "}"
    case (.object(let members), .structure(let fields)):
      let values = try fields.map { field in
        let exact = members.filter { $0.0 == field.name }
        let folded = members.filter { $0.0 != field.name && $0.0.lowercased() == field.name.lowercased() }
        guard exact.count < 2, exact.count == 1 || folded.count < 2 else { throw Misfit() }
        return try Self.quoted(field.name) + ":" + ((exact + folded).first?.1.read(as: field.type) ?? "null")
      }
      return "{" + values.joined(separator: ",") + "}"
    case (.string(""), .list), (.string(""), .map), (.string(""), .structure), (.string(""), .int32),
      (.string(""), .bool):
      return "null"
    case (.bare(let source), .int32), (.string(let source), .int32):
      guard let value = Int32(source) else { throw Misfit() }
      return "\(value)"
    case (.bare(let source), .bool), (.string(let source), .bool):
      guard source == "true" || source == "false" else { throw Misfit() }
      return source
    case (.string(let text), .text): return Self.quoted(text)
    case (_, .text): return Self.quoted(text)
    default: throw Misfit()
    }
  }

  /// A made-up value which mostly is of the type.
  static func random(_ type: ColumnType, _ random: inout SeededRandom) -> Tree {
    if random.below(6) == 0 { return .null }
    if random.below(25) == 0 {
      return [.bare("7"), .string(""), .array([]), .object([]), .string("x"), .object([("id", .bare("true"))])]
        .randomElement(using: &random)!
    }
    switch type {
    case .list(let element): return .array((0..<random.below(4)).map { _ in self.random(element, &random) })
    case .map(let value):
      let keys = ["a", "b c", "ä\"", "", "A"].shuffled(using: &random).prefix(random.below(4))
      var members = keys.map { ($0, self.random(value, &random)) }
      if random.below(20) == 0, let first = members.first { members.append(first) }
      return .object(members)
    case .structure(let fields):
      var members: [(String, Tree)] = []
      for field in fields where random.below(4) > 0 {
        let name = random.below(4) == 0 ? field.name.uppercased() : field.name
        members.append((name, self.random(field.type, &random)))
        if random.below(10) == 0 { members.append((field.name, self.random(field.type, &random))) }
      }
      if random.below(3) == 0 { members.append(("stranger \(random.below(90))", .array([.object([("id", .null)])]))) }
      return .object(random.below(2) == 0 ? members : members.shuffled(using: &random))
    case .int32: return random.below(2) == 0 ? .bare("\(random.below(100))") : .string("\(random.below(100))")
    case .bool: return .bare(random.below(2) == 0 ? "true" : "false")
    default: return .string(["", "a\"b\n", "Käse 🧀", "plain", "\\"].randomElement(using: &random)!)
    }
  }

  static func type(depth: Int, _ random: inout SeededRandom) -> ColumnType {
    switch depth > 0 ? random.below(5) : 4 {
    case 0: return .list(type(depth: depth - 1, &random))
    case 1: return .map(type(depth: depth - 1, &random))
    case 2, 3:
      let names = ["id", "name", "x"].prefix(1 + random.below(3))
      return .structure(names.map { Field($0, type(depth: depth - 1, &random)) })
    default: return [.int32, .bool, .text].randomElement(using: &random)!
    }
  }
}

@Suite struct NestedDifferentialTests {
  @Test("random nested values, fitting and not, mean the same to the fast decoder and to a plain one")
  func differential() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    var failed = 0
    for round in 0..<400 {
      let type = Tree.type(depth: 3, &random)
      let values = (0..<8).map { _ in Tree.random(type, &random) }
      let lines = values.map { "{\"f\":\($0.text)}" }
      let bytes = Buffer.copying(lines.joined(separator: "\n"))
      let decoded = JSONDecoder(schema: Schema([Field("f", type)])).decode(
        Frames(bytes: bytes, ranges: [0..<bytes.count], prologue: Buffer.copying("")))
      let encoded = JSONEncoder().encode(decoded.batch, lines: false)
      let found = Dictionary(
        uniqueKeysWithValues: (0..<decoded.batch.count).map { row in
          (
            decoded.batch.origins[row],
            unsafe String(decoding: encoded.bytes.bytes[encoded.range(of: row)], as: UTF8.self)
          )
        })
      for (row, value) in values.enumerated() {
        let wanted = (try? value.read(as: type)).map { "{\"f\":\($0)}" }
        if wanted == nil { failed += 1 }
        #expect(found[row] == wanted, "seed \(seed), round \(round): \(type) of \(lines[row])")
      }
    }
    #expect(failed > 50 && failed < 2_000)
  }

  @Test("whatever a line holds, each of its records is decoded or fails, and what is decoded can be written and read")
  func mutated() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    let junk = Array("{}[]\",:\\ 0-.eu\u{1}tn\u{ff}".utf8)
    for round in 0..<600 {
      let type = Tree.type(depth: 3, &random)
      var text: [UInt8] = []
      for _ in 0..<6 {
        var line = Array("{\"f\":\(Tree.random(type, &random).text),\"g\":1}".utf8)
        for _ in 0..<random.below(3) { line[random.below(line.count)] = junk.randomElement(using: &random)! }
        text += line + [0x0a]
      }
      let unknown = UnknownFields.allCases[round % 3]
      let bytes = unsafe text.withUnsafeBytes { unsafe Buffer.copying($0) }
      let decoder = JSONDecoder(schema: Schema([Field("f", type)]), unknown: unknown)
      let decoded = decoder.decode(Frames(bytes: bytes, ranges: [0..<bytes.count], prologue: Buffer.copying("")))
      let context = Comment(rawValue: "seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
      #expect(decoded.batch.count + decoded.failures.count == decoded.rows.count, context)
      #expect(decoded.batch.schema == decoder.schema, context)
      let encoded = JSONEncoder().encode(decoded.batch, lines: true)
      let again = decoder.decode(
        Frames(bytes: encoded.bytes, ranges: [0..<encoded.bytes.count], prologue: Buffer.copying("")))
      #expect(again.failures == [], context)
      #expect(zip(again.batch.columns, decoded.batch.columns).allSatisfy { $0.isEqual(to: $1) }, context)
    }
  }
}

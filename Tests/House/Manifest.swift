/// The house as Package.swift lists it: read as text, since a test must not ask the package manager, which holds the
/// build folder while tests run.
struct Manifest: Sendable {
  /// One room: a target, or tests.
  struct Room: Equatable, Sendable {
    var name: String
    /// Its folder under `Sources`, or under `Tests` for what serves tests alone.
    var path: String
    var uses: [String]
    var kind: Kind
  }

  /// `support` is what tests share; `tests` are tests that belong to no target.
  enum Kind: Sendable { case program, part, library, support, tests }

  /// In the order of the list.
  let rooms: [Room]

  init(reading text: String) {
    rooms = Self.calls(in: Self.houseList(of: text)).compactMap(Self.room)
  }

  func room(_ name: String) -> Room? { rooms.first { $0.name == name } }

  /// Whether the room is part of the product.
  func isProduct(_ room: Room) -> Bool { room.kind != .tests && room.kind != .support }

  /// The room that a file lies in.
  func room(holding file: String) -> Room? {
    let isTest = file.hasPrefix("Tests/")
    let holding = rooms.filter { room in
      isProduct(room) && file.hasPrefix("Sources/\(room.path)/") || isTest && file.hasPrefix("Tests/\(room.path)/")
    }
    return holding.max { $0.path.count < $1.path.count }
  }

  /// The text between the brackets of `let house = [ … ]`.
  private static func houseList(of text: String) -> Substring {
    guard let begin = text.firstRange(of: "let house")?.upperBound,
      let opening = text[begin...].firstRange(of: "= [")?.upperBound
    else { return "" }
    let end = text[opening...].firstRange(of: "\n]\n")?.lowerBound ?? text.endIndex
    return text[opening..<end]
  }

  /// Every call in the list, by its name, with the text literals in it.
  private static func calls(in list: Substring) -> [(name: String, texts: [String])] {
    var calls: [(String, [String])] = []
    for match in list.matches(of: /(?m)^  \[?\.?(\w+)\(/) {
      let behind = list[match.range.upperBound...]
      var depth = 1
      let inside = behind.prefix { character in
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        return depth > 0
      }
      // Names of packages are none of targets.
      let named = inside.replacing(/apt:\s*"[^"]*"/, with: "")
      calls.append((String(match.1), named.matches(of: /"([^"]*)"/).map { String($0.1) }))
    }
    return calls
  }

  private static func room(_ call: (name: String, texts: [String])) -> Room? {
    guard let name = call.texts.first else { return nil }
    let rest = Array(call.texts.dropFirst())
    switch call.name {
    case "executableTarget": return Room(name: name, path: name, uses: rest, kind: .program)
    case "support": return Room(name: name, path: rest.first ?? "", uses: Array(rest.dropFirst()), kind: .support)
    case "part": return Room(name: name, path: rest.first ?? "", uses: Array(rest.dropFirst()), kind: .part)
    case "library": return Room(name: name, path: "Libraries/\(name)", uses: [], kind: .library)
    case "tests": return Room(name: name, path: rest.first ?? "", uses: Array(rest.dropFirst()), kind: .tests)
    default: return nil
    }
  }
}

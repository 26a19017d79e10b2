/// A pattern for paths.
///
/// `*` and `?` match within a name, `[a-z]` and `[!a-z]` one character, `**` any number of folders; `\` stands before a
/// character that is meant as it is. Names that begin with a dot are matched only by a dot.
package struct GlobPattern: Sendable {
  /// One part of a path between slashes.
  enum Segment: Equatable, Sendable {
    case literal(String)
    case wild([Element])
    case anyFolders
  }

  /// One element of a name.
  enum Element: Equatable, Sendable {
    case one(Unicode.Scalar)
    case any
    case anyNumber
    case among([ClosedRange<Unicode.Scalar>], negated: Bool)
  }

  /// The pattern as it was written.
  package let text: String
  let isAbsolute: Bool
  let segments: [Segment]

  /// Reads a pattern; every text is one, since a bracket that is never closed stands for itself.
  package init(_ text: String) {
    self.text = text
    isAbsolute = text.utf8.first == UInt8(ascii: "/")
    segments = text.split(separator: "/").filter { $0 != "." }.map(Self.segment)
  }

  /// Whether it can match more than one path.
  package var isWild: Bool {
    segments.contains {
      if case .literal = $0 { false } else { true }
    }
  }

  /// Whether it matches the whole of `path`.
  package func matches(_ path: String) -> Bool {
    guard (path.utf8.first == UInt8(ascii: "/")) == isAbsolute else { return false }
    return Self.matches(segments[...], path.split(separator: "/").filter { $0 != "." }[...])
  }

  private static func matches(_ segments: ArraySlice<Segment>, _ names: ArraySlice<Substring>) -> Bool {
    guard let first = segments.first else { return names.isEmpty }
    if first == .anyFolders {
      if matches(segments.dropFirst(), names) { return true }
      guard let name = names.first, !isHidden(name) else { return false }
      return matches(segments, names.dropFirst())
    }
    guard let name = names.first, first.matches(String(name)) else { return false }
    return matches(segments.dropFirst(), names.dropFirst())
  }

  private static func segment(_ text: Substring) -> Segment {
    if text == "**" { return .anyFolders }
    var elements: [Element] = []
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*": if elements.last != .anyNumber { elements.append(.anyNumber) }
      case "?": elements.append(.any)
      case "[":
        if let (element, after) = bracket(rest) {
          elements.append(element)
          rest = after
        } else {
          elements.append(.one(scalar))
        }
      case "\\": elements.append(.one(rest.popFirst() ?? scalar))
      default: elements.append(.one(scalar))
      }
    }
    var literal = String.UnicodeScalarView()
    for element in elements {
      guard case .one(let scalar) = element else { return .wild(elements) }
      literal.append(scalar)
    }
    return .literal(String(literal))
  }

  /// Reads what follows `[`, up to and with its `]`; a `]` that comes first stands for itself.
  private static func bracket(_ text: Substring.UnicodeScalarView) -> (Element, Substring.UnicodeScalarView)? {
    var rest = text
    var isNegated = false
    if rest.first == "!" || rest.first == "^" {
      isNegated = true
      rest.removeFirst()
    }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let low = rest.popFirst() {
      if low == "]", !ranges.isEmpty { return (.among(ranges, negated: isNegated), rest) }
      var high = low
      var ahead = rest
      if ahead.popFirst() == "-", let end = ahead.popFirst(), end != "]" {
        high = end
        rest = ahead
      }
      ranges.append(min(low, high)...max(low, high))
    }
    return nil
  }
}

extension GlobPattern.Segment {
  /// Whether it matches a whole name; `.anyFolders` is not about one name.
  func matches(_ name: String) -> Bool {
    switch self {
    case .literal(let text): return text == name
    case .anyFolders: return false
    case .wild(let elements):
      if isHidden(name), elements.first != .one(".") { return false }
      return Self.matches(elements, Array(name.unicodeScalars))
    }
  }

  /// Goes back only to the last `*`, so that no pattern takes more than the product of both lengths.
  private static func matches(_ elements: [GlobPattern.Element], _ name: [Unicode.Scalar]) -> Bool {
    var element = 0
    var scalar = 0
    var retry: (element: Int, scalar: Int)?
    while scalar < name.count {
      if element < elements.count, elements[element] == .anyNumber {
        retry = (element + 1, scalar)
        element += 1
      } else if element < elements.count, elements[element].matches(name[scalar]) {
        element += 1
        scalar += 1
      } else if let last = retry {
        retry = (last.element, last.scalar + 1)
        (element, scalar) = (last.element, last.scalar + 1)
      } else {
        return false
      }
    }
    return elements[element...].allSatisfy { $0 == .anyNumber }
  }
}

extension GlobPattern.Element {
  fileprivate func matches(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .one(let own): own == scalar
    case .any: true
    case .anyNumber: false
    case .among(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }
}

func isHidden(_ name: some StringProtocol) -> Bool { name.utf8.first == UInt8(ascii: ".") }

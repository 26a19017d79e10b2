import Specifications

/// A YAML text by its characters, which knows the place of each.
struct YAMLSource {
  let file: String
  let letters: [Unicode.Scalar]
  private let lineStarts: [Int]

  init(_ text: String, file: String) {
    self.file = file
    letters = Array(text.unicodeScalars)
    var starts = [0]
    for index in letters.indices where Self.breaksLine(letters, at: index) { starts.append(index + 1) }
    lineStarts = starts
  }

  /// Says whether a line ends with the character at `index`, for YAML as for `SourceText`.
  private static func breaksLine(_ letters: [Unicode.Scalar], at index: Int) -> Bool {
    switch letters[index] {
    case "\n", "\u{85}", "\u{2028}", "\u{2029}": true
    case "\r": index + 1 == letters.count || letters[index + 1] != "\n"
    default: false
    }
  }

  /// The place of a character that no YAML may hold, which libyaml's own reader tells without one.
  var firstUnprintable: Place? {
    let index = letters.firstIndex { letter in
      switch letter.value {
      case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFFFD, 0x10000...: letter == "\u{FEFF}"
      default: true
      }
    }
    return index.map { place(at: $0) }
  }

  func place(_ mark: YAMLMark) -> Place { Place(file: file, line: mark.line + 1, column: mark.column + 1) }

  func place(at index: Int) -> Place {
    let line = lineStarts.partitioningIndex { $0 > index } - 1
    return Place(file: file, line: line + 1, column: index - lineStarts[line] + 1)
  }

  func index(of place: Place) -> Int { min(lineStarts[place.line - 1] + place.column - 1, letters.count) }

  func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(letters[range])) }

  func text(from place: Place, to end: Place) -> String { text(index(of: place)..<index(of: end)) }

  /// The characters of the line in which a mark stands, without the line's end.
  func line(of mark: YAMLMark) -> Range<Int> {
    guard lineStarts.indices.contains(mark.line) else { return letters.count..<letters.count }
    let start = lineStarts[mark.line]
    return start..<(letters[start...].firstIndex { $0 == "\n" || $0 == "\r" } ?? letters.count)
  }

  /// For each character of a scalar's text, which character of the source it comes from: quotes, escapes, folds and
  /// indentation lie between.
  func origins(of text: [Unicode.Scalar], _ style: YAMLScalarStyle, from start: YAMLMark, to stop: YAMLMark) -> [Int] {
    var cursor = start.index
    let end = min(stop.index, letters.count)
    switch style {
    case .plain: break
    case .singleQuoted, .doubleQuoted: cursor += 1
    case .literal, .folded: cursor = (letters[cursor..<end].firstIndex(of: "\n") ?? cursor) + 1
    }
    var origins: [Int] = []
    for letter in text {
      if style == .doubleQuoted, let next = skipEscapes(letter, &cursor, end) {
        origins.append(next)
        continue
      }
      // A fold stands for the white space around a line's end, wherever in it we are.
      while cursor < end, letters[cursor] != letter, letter != " ", letters[cursor].properties.isWhitespace {
        cursor += 1
      }
      origins.append(min(cursor, max(end - 1, start.index)))
      guard cursor < end else { continue }
      cursor += style == .singleQuoted && letter == "'" ? 2 : 1
    }
    return origins
  }

  /// Where `letter` stands as an escape; the cursor goes behind it.
  private func skipEscapes(_ letter: Unicode.Scalar, _ cursor: inout Int, _ end: Int) -> Int? {
    while cursor + 1 < end, letters[cursor] == "\\" {
      let start = cursor
      switch letters[cursor + 1] {
      case "x": cursor += 4
      case "u": cursor += 6
      case "U": cursor += 10
      case "\n", "\r":
        // An escaped line's end stands for nothing.
        cursor += 1
        while cursor < end, letters[cursor].properties.isWhitespace { cursor += 1 }
        continue
      default: cursor += 2
      }
      return start
    }
    return nil
  }
}

extension Array {
  /// The first index from which on `isBehind` holds.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

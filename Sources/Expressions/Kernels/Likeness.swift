import Columns

/// `like` and `ilike`: `%` stands for any text, `_` for one character.
enum Likeness {
  /// Takes a text, a pattern, and where there is one the character that makes `%` and `_` plain.
  static func kernel(ignoresCase: Bool) -> Kernel {
    Kernel(ignoresCase ? "ilike" : "like", canFail: true) { evaluation, arguments in
      let folded =
        ignoresCase ? arguments[0...1].map { TextFunctions.lowercased($0, &evaluation) } : Array(arguments[0...1])
      let (texts, patterns) = (folded[0].texts, folded[1].texts)
      let escape = arguments.count > 2 ? unsafe arguments[2].texts[0].first : nil
      if folded[1].isConstant {
        guard let pattern = unsafe LikePattern(patterns[0], escape: escape) else {
          for row in 0..<evaluation.rows(of: arguments) where arguments[0].isValid(row) {
            evaluation.fail(row, unfinished)
          }
          return Vector(.null(.bool))
        }
        return pattern.matches(in: texts, of: Array(arguments[0..<1]), evaluation)
      }
      var refused: [Int] = []
      let found = evaluation.bits(arguments) { row in
        guard let pattern = unsafe LikePattern(patterns[row], escape: escape) else {
          refused.append(row)
          return false
        }
        return unsafe pattern.matches(texts[row])
      }
      for row in refused where arguments.allSatisfy({ $0.isValid(row) }) { evaluation.fail(row, unfinished) }
      return found
    }
  }

  private static let unfinished: FailureMessage = "the pattern of `like` ends with its escape character"
}

/// A pattern of `like`, taken apart.
struct LikePattern {
  private enum Part: Equatable {
    case bytes([UInt8])
    case anyCharacter, anyText
  }

  private let parts: [Part]

  /// Nil if the pattern ends with its escape character.
  init?(_ pattern: UnsafeRawBufferPointer, escape: UInt8?) {
    var parts: [Part] = []
    var plain: [UInt8] = []
    var isEscaped = false
    func end() {
      if !plain.isEmpty { parts.append(.bytes(plain)) }
      plain = []
    }
    for place in 0..<pattern.count {
      let byte = unsafe pattern[place]
      if isEscaped {
        plain.append(byte)
        isEscaped = false
      } else if byte == escape {
        isEscaped = true
      } else if byte == UInt8(ascii: "%") {
        end()
        if parts.last != .anyText { parts.append(.anyText) }
      } else if byte == UInt8(ascii: "_") {
        end()
        parts.append(.anyCharacter)
      } else {
        plain.append(byte)
      }
    }
    if isEscaped { return nil }
    end()
    self.parts = parts
  }

  /// Where texts match. The patterns that people write most have loops of their own.
  func matches(in texts: TextReader, of arguments: [Vector], _ evaluation: Evaluation) -> Vector {
    switch parts.count {
    case 1:
      if case .bytes(let all) = parts[0] {
        return unsafe all.withUnsafeBytes { all in
          evaluation.bits(arguments) { unsafe TextSearch.isEqual(texts[$0], all) }
        }
      }
    case 2:
      if case .bytes(let start) = parts[0], parts[1] == .anyText {
        return unsafe start.withUnsafeBytes { start in
          evaluation.bits(arguments) { unsafe TextSearch.hasPrefix(texts[$0], start) }
        }
      }
      if case .bytes(let end) = parts[1], parts[0] == .anyText {
        return unsafe end.withUnsafeBytes { end in
          evaluation.bits(arguments) { unsafe TextSearch.hasSuffix(texts[$0], end) }
        }
      }
    case 3:
      if case .bytes(let middle) = parts[1], parts[0] == .anyText, parts[2] == .anyText {
        return unsafe middle.withUnsafeBytes { middle in
          evaluation.bits(arguments) { unsafe TextSearch.find(middle, in: texts[$0]) != nil }
        }
      }
    default: break
    }
    return evaluation.bits(arguments) { unsafe matches(texts[$0]) }
  }

  /// Whether a text matches. Going back to the last `%` alone suffices, so that no pattern takes more than the product
  /// of the lengths.
  func matches(_ text: UnsafeRawBufferPointer) -> Bool {
    var (part, place) = (0, 0)
    var (retryPart, retryPlace) = (-1, 0)
    while true {
      if part == parts.count {
        if place == text.count { return true }
      } else if parts[part] == .anyText {
        (retryPart, retryPlace) = (part, place)
        part += 1
        continue
      } else if let length = unsafe length(of: parts[part], in: text, at: place) {
        part += 1
        place += length
        continue
      }
      guard retryPart >= 0, retryPlace < text.count else { return false }
      retryPlace += 1
      (part, place) = (retryPart + 1, retryPlace)
    }
  }

  /// How many bytes of a text a part takes at a place; nil if it doesn't match there.
  private func length(of part: Part, in text: UnsafeRawBufferPointer, at place: Int) -> Int? {
    switch part {
    case .bytes(let bytes):
      guard place + bytes.count <= text.count else { return nil }
      for index in bytes.indices where unsafe text[place + index] != bytes[index] { return nil }
      return bytes.count
    case .anyCharacter: return unsafe place < text.count ? UTF8Text.length(at: place, in: text) : nil
    case .anyText: return 0
    }
  }
}

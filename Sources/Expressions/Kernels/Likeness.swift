import Columns

/// `like` and `ilike`: `%` stands for any text, `_` for one character.
enum Likeness {
  /// Takes a text, a pattern, and where there is one the character that makes `%` and `_` plain.
  static func kernel(ignoresCase: Bool) -> Kernel {
    Kernel(ignoresCase ? "ilike" : "like", canFail: true) { evaluation, arguments in
      let folded =
        ignoresCase ? arguments[0...1].map { TextCase.lowercased($0, &evaluation) } : Array(arguments[0...1])
      // The readers point into texts that nobody else holds.
      defer { withExtendedLifetime(folded) {} }
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

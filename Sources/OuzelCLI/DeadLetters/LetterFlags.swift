/// Which options fit which word of `ouzel dead-letters`.
enum LetterFlags {
  private static let words = [
    "pipeline": ["list", "export", "redrive"], "group": ["export", "redrive"], "reveal": ["show", "export"],
    "reveals": ["list"], "output": ["export"], "all": ["redrive"], "yes": ["redrive"],
    "fail-on-dead-letters": ["redrive"],
  ]

  /// What is wrong where an option stands that the word has no use for.
  static func misuse(of flags: [String], with word: String) -> String? {
    guard let flag = flags.first(where: { words[$0]?.contains(word) == false }) else { return nil }
    switch (word, flag) {
    case ("list", "reveal"):
      return "`--reveal` shows records: `show NUMBER --reveal`; `list --reveals` tells who looked at which"
    case ("show", "reveals"):
      return "`--reveals` tells who looked at which records: `list --reveals`; `show NUMBER --reveal` shows one"
    default:
      let fitting = (words[flag] ?? []).map { "`\($0)`" }.joined(separator: " and ")
      return "`--\(flag)` is for \(fitting), not for `\(word)`"
    }
  }
}

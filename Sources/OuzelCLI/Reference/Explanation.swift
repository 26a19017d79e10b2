import Specifications

/// Topics as a terminal shows them, and how one is found by what people call it.
enum Explanation {
  /// Nothing is called so.
  struct Miss: Error {
    let message: String
  }

  /// The table of contents.
  static var contents: String {
    var text = "`ouzel explain WHAT` explains one of these; an option also by its path alone, as in `batch.records`.\n"
    for group in Topic.Group.allCases {
      let topics = Topic.all.filter { $0.group == group }
      if topics.isEmpty { continue }
      text += "\n\(group.rawValue.capitalizedFirst)\n"
      text += wrapped(topics.map(\.path), indent: 2)
    }
    return String(text.dropLast())
  }

  /// What is called `what`: by its whole path, or by the end of it.
  static func find(_ what: String) -> Result<String, Miss> {
    let wanted = what.lowercased()
    if Topic.all.contains(where: { topic in topic.later.contains { "\(topic.path).\($0)" == wanted } }) {
      return .failure(Miss(message: "`\(what)` is not in this build yet"))
    }
    let told = find(what, wanted)
    guard case .failure = told else {
      // What is called so elsewhere isn't built.
      let later = Topic.all.filter { $0.later.contains(wanted) }.map { "\($0.path).\(wanted)" }
      if later.isEmpty { return told }
      let (names, verb) = (enumeration(of: later, joinedBy: "and"), later.count == 1 ? "is" : "are")
      return told.map { "\($0)\n\n  \(names) \(verb) not in this build yet." }
    }
    for (path, short) in Topic.shortPaths where wanted.hasPrefix(path + ".") {
      let rest = String(wanted.dropFirst(path.count + 1))
      let found = find(short.isEmpty ? rest : "\(short).\(rest)")
      if case .success = found { return found }
    }
    return told
  }

  private static func find(_ what: String, _ wanted: String) -> Result<String, Miss> {
    if let exact = Topic.all.first(where: { $0.path.lowercased() == wanted }) { return .success(text(of: exact)) }
    let found = Topic.all.filter { $0.path.lowercased().hasSuffix("." + wanted) }
    if found.count == 1 { return .success(text(of: found[0])) }
    if found.count > 1 {
      return .success(list("`\(what)` is several things", found))
    }
    let inside = Topic.all.filter { $0.path.lowercased().hasPrefix(wanted + ".") }
    if !inside.isEmpty { return .success(list("`\(what)` has", inside)) }
    if let spelled = TypeNote.all.first(where: { $0.spellings.contains(wanted) || $0.example == wanted }),
      let topic = Topic.all.first(where: { $0.group == .types && $0.path == spelled.name })
    {
      return .success(text(of: topic))
    }
    if Topic.all.contains(where: { $0.later.contains(wanted) }) {
      return .failure(Miss(message: "`\(what)` is not in this build yet"))
    }
    let names = Topic.all.map(\.path)
    let near = nearestName(to: wanted, among: names) ?? nearestName(to: wanted, among: Topic.all.map(\.name))
    let mend = near.map { "did you mean `\($0)`?" } ?? "`ouzel explain` lists what there is"
    return .failure(Miss(message: "nothing is called `\(what)`; \(mend)"))
  }

  private static func list(_ head: String, _ topics: [Topic]) -> String {
    let width = topics.map(\.path.count).max() ?? 0
    return "\(head):\n" + topics.map { "  \($0.path.padded(to: width + 2))\($0.sentence)" }.joined(separator: "\n")
  }

  /// A topic whole.
  static func text(of topic: Topic) -> String {
    var text = "\(topic.path): \(topic.noun)\n\n  \(topic.sentence)\n"
    let width = topic.facts.map(\.word.count).max() ?? 0
    if !topic.facts.isEmpty { text += "\n" }
    for (word, fact) in topic.facts {
      let lines = fact.split(separator: "\n", omittingEmptySubsequences: false)
      text += "  \(word.padded(to: width + 2))\(lines[0])\n"
      for line in lines.dropFirst() { text += "  \("".padded(to: width + 2))\(line)\n" }
    }
    if !topic.options.isEmpty {
      let width = topic.options.map(\.name.count).max() ?? 0
      text += "\n  Options:\n"
      for option in topic.options {
        text +=
          "    \(option.name.padded(to: width + 2))\(option.sentence)\(topic.requires(option) ? " Required." : "")\n"
      }
    }
    if !topic.later.isEmpty { text += "\n  Not in this build yet: \(topic.later.joined(separator: ", "))\n" }
    return String(text.dropLast())
  }

  private static func wrapped(_ words: [String], indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var (text, line) = ("", margin)
    for word in words {
      if line.count + word.count + 2 > 96, line.count > indent {
        text += line + "\n"
        line = margin
      }
      line += (line.count > indent ? "  " : "") + word
    }
    return text + line + "\n"
  }
}

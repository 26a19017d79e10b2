import Specifications

/// A page of the reference, in Markdown.
struct ReferencePage {
  let name: String
  let text: String

  /// All pages: one a group of topics, one of the commands, and a table of contents.
  static var all: [ReferencePage] {
    let pages = Topic.Group.allCases.map { group in
      ReferencePage(name: file(group), text: page(group))
    }
    return [ReferencePage(name: "README.md", text: contents)] + pages
      + [
        ReferencePage(name: "states.md", text: "# What a pipeline says of its state\n\n\(origin)\n\(StatesPage.text)"),
        ReferencePage(name: "commands.md", text: commands),
      ]
  }

  private static let origin =
    "*Written by `Scripts/reference` from where each is declared; a test fails when it is stale.*\n"

  private static func file(_ group: Topic.Group) -> String { group == .top ? "file.md" : "\(group.rawValue).md" }

  private static var contents: String {
    var text = "# Reference\n\n\(origin)\n"
    for group in Topic.Group.allCases {
      text += "- [\(group.rawValue.capitalizedFirst)](\(file(group))): "
      let names = Topic.all.filter { $0.group == group && isHeading($0) }.map { "`\($0.path)`" }
      text += names.joined(separator: ", ") + "\n"
    }
    return text + "- [States](states.md): what the log says of a pipeline, what it means and what to do\n"
      + "- [Commands](commands.md): " + OuzelCLI.commands.map { "`\($0.name)`" }.joined(separator: ", ")
      + "\n"
  }

  /// Options are told under the block that they belong to.
  private static func isHeading(_ topic: Topic) -> Bool {
    topic.noun != "option" || !topic.path.contains(".") || !topic.options.isEmpty
  }

  private static func page(_ group: Topic.Group) -> String {
    var text = "# \(group.rawValue.capitalizedFirst)\n\n\(origin)"
    for topic in Topic.all where topic.group == group && isHeading(topic) {
      text += "\n## `\(topic.path)`\n\n\(topic.sentence)\n"
      for (word, fact) in topic.facts {
        let lines = fact.split(separator: "\n").map { "`\($0)`" }.joined(separator: ", ")
        text += "\n- \(word): \(["takes", "do", "required", "where"].contains(word) ? fact : lines)"
      }
      if !topic.facts.isEmpty { text += "\n" }
      text += table(of: topic)
      if !topic.later.isEmpty {
        text += "\nNot in this build yet: " + topic.later.map { "`\($0)`" }.joined(separator: ", ") + ".\n"
      }
    }
    return text
  }

  private static func table(of topic: Topic) -> String {
    if topic.options.isEmpty { return "" }
    var text = "\n| option | meaning | takes | default | example |\n| --- | --- | --- | --- | --- |\n"
    for option in topic.options {
      let standard = topic.requires(option) ? "**required**" : option.defaultText.map { "`\($0)`" } ?? ""
      let cells = ["`\(option.name)`", option.sentence, option.wanted, standard, "`\(option.example)`"]
      text +=
        "| "
        + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
        .joined(separator: " | ") + " |\n"
    }
    return text
  }

  private static var commands: String {
    var text = "# Commands\n\n\(origin)"
    for command in OuzelCLI.commands { text += "\n## `ouzel \(command.name)`\n\n```\n\(Help.text(of: command))\n```\n" }
    return text
  }
}

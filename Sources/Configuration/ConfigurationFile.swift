package import Specifications

/// One YAML or JSON file, read into a tree with its references filled in.
package struct ConfigurationFile: Sendable {
  /// The path as it was given, which is how places name it.
  package let path: String
  package let root: Node

  /// Reads a file, which `node` names if it isn't a FILE of the command line; nil if it can't be read at all. All
  /// mistakes are recorded, and its text kept to show them.
  package static func load(
    _ path: String, from node: Node? = nil, in surroundings: Surroundings, problems: inout Problems,
    texts: inout SourceTexts
  ) -> ConfigurationFile? {
    let absolute = FilePath(path, in: surroundings.workingDirectory).absolute
    let text: String
    do {
      text = try surroundings.files.text(absolute)
    } catch {
      if let node {
        problems.error(at: node, "`\(path)` can't be read: \(error.reason)", mend: "name a file that is there")
      } else {
        problems.error(at: .whole(path), "it can't be read: \(error.reason)", mend: "name a file that is there")
      }
      return nil
    }
    let folder = FilePath.folder(of: path)
    let besides = (folder.isEmpty || folder == "/" ? folder : folder + "/") + ".env"
    let variables = dotEnv(besides, surroundings, &problems).variables
    return parse(text, file: path, variables: variables, in: surroundings, problems: &problems, texts: &texts)
  }

  /// Reads a text that stands in no file of its own, such as a test's.
  package static func parse(
    _ text: String, file: String, variables: [String: String] = [:], in surroundings: Surroundings,
    problems: inout Problems, texts: inout SourceTexts
  ) -> ConfigurationFile? {
    texts.add(SourceText(text, file: file))
    let references = References(
      variable: { surroundings.environment[$0] ?? variables[$0] },
      text: { path, place in
        let absolute = surroundings.context.path(path, at: place).absolute
        return Result { () throws(FileFailure) in try surroundings.files.text(absolute) }
      })
    let root = TreeBuilder.tree(of: text, file: file, references, problems: &problems)
    return root.map { ConfigurationFile(path: file, root: $0) }
  }

  private static func dotEnv(_ path: String, _ surroundings: Surroundings, _ problems: inout Problems) -> DotEnv {
    let absolute = FilePath(path, in: surroundings.workingDirectory).absolute
    // Most folders have none.
    guard let text = try? surroundings.files.text(absolute) else { return DotEnv() }
    return DotEnv(text, file: path, problems: &problems)
  }
}

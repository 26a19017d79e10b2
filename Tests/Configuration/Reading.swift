import Configuration
import Specifications

/// Files that a test makes up, below `/w`.
func madeUpFiles(_ files: [String: String]) -> FileAccess {
  FileAccess(
    read: { path throws(FileFailure) in
      guard let text = files[path] else { throw FileFailure("No such file or directory") }
      return Array(text.utf8)
    },
    names: { folder in
      let inside = files.keys.filter { $0.hasPrefix(folder + "/") }.map { $0.dropFirst(folder.count + 1) }
      return inside.isEmpty ? nil : inside.filter { !$0.contains("/") }.map(String.init).sorted()
    })
}

/// Surroundings that a test makes up.
func madeUp(_ files: [String: String] = [:], environment: [String: String] = [:]) -> Surroundings {
  Surroundings(environment: environment, files: madeUpFiles(files), workingDirectory: "/w")
}

/// A text read as the file `f.yaml`: its tree, and its problems as a terminal shows them.
func read(_ text: String, in surroundings: Surroundings = madeUp()) -> (root: Node?, problems: String) {
  var (problems, texts) = (Problems(), SourceTexts())
  let file = ConfigurationFile.parse(text, file: "f.yaml", in: surroundings, problems: &problems, texts: &texts)
  return (file?.root, problems.rendered(with: texts))
}

/// A tree in one line, without places; texts that aren't plain in quotes.
func outline(_ node: Node?) -> String {
  guard let node else { return "nothing" }
  switch node.value {
  case .null: return "null"
  case .scalar(let scalar): return scalar.isPlain ? scalar.text : scalar.text.debugDescription
  case .sequence(let items): return "[" + items.map(outline).joined(separator: ", ") + "]"
  case .mapping(let entries):
    return "{" + entries.map { "\($0.name): \(outline($0.value))" }.joined(separator: ", ") + "}"
  }
}

/// A tree's texts, each with the places of its pieces.
func places(_ node: Node?) -> [String] {
  switch node?.value {
  case .scalar(let scalar): scalar.pieces.map { "\($0.text.debugDescription) \($0.place.line):\($0.place.column)" }
  case .sequence(let items): items.flatMap(places)
  case .mapping(let entries): entries.flatMap { places($0.value) }
  case .null, nil: []
  }
}

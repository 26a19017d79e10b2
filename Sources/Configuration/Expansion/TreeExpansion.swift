import Specifications

// What is written short is written out: credentials go into their connections, defaults under pipelines, and `for_each`
// becomes the pipelines that it stands for.
extension ConfigurationTree {
  mutating func expanded(_ entries: [Node.Entry]) -> [Node.Entry] {
    let defaults = entries.first { $0.name == "defaults" }?.value
    var all: [Node.Entry] = []
    for entry in entries where entry.name != "defaults" {
      switch entry.name {
      case "connections": all.append(Node.Entry(key: entry.key, value: withCredentials(entry.value)))
      case "pipelines": all.append(Node.Entry(key: entry.key, value: pipelines(entry.value, defaults)))
      default: all.append(entry)
      }
    }
    if all.count < entries.count, !all.contains(where: { $0.name == "pipelines" }) {
      // What is wrong with the defaults is worth telling even where nothing is under them.
      _ = pipelines(Node(.mapping([]), at: .nowhere), defaults)
    }
    for entry in all {
      guard let (reference, node) = entry.value.leftEach else { continue }
      problems.error(
        at: node, "`\(reference)` has a value only in a pipeline with `for_each`",
        mend: "`for_each: [ { name: orders }, … ]` beside `source` makes one pipeline an item")
    }
    return all
  }

  private mutating func pipelines(_ written: Node, _ defaults: Node?) -> Node {
    var texts = texts
    let (surroundings, beside) = (surroundings, beside)
    var expansion = PipelineExpansion(defaults: defaults) { node, problems in
      let path = beside(node.place.file, node.text ?? "")
      let file = ConfigurationFile.load(path, from: node, in: surroundings, problems: &problems, texts: &texts)
      return file?.root
    }
    let pipelines = expansion.pipelines(written)
    problems.add(expansion.problems)
    self.texts = texts
    return pipelines
  }

  private mutating func withCredentials(_ connections: Node) -> Node {
    guard let entries = connections.entries else { return connections }
    let filled = entries.map { entry in
      guard let path = entry.value["credentials"] else { return entry }
      return Node.Entry(key: entry.key, value: connection(entry.value, with: path))
    }
    return Node(.mapping(filled), at: connections.place, end: connections.end)
  }

  private mutating func connection(_ written: Node, with file: Node) -> Node {
    var reading = Reading(in: surroundings.context)
    let wanted = ValueKind<FilePath>.path.read(file, &reading)
    problems.add(reading.problems)
    let without = Node(
      .mapping((written.entries ?? []).filter { $0.name != "credentials" }), at: written.place, end: written.end)
    guard let wanted else { return without }
    let path = beside(file.place.file, wanted.written)
    do throws(FileFailure) {
      let text = try surroundings.files.text(wanted.absolute)
      return CredentialsFile(text, path: path, problems: &problems)?.under(written) ?? without
    } catch {
      problems.error(at: file, "the credentials can't be read: \(error.reason)", mend: "put the file there")
      return without
    }
  }
}

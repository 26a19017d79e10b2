package import Specifications

/// All files of one command as one tree, still unread by any specification.
package struct ConfigurationTree: Sendable {
  /// The files, an included one before the one that includes it.
  package private(set) var files: [ConfigurationFile] = []
  /// What they say together: connections, contracts and pipelines by name, and everything else as it stands.
  package private(set) var root = Node(.mapping([]), at: .nowhere)
  package internal(set) var problems = Problems()
  package internal(set) var texts = SourceTexts()
  /// The absolute path of the folder beside whose first FILE state lies.
  package let home: String

  let surroundings: Surroundings
  /// What `include` names that holds contracts and no configuration, as `columns:FILE`.
  private var contractFiles: [Node] = []

  /// Reads files and folders (all YAML and JSON files of a folder), and what they include.
  package static func load(_ paths: [String], in surroundings: Surroundings) -> ConfigurationTree {
    let first = FilePath(paths.first ?? ".", in: surroundings.workingDirectory).absolute
    let isFolder = surroundings.files.names(first) != nil
    var tree = ConfigurationTree(home: isFolder ? first : FilePath.folder(of: first), surroundings: surroundings)
    for path in paths { tree.add(path) }
    tree.root = tree.merged()
    tree.problems.hideBrought(into: tree.root)
    return tree
  }

  /// The only configuration of the current folder, for a command without FILE: the one file with pipelines.
  package static func loadOnly(in surroundings: Surroundings) -> ConfigurationTree {
    let names = (surroundings.files.names(surroundings.workingDirectory) ?? []).filter(isConfiguration)
    let found = names.filter { name in
      var (problems, texts) = (Problems(), SourceTexts())
      let file = ConfigurationFile.load(name, in: surroundings, problems: &problems, texts: &texts)
      return file?.root["pipelines"] != nil
    }
    if found.count == 1 { return load(found, in: surroundings) }
    var tree = ConfigurationTree(home: surroundings.workingDirectory, surroundings: surroundings)
    let message =
      found.isEmpty
      ? "no file of this folder has pipelines"
      : "\(enumeration(of: found, joinedBy: "and")) of this folder have pipelines"
    tree.problems.error(at: .nowhere, message, mend: "name the FILE")
    return tree
  }

  private init(home: String, surroundings: Surroundings) {
    self.home = home
    self.surroundings = surroundings
  }

  /// All problems with their lines, as a terminal shows them.
  package var renderedProblems: String { problems.rendered(with: texts) }

  private static func isConfiguration(_ name: String) -> Bool {
    !name.hasPrefix(".") && [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
  }

  private var pathsBegun: Set<String> = []

  private mutating func add(_ path: String, from node: Node? = nil) {
    let absolute = FilePath(path, in: surroundings.workingDirectory).absolute
    guard pathsBegun.insert(absolute).inserted else { return }
    if let names = surroundings.files.names(absolute) {
      let inside = names.filter(Self.isConfiguration)
      if inside.isEmpty {
        problems.error(at: .whole(path), "this folder has no YAML or JSON file", mend: "name another")
      }
      for name in inside { add(path.hasSuffix("/") ? path + name : "\(path)/\(name)") }
      return
    }
    guard
      let file = ConfigurationFile.load(path, from: node, in: surroundings, problems: &problems, texts: &texts)
    else { return }
    guard !file.root.isNull else {
      problems.error(at: .whole(path), "nothing stands in this file", mend: "`ouzel init` writes examples")
      return
    }
    guard file.root.entries != nil else {
      problems.error(at: file.root, "a configuration is a block of `connections`, `pipelines` and their like")
      return
    }
    // An included file comes first, so that this one's connections replace those of the same name.
    for (path, node) in includes(of: file) { add(path, from: node) }
    files.append(file)
  }

  /// Forms of `include` that bring contracts: whoever reads contracts reads them.
  private static let contractForms = ["columns:", "registry:", "avro:", "jsonschema:", "sql:", "table:"]

  /// The paths that a file includes, from where this one's path starts.
  private mutating func includes(of file: ConfigurationFile) -> [(path: String, node: Node)] {
    guard let node = file.root["include"] else { return [] }
    var reading = Reading(in: surroundings.context)
    _ = reading.read(Self.include, node)
    problems.add(reading.problems)
    return (node.items ?? [node]).compactMap { item in
      guard let path = item.text, !path.isEmpty else { return nil }
      if Self.contractForms.contains(where: path.hasPrefix) {
        contractFiles.append(item)
        return nil
      }
      return (beside(file.path, path), item)
    }
  }

  /// A path that a file names, as places name files.
  func beside(_ file: String, _ path: String) -> String {
    let folder = FilePath.folder(of: file)
    return folder.isEmpty || path.hasPrefix("/") ? path : "\(folder == "/" ? "" : folder)/\(path)"
  }

  /// The option that adds files.
  package static let include = Option(
    "include", .oneOrMore(of: .path), default: [],
    "Files and folders that belong to this configuration too; `columns:FILE` brings contracts.",
    example: "[connections.yaml]")

  /// The sections that hold things by name, and so go together over several files.
  private static let sections = ["connections", "contracts", "pipelines"]

  /// A section of all files together.
  private struct Section {
    let key: Node
    let place: Place
    private(set) var entries: [Node.Entry] = []
    private var places: [String: Int] = [:]

    init(_ key: Node, at place: Place) { (self.key, self.place) = (key, place) }

    /// Adds an entry; returns one of its name that is there already, which stays.
    mutating func add(_ entry: Node.Entry) -> Node.Entry? {
      if let index = places[entry.name] { return entries[index] }
      places[entry.name] = entries.count
      entries.append(entry)
      return nil
    }

    mutating func replace(with entry: Node.Entry) { if let index = places[entry.name] { entries[index] = entry } }
  }

  private mutating func merged() -> Node {
    var order: [String] = []
    var single: [String: Node.Entry] = [:]
    var sections: [String: Section] = [:]
    for entry in files.flatMap({ $0.root.entries ?? [] }) {
      // Keys with `x-` are a place for anchors.
      if entry.name.hasPrefix("x-") || entry.name == Self.include.name { continue }
      let isNew = single[entry.name] == nil && sections[entry.name] == nil
      if isNew { order.append(entry.name) }
      if Self.sections.contains(entry.name), let added = entry.value.entries, single[entry.name] == nil {
        var section = sections.removeValue(forKey: entry.name) ?? Section(entry.key, at: entry.value.place)
        for one in added { add(one, to: &section, isConnection: entry.name == "connections", isNew: isNew) }
        sections[entry.name] = section
      } else if isNew {
        single[entry.name] = entry
      } else if !entry.value.isNull {
        let before = single[entry.name]?.key ?? sections[entry.name]?.key ?? entry.key
        problems.error(at: entry.key, "`\(entry.name)` is given twice", mend: "\(before.place) has it already")
      }
    }
    var entries = order.compactMap { name in
      single[name]
        ?? sections[name].map { Node.Entry(key: $0.key, value: Node(.mapping($0.entries), at: $0.place)) }
    }
    if !contractFiles.isEmpty {
      entries.append(
        Node.Entry(key: Node("include"), value: Node(.sequence(contractFiles), at: contractFiles[0].place)))
    }
    return Node(.mapping(expanded(entries)), at: files.first.map { .whole($0.path) } ?? .nowhere)
  }

  private mutating func add(_ entry: Node.Entry, to section: inout Section, isConnection: Bool, isNew: Bool) {
    guard let before = section.add(entry) else { return }
    if isConnection { return section.replace(with: entry) }
    // What one file has twice was told when it was read.
    if isNew { return }
    problems.error(
      at: entry.key, "the \(section.key.text?.dropLast() ?? "") `\(entry.name)` is given twice",
      mend: "\(before.key.place) has it already")
  }
}

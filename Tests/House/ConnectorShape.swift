/// The shape that every connector's folder has, so that who knows one finds the way in all:
/// `Connector.swift` says what it offers, `Options.swift` declares every option of its own, `…Source.swift` and
/// `…Sink.swift` hold what reads and what writes.
enum ConnectorShape {
  /// What a connector's files lack, or hold in the wrong place. `folder` is its path in `Sources`.
  static func complaints(about folder: String, files: [SourceFile]) -> [String] {
    let own = files.filter { $0.path.hasPrefix("Sources/\(folder)/") }
    func lies(_ file: SourceFile, in ending: String) -> Bool { file.path.hasSuffix(ending) }
    var complaints: [String] = []

    for name in ["Connector.swift", "Options.swift"] where !own.contains(where: { lies($0, in: "\(folder)/\(name)") }) {
      complaints.append("\(folder) has no \(name)")
    }
    if let connector = own.first(where: { lies($0, in: "\(folder)/Connector.swift") }),
      !connector.code.contains(/\b(?:Source|Sink)Offer\(/)
    {
      complaints.append("\(connector.path) offers no source and no sink")
    }
    var ends = 0
    for file in own {
      for (word, ending) in [("Source", "Source.swift"), ("Sink", "Sink.swift")] where conforms(file, to: word) {
        ends += 1
        if !lies(file, in: ending) { complaints.append("\(file.path) holds a \(word), which belongs in a …\(ending)") }
      }
      if file.code.contains(/\bOption\s*\(/) && !lies(file, in: "/Options.swift") {
        complaints.append("\(file.path) declares an option, which belongs in Options.swift")
      }
    }
    if ends == 0 { complaints.append("\(folder) has no source and no sink") }
    return complaints
  }

  /// Whether a type of the file says that it is a `word`.
  private static func conforms(_ file: SourceFile, to word: String) -> Bool {
    file.code.matches(of: /\b(?:actor|class|struct|extension)\s+\w+[^:{}]*:([^{}]*)\{/).contains { head in
      head.1.split { $0 == "," || $0.isWhitespace }.contains { $0.split(separator: ".").last.map(String.init) == word }
    }
  }

  /// The connectors that the registry doesn't name: it is the one list of them.
  static func missing(fromRegistry registry: SourceFile?, of manifest: Manifest) -> [String] {
    let connectors = manifest.rooms.filter { $0.path.hasPrefix("Connectors/") }.map(\.name)
    let named = Set(registry?.imports.map(\.module) ?? [])
    return connectors.filter { !named.contains($0) }
  }
}

extension GlobPattern {
  /// The paths of all files that match, sorted by their bytes; relative patterns start in `folder`, and so do the paths
  /// they give.
  ///
  /// A pattern that is itself the path of a file means that file, so that `orders [1].csv` can be read. `**` doesn't
  /// follow links to folders, which may lead back.
  package func files(in folder: String = ".") throws(FileFailure) -> [String] {
    let plain = (isAbsolute ? "/" : "") + text.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    if try FileStatus.of(Path.joined(folder, plain))?.kind == .file { return [plain] }
    var found: Set<String> = []
    try walk(segments[...], from: isAbsolute ? "/" : "", in: folder, into: &found)
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func walk(
    _ segments: ArraySlice<Segment>, from path: String, in folder: String, into found: inout Set<String>
  ) throws(FileFailure) {
    guard let segment = segments.first else { return }
    let rest = segments.dropFirst()
    switch segment {
    case .literal(let name):
      try take(Path.joined(path, name), kind: nil, rest, in: folder, into: &found)
    case .wild:
      for entry in try entries(below: path, in: folder) where segment.matches(entry.name) {
        try take(Path.joined(path, entry.name), kind: entry.kind, rest, in: folder, into: &found)
      }
    case .anyFolders:
      // At the end it means every file below.
      let isLast = rest.isEmpty
      if !isLast { try walk(rest, from: path, in: folder, into: &found) }
      for entry in try entries(below: path, in: folder) where !isHidden(entry.name) {
        let inner = Path.joined(path, entry.name)
        if entry.kind == .folder {
          try walk(segments, from: inner, in: folder, into: &found)
        } else if isLast {
          try take(inner, kind: entry.kind, rest, in: folder, into: &found)
        }
      }
    }
  }

  /// Goes on below `path`, or takes it if the pattern ends here and it is a file.
  private func take(
    _ path: String, kind: FileStatus.Kind?, _ rest: ArraySlice<Segment>, in folder: String,
    into found: inout Set<String>
  ) throws(FileFailure) {
    if !rest.isEmpty {
      if kind != .file { try walk(rest, from: path, in: folder, into: &found) }
      return
    }
    var kind = kind
    if kind == nil { kind = try FileStatus.of(Path.joined(folder, path))?.kind }
    if kind == .file { found.insert(path) }
  }

  private func entries(below path: String, in folder: String) throws(FileFailure) -> [FolderEntry] {
    try FileSystems.entries(ofFolder: path.isEmpty ? folder : Path.joined(folder, path)) ?? []
  }
}

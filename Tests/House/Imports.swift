/// What a file may import: what its room declares, and little of the system.
enum Imports {
  /// Modules of the toolchain and the system that product code may use. Foundation is none of them: it would make the
  /// program four times as large.
  static let system: Set<String> = ["Swift", "Synchronization", "Glibc", "Darwin"]
  /// What tests may use beside it.
  static let forTests: Set<String> = ["Testing", "FoundationEssentials"]

  /// What single files may import beside that, and why.
  static let exceptions: [(file: String, module: String, reason: String)] = [
    ("Sources/OuzelCLI/Terminal/Signals.swift", "Dispatch", "nothing else turns a signal into an event safely")
  ]

  /// The imports of a file that its room doesn't declare, or that show C to others.
  static func complaints(about file: SourceFile, in manifest: Manifest) -> [String] {
    guard let room = manifest.room(holding: file.path) else {
      return ["\(file.path): lies in no room that the manifest lists"]
    }
    let isTest = file.path.hasPrefix("Tests/")
    var allowed = system.union(room.uses)
    if isTest {
      allowed.formUnion(forTests.union([room.name]))
      allowed.formUnion(manifest.rooms.filter { $0.kind == .support }.map(\.name))
    }
    allowed.formUnion(exceptions.filter { $0.file == file.path }.map(\.module))
    return file.imports.flatMap { line in
      var complaints: [String] = []
      if !allowed.contains(line.module) {
        complaints.append("\(file.place(line.line)): \(room.name) imports \(line.module) without declaring it")
      }
      let isC = manifest.room(line.module)?.kind == .library
      if isC && ["public", "package"].contains(line.access) {
        complaints.append("\(file.place(line.line)): \(line.access) import of the C module \(line.module)")
      }
      return complaints
    }
  }
}

extension Imports {
  /// What rooms declare twice, or declare and never import: an arrow that isn't there shouldn't be in the picture.
  static func idleArrows(of manifest: Manifest, in files: [SourceFile]) -> [String] {
    let byRoom = Dictionary(grouping: files) { manifest.room(holding: $0.path)?.name }
    return manifest.rooms.filter { $0.kind == .part }.flatMap { room in
      let imported = Set((byRoom[room.name] ?? []).flatMap(\.imports).map(\.module))
      let idle = room.uses.filter { !imported.contains($0) }.map { "\(room.name) declares \($0) and never imports it" }
      let twice = Set(room.uses.filter { used in room.uses.count { $0 == used } > 1 })
      return idle + twice.sorted().map { "\(room.name) declares \($0) twice" }
    }
  }
}

/// Who touches C: each library has one owner.
enum CLibraries {
  /// Our own header of vector instructions isn't a library, and serves whoever scans bytes.
  static let scanners = ["CScan": ["Columns", "Encodings", "Expressions", "Formats/"]]

  /// The libraries that more than one room uses, or none.
  static func complaints(about manifest: Manifest) -> [String] {
    manifest.rooms.filter { $0.kind == .library }.flatMap { library in
      let users = manifest.rooms.filter { manifest.isProduct($0) && $0.uses.contains(library.name) }
      if let paths = scanners[library.name] {
        return users.filter { user in !paths.contains { user.path.hasPrefix($0) } }
          .map { "\($0.name) uses \(library.name), which is for \(paths.joined(separator: " and "))" }
      }
      return users.count == 1
        ? []
        : ["\(library.name) has \(users.count) owners instead of one: \(users.map(\.name).joined(separator: ", "))"]
    }
  }
}

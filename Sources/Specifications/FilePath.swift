/// A path of a configuration, as it is written and where it leads.
package struct FilePath: Sendable, Hashable {
  /// As it stands in the file.
  package let written: String
  /// Resolved against the folder of the file that holds it.
  package let absolute: String

  /// A path that stands in a file of `folder`, itself an absolute path.
  package init(_ written: String, in folder: String) {
    self.written = written
    absolute = Self.normalized(written.hasPrefix("/") ? written : folder + "/" + written)
  }

  /// The folder that holds the file at `path`; empty if the path names none.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// An absolute path without `.`, `..` and doubled slashes.
  package static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}

extension FilePath: CustomStringConvertible {
  package var description: String { written }
}

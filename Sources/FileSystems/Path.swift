import Glibc

/// Paths as text: none of these looks at the disk.
package enum Path {
  /// The second path as seen from the first: below it, unless it is absolute.
  package static func joined(_ folder: String, _ path: String) -> String {
    if path.utf8.first == UInt8(ascii: "/") || folder.isEmpty || folder == "." { return path }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + path : folder + "/" + path
  }

  /// The same path without `.`, doubled slashes, and `..` after a name; an empty one is `.`.
  ///
  /// Where a folder before a `..` is a link this is another place, as it is for a browser and a shell's `cd`.
  package static func normal(_ path: String) -> String {
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name != ".." {
        names.append(name)
      } else if let last = names.last, last != ".." {
        names.removeLast()
      } else if !isAbsolute {
        names.append(name)
      }
    }
    let text = names.joined(separator: "/")
    return isAbsolute ? "/" + text : text.isEmpty ? "." : text
  }

  /// How `path` is reached from `folder`; both absolute, or both relative to the same place.
  package static func relative(_ path: String, to folder: String) -> String {
    let there = normal(path).split(separator: "/").filter { $0 != "." }
    let here = normal(folder).split(separator: "/").filter { $0 != "." }
    let shared = zip(there, here).prefix { $0 == $1 }.count
    let names = Array(repeating: "..", count: here.count - shared) + there[shared...]
    return names.isEmpty ? "." : names.joined(separator: "/")
  }

  /// The folder that holds `path`: `.` for a bare name.
  package static func folder(of path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    let folder = withoutTrailingSlashes(trimmed[..<slash])
    return folder.isEmpty ? "/" : String(folder)
  }

  /// The last name of `path`.
  package static func name(of path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    return String(trimmed.lastIndex(of: "/").map { trimmed[trimmed.index(after: $0)...] } ?? trimmed)
  }

  /// `path` from the root on, taken as relative to the folder in which the process was started.
  package static func absolute(_ path: String) -> String {
    if path.utf8.first == UInt8(ascii: "/") { return normal(path) }
    // With no buffer given the library makes one of the right size, which is ours to free.
    guard let current = unsafe getcwd(nil, 0) else { return normal(path) }
    defer { unsafe free(current) }
    return normal(joined(unsafe String(cString: current), path))
  }

  private static func withoutTrailingSlashes<Text: StringProtocol>(_ path: Text) -> Substring
  where Text.SubSequence == Substring {
    var end = path.endIndex
    while end > path.startIndex, path[path.index(before: end)] == "/" { end = path.index(before: end) }
    return path[..<end]
  }
}

import Glibc

/// A folder that goes with its test, whatever is in it.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/file-systems-XXXXXX".utf8CString)
    precondition(unsafe mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    _ = unsafe system("rm -rf '\(path)'")
  }

  func file(_ name: String) -> String { path + "/" + name }

  /// Makes files of these paths with nothing in them, and their folders.
  func fill(_ names: [String]) {
    for name in names {
      for (index, byte) in name.utf8.enumerated() where byte == UInt8(ascii: "/") {
        unsafe mkdir(file(String(name.utf8.prefix(index))!), 0o755)
      }
      close(unsafe open(file(name), O_CREAT | O_WRONLY, 0o644))
    }
  }

  /// The names in it, sorted.
  var names: [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

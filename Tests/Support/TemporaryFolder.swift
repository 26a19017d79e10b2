import Glibc

/// A folder that goes with its test, whatever is in it.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    var template = Array("/tmp/ouzel-XXXXXX".utf8CString)
    precondition(unsafe mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    _ = unsafe system("rm -rf '\(path)'")
  }

  /// The path of a file in it.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file anew, or adds to it, and makes the folders that it needs; returns its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String, adding: Bool = false) -> String {
    let path = file(name)
    for index in name.utf8.indices where name.utf8[index] == UInt8(ascii: "/") {
      unsafe mkdir(file(String(name[..<index])), 0o755)
    }
    let number = unsafe open(path, O_CREAT | O_WRONLY | (adding ? O_APPEND : O_TRUNC), 0o644)
    precondition(number >= 0, "\(path) could not be opened")
    defer { close(number) }
    let bytes = Array(bytes)
    var written = 0
    while written < bytes.count {
      // The array stays for the length of the call, and `written` lies within it.
      let count = unsafe bytes[written...].withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
      precondition(count > 0, "\(path) could not be written")
      written += count
    }
    return path
  }

  /// Writes a text.
  @discardableResult
  package func write(_ text: String, to name: String, adding: Bool = false) -> String {
    write(text.utf8, to: name, adding: adding)
  }

  /// Moves a file within it.
  package func rename(_ name: String, to other: String) {
    precondition(unsafe Glibc.rename(file(name), file(other)) == 0)
  }

  /// Removes a file.
  package func remove(_ name: String) { unsafe unlink(file(name)) }
}

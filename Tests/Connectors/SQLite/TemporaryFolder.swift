import Glibc

/// A folder that goes with its test, whatever is in it.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/ouzel-sqlite-XXXXXX".utf8CString)
    precondition(unsafe mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { _ = unsafe system("rm -rf '\(path)'") }

  func file(_ name: String) -> String { path + "/" + name }
}

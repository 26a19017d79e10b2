import Glibc

/// A folder that goes with its test.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/sqlite-client-XXXXXX".utf8CString)
    precondition(unsafe mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    guard let folder = unsafe opendir(path) else { return }
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      unsafe unlink(path + "/" + name)
    }
    unsafe closedir(folder)
    unsafe rmdir(path)
  }

  func file(_ name: String) -> String { path + "/" + name }
}

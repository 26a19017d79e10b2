import Glibc

/// The folder of a simulation: what the processes read, and a folder for each, which is the same one under other names.
final class Workplace {
  let path: String

  /// An empty folder at `path`, whatever was there.
  init(_ path: String) {
    self.path = path
    Self.remove(path)
    for folder in ["", "/in", "/p0"] { unsafe mkdir(path + folder, 0o700) }
    for number in 1...3 { unsafe symlink("p0", path + "/p\(number)") }
  }

  func write(_ text: String, to name: String) {
    guard let file = unsafe fopen(path + "/" + name, "w") else { preconditionFailure("\(name) can't be written") }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    // Names are taken from the entries that the folder's list holds, while it is open.
    guard let folder = unsafe opendir(path) else { return }
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      let inner = path + "/" + name
      if unsafe entry.pointee.d_type == UInt8(DT_DIR) { remove(inner) } else { unsafe unlink(inner) }
    }
    unsafe closedir(folder)
    unsafe rmdir(path)
  }
}

import Glibc

/// Makes a folder and those above it where they are missing. Existing ones keep their rights.
package func makeFolder(_ path: String, mode: UInt32 = 0o755) throws(FileFailure) {
  if let status = try FileStatus.of(path) {
    guard status.kind == .folder else { throw FileFailure(.make, path, code: EEXIST) }
    return
  }
  let parent = Path.folder(of: path)
  if parent != path { try makeFolder(parent, mode: mode) }
  do {
    _ = try uninterrupted(.make, path) { unsafe mkdir(path, mode_t(mode)) }
  } catch {
    // Another process may have been faster.
    if error.code == EEXIST, try FileStatus.of(path)?.kind == .folder { return }
    throw error
  }
  try synchronise(folder: parent)
}

/// Removes a file; false where there was none.
@discardableResult
package func removeFile(_ path: String) throws(FileFailure) -> Bool {
  do {
    _ = try uninterrupted(.remove, path) { unsafe unlink(path) }
    return true
  } catch {
    if error.isMissing { return false }
    throw error
  }
}

/// A name in a folder.
struct FolderEntry {
  let name: String
  /// What the folder itself says it is, where it says so; a link is nil.
  let kind: FileStatus.Kind?
}

/// What is in a folder, in no order; nil where there is no such folder.
func entries(ofFolder path: String) throws(FileFailure) -> [FolderEntry]? {
  guard let folder = unsafe opendir(path) else {
    let failure = FileFailure(.list, path, code: errno)
    if failure.isMissing { return nil }
    throw failure
  }
  defer { unsafe closedir(folder) }
  var entries: [FolderEntry] = []
  while true {
    errno = 0
    guard let entry = unsafe readdir(folder) else {
      if errno != 0 { throw FileFailure(.list, path, code: errno) }
      return entries
    }
    // The entry stays until the next call, and its name ends with a zero.
    let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
      unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name == "." || name == ".." { continue }
    let kind: FileStatus.Kind? =
      switch Int(unsafe entry.pointee.d_type) {
      case DT_REG: .file
      case DT_DIR: .folder
      case DT_LNK: nil
      // Some file systems keep no kind beside the name.
      case DT_UNKNOWN: kindOfUnfollowed(Path.joined(path, name))
      default: .other
      }
    entries.append(FolderEntry(name: name, kind: kind))
  }
}

/// What is at `path`; nil for a link, or where there is nothing any more.
private func kindOfUnfollowed(_ path: String) -> FileStatus.Kind? {
  var status = stat()
  guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { return nil }
  return FileStatus(status).kind
}

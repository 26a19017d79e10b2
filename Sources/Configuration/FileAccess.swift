#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file can't be read.
package struct FileFailure: Error, Equatable, Sendable {
  /// In a few words: `No such file or directory`.
  package let reason: String

  /// A failure for a reason.
  package init(_ reason: String) { self.reason = reason }
}

/// How a configuration reaches its files, which a test hands in.
package struct FileAccess: Sendable {
  /// The bytes of the file at an absolute path.
  package let read: @Sendable (String) throws(FileFailure) -> [UInt8]
  /// The names in the folder at an absolute path; nil if it is none.
  package let names: @Sendable (String) -> [String]?

  /// An access by two functions.
  package init(
    read: @escaping @Sendable (String) throws(FileFailure) -> [UInt8],
    names: @escaping @Sendable (String) -> [String]?
  ) {
    self.read = read
    self.names = names
  }

  /// The files of this machine.
  package static let disk = FileAccess(read: contents, names: entries)

  /// The text of a file, which has to be UTF-8.
  func text(_ path: String) throws(FileFailure) -> String {
    var bytes = try read(path)[...]
    // Some editors begin a file with this mark.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw FileFailure("it is not UTF-8 text") }
    return text
  }
}

/// What is read whole into memory is a configuration or a secret, never data.
private let greatestFile = 64 << 20

private func contents(of path: String) throws(FileFailure) -> [UInt8] {
  // The stream is open from here to the closing below, and nothing else knows it.
  guard let stream = unsafe fopen(path, "re") else { throw FileFailure(lastReason()) }
  defer { unsafe fclose(stream) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 64 << 10)
  while true {
    let count = unsafe fread(&chunk, 1, chunk.count, stream)
    bytes += chunk[..<count]
    if bytes.count > greatestFile { throw FileFailure("it has more than 64 MiB") }
    if count == chunk.count { continue }
    if unsafe ferror(stream) != 0 { throw FileFailure(lastReason()) }
    return bytes
  }
}

private func entries(of path: String) -> [String]? {
  // The folder is open from here to the closing below; an entry is valid until the next is read.
  guard let folder = unsafe opendir(path) else { return nil }
  defer { unsafe closedir(folder) }
  var names: [String] = []
  while let entry = unsafe readdir(folder) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
      unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}

private func lastReason() -> String {
  // strerror's text is read before anything else can replace it.
  unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
}

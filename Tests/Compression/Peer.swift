import Glibc

/// Another program, in whose eyes our bytes must hold.
struct Peer {
  let path: String

  /// Nil where the program isn't installed.
  init?(_ name: String) {
    guard
      let path = ["/usr/bin/", "/bin/", "/usr/local/bin/"].map({ $0 + name }).first(where: {
        unsafe access($0, X_OK) == 0
      })
    else { return nil }
    self.path = path
  }

  /// What the program makes of `input`, or nil when it fails.
  func run(_ arguments: [String], on input: [UInt8]) -> [UInt8]? {
    let source = TemporaryFile(input)
    let target = TemporaryFile([])
    let words = ([path] + arguments + [source.path, ">", target.path]).joined(separator: " ")
    guard unsafe system(words + " 2>/dev/null") == 0 else { return nil }
    return target.content
  }
}

/// A file that goes with its last reference.
final class TemporaryFile {
  let path: String

  init(_ content: [UInt8]) {
    var template = Array("/tmp/compression-XXXXXX".utf8CString)
    let file = unsafe mkstemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var start = 0
    while start < content.count {
      let piece = Array(content[start...])
      start += unsafe write(file, piece, piece.count)
    }
    close(file)
  }

  deinit { unsafe unlink(path) }

  var content: [UInt8] {
    let file = unsafe open(path, O_RDONLY)
    defer { close(file) }
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while case let count = unsafe read(file, &piece, piece.count), count > 0 { all += piece[..<count] }
    return all
  }
}

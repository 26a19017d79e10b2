import Glibc

/// Another program of this machine, in whose eyes what we write must hold.
package struct OtherProgram: Sendable {
  package let name: String

  /// Nil where the program isn't installed.
  package init?(_ name: String) {
    guard unsafe system("command -v \(name) >/dev/null 2>&1") == 0 else { return nil }
    self.name = name
  }

  /// What the program writes, to standard output and error, and whether it ended well within a minute.
  package func run(_ arguments: String, in folder: TemporaryFolder) -> (text: String, isRight: Bool) {
    let target = folder.file("output-of-\(name)")
    let status = unsafe system("cd '\(folder.path)' && timeout 60 \(name) \(arguments) > '\(target)' 2>&1 < /dev/null")
    return (Self.text(of: target), status == 0)
  }

  private static func text(of path: String) -> String {
    let file = unsafe open(path, O_RDONLY)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while case let count = unsafe read(file, &piece, piece.count), count > 0 { all += piece[..<count] }
    return String(decoding: all, as: UTF8.self)
  }
}

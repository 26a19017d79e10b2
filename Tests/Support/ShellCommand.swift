import Glibc

/// Commands as the system's shell runs them.
package enum ShellCommand {
  /// Runs a command: the lines that it writes, to standard output and error, and how it ended.
  package static func run(_ command: String) -> (lines: [String], status: Int32) {
    guard let pipe = unsafe popen(command + " 2>&1", "r") else { return ([], -1) }
    let lines = unsafe read(pipe)
    return (lines, unsafe pclose(pipe))
  }

  private static func read(_ stream: UnsafeMutablePointer<FILE>) -> [String] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, stream)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let texts = lines.map { String(decoding: $0, as: UTF8.self) }
    return texts.last == "" ? texts.dropLast() : texts
  }
}

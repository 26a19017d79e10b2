#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output and standard error.
enum Terminal {
  /// Writes a text that was asked for, to standard output.
  static func out(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Writes a text for people, to standard error.
  static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Whether people watch standard error live.
  static var isLive: Bool {
    guard isatty(STDERR_FILENO) == 1 else { return false }
    guard let kind = unsafe getenv("TERM") else { return true }
    let name = unsafe String(cString: kind)
    return name != "dumb"
  }

  /// How many columns the terminal has.
  static var width: Int {
    var size = winsize()
    // The call fills in the size that it is given.
    let code = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size)
    return code == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      // Only bytes of the slice are written.
      let count = unsafe rest.withUnsafeBytes { bytes in unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

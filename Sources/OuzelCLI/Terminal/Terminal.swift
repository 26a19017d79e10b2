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
    isatty(STDERR_FILENO) == 1 && unsafe getenv("TERM").map { unsafe String(cString: $0) } != "dumb"
  }

  /// How many columns the terminal has.
  static var width: Int {
    var size = winsize()
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : 80
  }

  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    unsafe text.withUTF8 { bytes in
      var rest = unsafe UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}

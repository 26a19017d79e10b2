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

  /// Who runs the program, as the operating system knows it: number and name.
  static var user: String {
    let number = getuid()
    // The entry stays in place until the next question, and nothing else in the program asks.
    guard let entry = unsafe getpwuid(number), let name = unsafe entry.pointee.pw_name else { return "user \(number)" }
    return unsafe "user \(number) (\(String(cString: name)))"
  }

  /// Whether people watch standard error live.
  static var isLive: Bool {
    guard isatty(STDERR_FILENO) == 1 else { return false }
    guard let kind = unsafe getenv("TERM") else { return true }
    let name = unsafe String(cString: kind)
    return name != "dumb"
  }

  /// Whether somebody is there who can answer a question.
  static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks a question that is answered by yes or no.
  static func asks(_ question: String) -> Bool {
    write(question + " [y/N] ", to: STDERR_FILENO)
    let answer = readLine()?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }

  /// Whether standard output is a terminal.
  static var showsOutput: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether standard output takes colours: a terminal does, unless people don't want them.
  static var coloursOutput: Bool {
    guard showsOutput else { return false }
    // What the environment says is read before anything could change it, and nothing does.
    if let unwanted = unsafe getenv("NO_COLOR"), unsafe unwanted.pointee != 0 { return false }
    guard let kind = unsafe getenv("TERM") else { return true }
    return unsafe String(cString: kind) != "dumb"
  }

  /// A text with what would command a terminal shown instead of obeyed.
  static func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\0"..<" ", "\u{7f}"..."\u{9f}": result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Gives standard input, output and error to nobody where the process was started without them, lest the next file
  /// that is opened take their place.
  static func holdStandardFiles() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is the one that was found closed. Opened the wrong way round, input and output fail as
      // they would have: nobody takes what nobody reads for delivered. Messages may go nowhere.
      _ = unsafe open("/dev/null", descriptor == STDOUT_FILENO ? O_RDONLY : O_WRONLY)
    }
  }

  /// How many columns the terminal has.
  static var width: Int {
    var size = winsize()
    // The call fills in the size that it is given.
    let code = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size)
    return code == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  static func write(_ text: String, to descriptor: Int32) {
    // Where nobody reads any more, nobody misses it.
    _ = unsafe Array(text.utf8).withUnsafeBytes { unsafe write($0, to: descriptor) }
  }

  /// Writes all bytes; returns why not, or 0.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return errno }
      written += count
    }
    return 0
  }
}

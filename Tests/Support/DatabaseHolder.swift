import Glibc

/// Another process that keeps everybody else from writing a SQLite database, as one does that was stopped inside a
/// transaction. The database has to be open, with its write-ahead log.
@safe package final class DatabaseHolder {
  private let output: UnsafeMutablePointer<FILE>
  /// The number of the process.
  package let process: Int32

  /// Starts the process; nil if it can't have the lock.
  package init?(of path: String) {
    // SQLite's lock of writers is byte 120 of the log's index. Perl is on every Debian, and is no part of this program.
    let script = """
      use Fcntl; open(F, "+<", $ARGV[0]) or exit 1;
      my $lock = pack("s s x4 q q i x4", F_WRLCK, 0, 120, 1, 0);
      fcntl(F, F_SETLK, $lock) or exit 2;
      $| = 1; print "$$\\n"; sleep 600;
      """
    guard let output = unsafe popen("exec perl -e '\(script)' '\(path)-shm' 2>/dev/null", "re") else { return nil }
    unsafe self.output = output
    // Its number comes once it holds the lock, or nothing when it can't.
    var line = [CChar](repeating: 0, count: 32)
    guard unsafe fgets(&line, Int32(line.count), output) != nil else { return nil }
    let digits = line.prefix { $0 >= 48 }.map { UInt8(bitPattern: $0) }
    guard let process = pid_t(String(decoding: digits, as: UTF8.self)) else { return nil }
    self.process = process
  }

  /// Ends the process, and with it the lock.
  package func end() { kill(process, SIGKILL) }

  deinit {
    end()
    unsafe pclose(output)
  }
}

import Glibc
import Synchronization

/// The one place through which text for people leaves the process: whole lines, one after the other.
///
/// A live display shows a block below the lines. It says what to write before a line, which takes the block away, and
/// after it, which draws the block again; all three go out in one piece.
package final class LineWriter: Sendable {
  /// What a live display writes around each line. Neither may write a line itself.
  package struct Display: Sendable {
    let beforeLine: @Sendable () -> String
    let afterLine: @Sendable () -> String

    /// Takes a block away before each line, and draws it again after it.
    package init(beforeLine: @escaping @Sendable () -> String, afterLine: @escaping @Sendable () -> String) {
      self.beforeLine = beforeLine
      self.afterLine = afterLine
    }
  }

  /// Writes to the process's standard error.
  package static let standardError = LineWriter(descriptor: STDERR_FILENO)

  private let descriptor: Int32
  private let display = Mutex<Display?>(nil)

  /// Writes to an open file, which stays its owner's.
  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes a line and its end.
  package func write(line: String) {
    display.withLock { display in
      guard let display else { return put(line + "\n") }
      put(display.beforeLine() + line + "\n" + display.afterLine())
    }
  }

  /// Writes text as it is, between lines: how a display draws its block anew.
  package func write(_ text: String) {
    display.withLock { _ in put(text) }
  }

  /// Puts a display around all further lines, or takes it away; `text` is written at that moment.
  package func show(_ display: Display?, writing text: String = "") {
    self.display.withLock { current in
      current = display
      put(text)
    }
  }

  /// Nobody is left to be told when this fails, and a log that can't be written is no reason to stop.
  private func put(_ text: String) {
    var text = text
    text.withUTF8 { text in
      var rest = UnsafeRawBufferPointer(text)
      while rest.count > 0 {
        // The text stays in place for the length of this closure.
        let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}

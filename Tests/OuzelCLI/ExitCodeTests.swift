import Engine
import Glibc
import Testing

@testable import OuzelCLI

@Suite struct ExitCodeTests {
  @Test("dead letters are told of a pipeline that was drained, too, and what the user stopped comes first")
  func deadLetters() {
    #expect(ExitCode(.done, signal: nil, isBlamed: true) == .differs)
    #expect(ExitCode(.drained, signal: SIGTERM, isBlamed: true) == .differs)
    #expect(ExitCode(.drained, signal: SIGTERM, isBlamed: false) == .done)
    #expect(ExitCode(.drained, signal: SIGINT, isBlamed: true) == .interrupted)
    #expect(ExitCode(.done, signal: SIGINT, isBlamed: false) == .done)
  }
}

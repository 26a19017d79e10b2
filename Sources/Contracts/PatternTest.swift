import Columns
import Patterns

/// `pattern`: a regular expression that has to find something in each value.
struct PatternTest: Sendable {
  private let pattern: Pattern

  /// A pattern that was found to be one when the contract was read.
  init(_ text: String, ignoringCase: Bool) {
    do throws(PatternProblem) {
      pattern = try Pattern(text, ignoringCase: ignoringCase)
    } catch {
      preconditionFailure("`\(text)` is no pattern: \(error.message)")
    }
  }

  /// The pattern as it was written.
  var text: String { pattern.text }

  /// Tells the rows of a column of text in which it finds nothing, and whether it was given up there.
  func check(_ column: Column, _ broken: (_ row: Int, _ isGivenUp: Bool) -> Void) {
    var matcher = PatternMatcher(pattern)
    for row in 0..<column.count where column.isValid(row) {
      switch unsafe matcher.match(column.bytes(row)) {
      case .found: continue
      case .absent: broken(row, false)
      case .limitReached: broken(row, true)
      }
    }
    // The bytes were read through pointers until here.
    withExtendedLifetime(column) {}
  }
}

/// A mistake in an expression, told to the person who wrote it.
package struct ExpressionProblem: Error, Equatable {
  /// What is wrong: a clause without a full stop.
  package let message: String
  /// What to do about it.
  package let mend: String?
  /// Where the mistake stands, in the UTF-8 of the expression's text.
  package let range: Range<Int>

  /// A mistake at a range, and its mend.
  package init(at range: Range<Int>, _ message: String, mend: String? = nil) {
    self.message = message
    self.mend = mend
    self.range = range
  }

  /// The message and its mend as one sentence.
  package var sentence: String { mend.map { "\(message); \($0)" } ?? message }
}

/// All mistakes of an expression; none where it rests on a column whose own mistake is told elsewhere.
package struct ExpressionProblems: Error, Equatable {
  package let all: [ExpressionProblem]

  init(_ all: [ExpressionProblem]) { self.all = all }
}

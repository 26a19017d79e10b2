typealias FailureMessage = String
extension String.StringInterpolation {
  mutating func appendInterpolation(plain words: String) { appendLiteral(words) }
}

/// Which dead letters are meant: all, unless something narrows them.
package struct LetterChoice: Sendable, Equatable {
  /// Those of this pipeline.
  package var pipeline: String?
  /// Those that failed in the same way as the letter of that number.
  package var group: Int64?
  /// Those of these numbers; nil for any.
  package var numbers: [Int64]?

  package init(pipeline: String? = nil, group: Int64? = nil, numbers: [Int64]? = nil) {
    self.pipeline = pipeline
    self.group = group
    self.numbers = numbers
  }
}

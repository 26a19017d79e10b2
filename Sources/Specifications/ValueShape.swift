/// The shape that a value has in the file, by which editors complete and check it. What a shape can't say, such as
/// that a text is an expression, reading says.
package indirect enum ValueShape: Sendable {
  /// Anything; what it must be, reading alone knows.
  case any
  /// A scalar that isn't empty.
  case text
  /// A scalar.
  case anyText
  case boolean
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  /// A scalar whose text matches a regular expression that JavaScript and Python read alike.
  case matching(String)
  case choice([String])
  case list(ValueShape)
  /// One value, or a list.
  case oneOrMore(ValueShape)
  /// Values under names of the user's.
  case map(ValueShape)
  case block(Specification)
  /// A block of which each option may be missing.
  case partOf(Specification)
  /// One of a block's options alone.
  case oneOption(Specification)
  /// One of several kinds of block under its name, which alone is short for an empty block.
  case kinds([Specification])
  /// One of several kinds of block under its name, with further options beside it.
  case kindsBeside(Specification, [Specification])
  /// One of several kinds of block, named by an option.
  case tagged(String, [Specification])
  case either([ValueShape])
}

/// How JSON is laid out.
public struct JSONOptions: Sendable, Equatable {
  /// How records stand in a file or a message.
  public enum Shape: String, Sendable, CaseIterable {
    /// Files hold lines; a message holds objects behind one another or an array of them.
    case auto
    /// One object a line, in messages too.
    case lines
  }

  public var shape = Shape.auto

  public init() {}
}

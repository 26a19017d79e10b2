import Columns

/// How JSON is laid out.
public struct JSONOptions: Sendable, Equatable {
  /// How records stand in a file or a message.
  public enum Shape: String, Sendable, CaseIterable {
    /// As its beginning says: an array of them, objects behind one another, and in files lines.
    case auto
    /// One object a line, in messages too.
    case lines
    /// An array of objects.
    case array
    /// All of it is one object.
    case document
  }

  /// What becomes of NaN and the infinities, which Python writes as words.
  public enum NotFiniteNumbers: String, Sendable, CaseIterable {
    /// They are no JSON.
    case reject
    /// They are null.
    case asNull = "as_null"
    /// They are numbers, and written as these words.
    case float
  }

  public var shape = Shape.auto
  /// Where in the text the records stand; nil where they are all of it.
  public var at: JSONPointer?
  public var nan = NotFiniteNumbers.reject

  public init() {}

  /// Whether a file's beginning tells more than whether there is a byte order mark.
  var looksAhead: Bool { shape != .lines && (shape != .document || at != nil) }
}

extension JSONOptions.NotFiniteNumbers {
  /// How columns read what is let in.
  var reading: NotFinite.Reading {
    switch self {
    case .reject: .none
    case .asNull: .null
    case .float: .number
    }
  }
}

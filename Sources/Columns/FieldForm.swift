/// How a field is met in records and written into them, where that differs from the way of its type.
public struct FieldForm: Hashable, Sendable {
  /// Other names under which records have it.
  public var alsoNamed: [String]
  /// Whether its names, and the values that it may have, are met without regard to case.
  public var ignoresCase: Bool
  /// How its times are written where they are read, tried in this order: `%d-%m-%Y`, `epoch_ms`; empty for ISO.
  public var formats: [String]
  /// How its values are written: `hex`, `%Y-%m-%d`; nil for the way of its type.
  public var write: String?
  /// Whether its values are about a person, so that no message may show them.
  public var isPersonal: Bool

  /// A form that differs in nothing, unless it says so.
  public init(
    alsoNamed: [String] = [], ignoresCase: Bool = false, formats: [String] = [], write: String? = nil,
    isPersonal: Bool = false
  ) {
    self.alsoNamed = alsoNamed
    self.ignoresCase = ignoresCase
    self.formats = formats
    self.write = write
    self.isPersonal = isPersonal
  }
}

/// What a decoder does with what doesn't fit the schema.
public struct DecodingTerms: Hashable, Sendable {
  /// What becomes of fields that the schema doesn't name.
  public var unknown: UnknownFields
  /// Whether a row goes on, with null in that field, where a value is none of its field's type; else the row fails.
  public var keepsUnfit: Bool

  public init(unknown: UnknownFields = .drop, keepsUnfit: Bool = false) {
    self.unknown = unknown
    self.keepsUnfit = keepsUnfit
  }
}

/// What becomes of fields that records have and no contract names.
public enum UnknownFields: String, Hashable, Sendable, CaseIterable {
  /// They are left out, and counted.
  case drop
  /// They go on as they stand, in the column `_unknown`.
  case keep
  /// The record fails.
  case reject
}

/// The names by which records may have the fields of a schema: their own to the letter, then their other names, then
/// without regard to case. A name that is a field's only so, and stands beside a better one, is no field's.
public struct FieldNames: Sendable {
  /// What a name means.
  public struct Meaning: Sendable, Equatable {
    /// The place of the field.
    public let field: Int
    /// Of several names for one field the one with the highest rank counts; less than 256.
    public let rank: Int

    public init(field: Int, rank: Int) {
      self.field = field
      self.rank = rank
    }
  }

  static let exactRank = 255
  private static let foldedRank = 1

  /// Whether a name of that rank is a field's without regard to case alone: beside a better one it means nothing.
  public static func isFolded(_ rank: Int) -> Bool { rank <= foldedRank }

  private var exact: [String: Meaning] = [:]
  private var folded: [String: Meaning] = [:]

  /// The names of some fields. Where two fields claim a name, the better claim wins, and of equal ones the first.
  public init(_ fields: [Field]) {
    for (place, field) in fields.enumerated() {
      claim(field.name, in: \.exact, Meaning(field: place, rank: Self.exactRank))
      claim(field.name.lowercased(), in: \.folded, Meaning(field: place, rank: Self.foldedRank))
      for (index, name) in field.form.alsoNamed.enumerated() {
        // The first of its other names ranks highest.
        claim(name, in: \.exact, Meaning(field: place, rank: max(2, Self.exactRank - 1 - index)))
        if field.form.ignoresCase { claim(name.lowercased(), in: \.folded, Meaning(field: place, rank: 0)) }
      }
    }
  }

  private mutating func claim(_ name: String, in table: WritableKeyPath<Self, [String: Meaning]>, _ meaning: Meaning) {
    if let before = self[keyPath: table][name], before.rank >= meaning.rank { return }
    self[keyPath: table][name] = meaning
  }

  /// What a name in a record means; nil where it is no field's.
  public func meaning(of name: String) -> Meaning? { exact[name] ?? folded[name.lowercased()] }
}

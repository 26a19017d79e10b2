import Columns

/// What becomes of a record's members that no field of the schema is met by.
@safe struct UnknownMembers: ~Copyable {
  private let policy: UnknownFields
  /// How often each was met that is left out, by its number among the keys that mean nothing.
  var counts: [Int]
  /// One object a row, of the members as they stand.
  private var objects: TextBuilder
  /// Where the object of the row at hand begins.
  private var start = 0
  /// The first such key of the row at hand, where no row may have any; quotes included.
  private var rejected: Range<Int>?

  init(_ policy: UnknownFields) {
    self.policy = policy
    counts = policy == .drop ? Array(repeating: 0, count: DroppedFields.mostNames + 1) : []
    objects = TextBuilder(capacity: 0)
  }

  /// Takes in a member, from its key's first quote to the end of its value, in a record that isn't left out.
  @unsafe mutating func note(_ bytes: UnsafePointer<UInt8>, _ member: Range<Int>, mayHoldWords: Bool) {
    if policy == .reject {
      rejected = rejected ?? member
      return
    }
    objects.data.append(UInt8(ascii: objects.data.count == start ? "{" : ","))
    if mayHoldWords {
      unsafe NotFinite.appendReplaced(bytes, member, to: &objects.data)
    } else {
      unsafe objects.data.append(UnsafeRawBufferPointer(start: bytes + member.lowerBound, count: member.count))
    }
  }

  /// Ends a row; returns the name of the field for which it is rejected.
  @unsafe mutating func finish(_ bytes: UnsafePointer<UInt8>) -> String? {
    if policy == .keep {
      if objects.data.count == start {
        objects.appendNull()
      } else {
        objects.data.append(UInt8(ascii: "}"))
        objects.finish()
      }
      start = objects.data.count
      return nil
    }
    defer { rejected = nil }
    guard let rejected, let key = try? unsafe JSONSyntax.skipString(bytes, rejected.lowerBound + 1, rejected.upperBound)
    else { return nil }
    let cell = Cell(
      key.isEscaped ? .escaped : .quoted, start: rejected.lowerBound + 1, length: key.close - rejected.lowerBound - 1)
    return unsafe cell.text(in: bytes, .json)
  }

  /// Leaves nothing of the row at hand.
  mutating func forget() {
    objects.data.truncate(to: start)
    rejected = nil
  }

  /// The objects of all rows, once; nil where none are kept.
  mutating func takeColumn() -> Column? {
    guard policy == .keep else { return nil }
    var taken = TextBuilder(capacity: 0)
    swap(&taken, &objects)
    return taken.column(.json)
  }
}

import CScan

extension Column {
  /// Whether both columns have the same type and the same values in the same rows. Floats are the same where their bits
  /// are, so that `NaN` is itself and no zero the other.
  public func isEqual(to other: Column) -> Bool {
    guard type == other.type && count == other.count else { return false }
    return (0..<count).allSatisfy { isEqual($0, to: other, $0) }
  }

  /// Whether row `row` has the value, or the null, that a row of a column of the same type has.
  public func isEqual(_ row: Int, to other: Column, _ otherRow: Int) -> Bool {
    guard isValid(row) == other.isValid(otherRow) else { return false }
    guard isValid(row) else { return true }
    switch type.layout {
    case .bits: return bit(row) == other.bit(otherRow)
    case .fixed(let width):
      let mine = unsafe values.start + (offset + row) * width
      let its = unsafe other.values.start + (other.offset + otherRow) * width
      return unsafe ouzel_equal(
        mine.assumingMemoryBound(to: UInt8.self), its.assumingMemoryBound(to: UInt8.self), width)
        != 0
    case .variable: return unsafe bytes(row).elementsEqual(other.bytes(otherRow))
    case .list:
      let (mine, its) = (elements(row), other.elements(otherRow))
      return mine.count == its.count
        && zip(mine, its).allSatisfy { children[0].isEqual($0, to: other.children[0], $1) }
    case .children:
      return zip(children, other.children).allSatisfy { $0.isEqual(row, to: $1, otherRow) }
    }
  }
}

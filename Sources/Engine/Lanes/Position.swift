/// Where a record stands in its lane: its message (an offset, a byte of a file) and its row in it, counted as decoded.
package struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first message that isn't settled whole.
  package var message: Int64
  /// How many of that message's rows are settled.
  package var row: Int32

  package init(message: Int64, row: Int32 = 0) {
    self.message = message
    self.row = row
  }

  /// Where every lane begins.
  package static let start = Position(message: 0)

  package static func < (a: Position, b: Position) -> Bool { (a.message, a.row) < (b.message, b.row) }

  package var description: String { row == 0 ? "\(message)" : "\(message)/\(row)" }
}

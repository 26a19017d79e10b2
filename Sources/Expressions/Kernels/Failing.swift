import Columns

// Loops over rows of which some have no result: they fail, or are null.
extension Evaluation {
  /// One text from each row in which all arguments hold values: `body` appends its bytes, or says that there are none.
  @inline(__always) mutating func texts(
    _ arguments: [Vector], bytes: Int, type: ColumnType = .text, orNull: Bool = false,
    message: (Int) -> FailureMessage, _ body: (Int, inout RawMemory) -> Bool
  ) -> Vector {
    var refused: [Int] = []
    let made = texts(arguments, bytes: bytes, type: type) { row, out in
      let start = out.count
      if !body(row, &out) {
        out.truncate(to: start)
        refused.append(row)
      }
    }
    if refused.isEmpty { return made }
    if !orNull { for row in refused { fail(row, message(row)) } }
    return without(refused, made, arguments)
  }

  /// One value from each row, which may be of texts; nil fails the row where all arguments hold values.
  @inline(__always) mutating func values<R: BitwiseCopyable>(
    _ arguments: [Vector], _ type: ColumnType, zero: R, orNull: Bool = false, message: (Int) -> FailureMessage,
    _ body: (Int) -> R?
  ) -> Vector {
    var refused: [Int] = []
    let made = values(arguments, type) { row -> R in
      if let value = body(row) { return value }
      refused.append(row)
      return zero
    }
    if refused.isEmpty { return made }
    if !orNull { for row in refused where arguments.allSatisfy({ $0.isValid(row) }) { fail(row, message(row)) } }
    return without(refused, made, arguments)
  }

  /// A vector that is null in some more rows.
  private func without(_ rows: [Int], _ made: Vector, _ arguments: [Vector]) -> Vector {
    let column = made.column
    return Vector(
      Column(
        type: column.type, count: column.count, validity: Bitmap.without(rows, column.validity, column.count),
        values: column.values, data: column.data),
      isConstant: made.isConstant)
  }
}

import Columns

/// SQL's logic of three values, 64 rows at a time.
enum Logic {
  /// `and` and `or`: the one that settles the result does so even beside null.
  static func joined(_ a: Vector, _ b: Vector, _ count: Int, isAnd: Bool) -> Vector {
    let isConstant = a.isConstant && b.isConstant
    let count = isConstant ? 1 : count
    let (x, y) = (a.bits, b.bits)
    let (validX, validY) = (BitReader(validityOf: a), BitReader(validityOf: b))
    let values = Bitmap.buffer(count) { word in
      let (trueX, trueY) = (x.word(word) & validX.word(word), y.word(word) & validY.word(word))
      return isAnd ? trueX & trueY : trueX | trueY
    }
    let canBeNull = a.mayHoldNull || b.mayHoldNull
    let validity =
      canBeNull
      ? Bitmap.buffer(count) { word in
        let (p, q) = (validX.word(word), validY.word(word))
        let settledX = p & (isAnd ? ~x.word(word) : x.word(word))
        let settledY = q & (isAnd ? ~y.word(word) : y.word(word))
        return p & q | settledX | settledY
      } : nil
    return Vector(Column(type: .bool, count: count, validity: validity, values: values), isConstant: isConstant)
  }

  static let not = Kernel("not") { evaluation, arguments in
    let count = evaluation.rows(of: arguments)
    let values = arguments[0].bits
    let negated = Bitmap.buffer(count) { ~values.word($0) }
    return Vector.bits(negated, arguments, count)
  }

  /// `is null`, or `is not null`.
  static func isNull(isNegated: Bool) -> Kernel {
    Kernel(isNegated ? "is not null" : "is null", isStrict: false) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      let valid = BitReader(validityOf: arguments[0])
      let values = Bitmap.buffer(count) { isNegated ? valid.word($0) : ~valid.word($0) }
      return Vector.bits(values, [], count, isConstant: arguments[0].isConstant)
    }
  }
}

extension Vector {
  var mayHoldNull: Bool { column.validity != nil }

  /// A `bool` vector that is null where any argument is.
  static func bits(_ values: Buffer, _ arguments: [Vector], _ count: Int, isConstant: Bool? = nil) -> Vector {
    let validity = Bitmap.validity(arguments, count: count)
    return Vector(
      Column(type: .bool, count: count, validity: validity, values: values),
      isConstant: isConstant ?? (!arguments.isEmpty && arguments.allSatisfy(\.isConstant)))
  }
}

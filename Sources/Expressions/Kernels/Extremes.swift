import Columns

/// `greatest` and `least`: nulls are passed over.
enum Extremes {
  static func kernel(_ type: ColumnType, isGreatest: Bool) -> Kernel {
    let isBetter = Comparisons.kernel(isGreatest ? .greater : .less, type)
    return Kernel("\(isGreatest ? "greatest" : "least")(\(type))", isStrict: false) { evaluation, arguments in
      let count = evaluation.rows(of: arguments)
      var best = arguments[0]
      for next in arguments.dropFirst() {
        let better = isBetter.run(&evaluation, [next, best])
        let (values, bestIsValid, nextIsValid) = (better.bits, BitReader(validityOf: best), BitReader(validityOf: next))
        let taken = RowSet(count) { word in
          let (old, new) = (bestIsValid.word(word), nextIsValid.word(word))
          return new & (~old | values.word(word))
        }
        var choice = Choice(count)
        choice.take(next, where: taken)
        choice.take(best, where: RowSet(count) { _ in ~0 })
        var refused: [Int] = []
        let merged = choice.merged(type, refused: &refused)
        for row in refused { evaluation.fail(row, TextWriter.refusal) }
        best = Vector(merged.column, isConstant: merged.isConstant || arguments.allSatisfy(\.isConstant))
        withExtendedLifetime(better) {}
      }
      return best
    }
  }
}

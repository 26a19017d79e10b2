import Columns

/// Casts of what is nested: each column inside is cast whole.
enum NestedCasts {
  static func run(_ from: ColumnType, _ to: ColumnType, _ orNull: Bool) -> Kernel.Run {
    if case .structure(let a) = from, case .structure(let b) = to { return structures(a, b, orNull) }
    guard let a = from.elementType, let b = to.elementType else {
      preconditionFailure("only lists, maps and structs are nested")
    }
    let inner = a == b ? nil : Casts.run(a, b, orNull)
    return { evaluation, arguments in
      let list = arguments[0].column
      let child = list.children[0]
      let parents = parents(of: list, child.count)
      let cast =
        inner.map { inner in
          evaluation.inside(count: child.count, row: { parents[$0] }) { evaluation in
            inner(&evaluation, [Vector(child)]).column
          }
        } ?? child
      let made = Column(
        type: to, count: list.count, offset: list.offset, validity: list.validity, values: list.values, children: [cast]
      )
      return Vector(made, isConstant: arguments[0].isConstant)
    }
  }

  /// For each row of a child the row that holds it, or -1.
  private static func parents(of list: Column, _ count: Int) -> [Int] {
    var parents = [Int](repeating: -1, count: count)
    for row in 0..<list.count where list.isValid(row) {
      for element in list.elements(row) { parents[element] = row }
    }
    return parents
  }

  private static func structures(_ a: [Field], _ b: [Field], _ orNull: Bool) -> Kernel.Run {
    let sources = b.map { field in a.firstIndex { $0.name.lowercased() == field.name.lowercased() } }
    let casts = zip(b, sources).map { field, source in
      source.flatMap { a[$0].type == field.type ? nil : Casts.run(a[$0].type, field.type, orNull) }
    }
    return { evaluation, arguments in
      let whole = arguments[0].column
      var children: [Column] = []
      for (place, field) in b.enumerated() {
        guard let source = sources[place] else {
          children.append(.nulls(field.type, count: whole.count))
          continue
        }
        let child = whole.children[source]
        guard let cast = casts[place] else {
          children.append(child)
          continue
        }
        children.append(
          evaluation.inside(count: whole.count, row: { whole.isValid($0) ? $0 : -1 }) { evaluation in
            cast(&evaluation, [Vector(child)]).column
          })
      }
      let made = Column(
        type: .structure(b), count: whole.count, offset: whole.offset, validity: whole.validity, values: .empty,
        children: children)
      return Vector(made, isConstant: arguments[0].isConstant)
    }
  }
}

extension Evaluation {
  /// Computes a column inside a column; what fails there fails the row that `row` says, or none below zero.
  mutating func inside(count: Int, row: (Int) -> Int, _ body: (inout Evaluation) -> Column) -> Column {
    var inner = Evaluation(Program(), columns: [], count: count, at: moment)
    inner.isPersonal = isPersonal
    let column = body(&inner)
    for failure in inner.failures.sorted(by: { $0.row < $1.row }) {
      let place = row(failure.row)
      // What is personal was hidden inside.
      if place >= 0 { fail(place, FailureMessage(plain: failure.message)) }
    }
    return column
  }
}

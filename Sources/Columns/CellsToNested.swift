import CScan

/// Nested values, of which each level becomes a table of cells of its own, whose columns are read in turn: elements of
/// lists one below the other, fields of structs side by side.
extension CellReading {
  /// Lists, maps or structs out of cells that hold JSON.
  mutating func nested() -> Column {
    guard escapes == .json else { return nestedInText() }
    switch field.type {
    case .list(let element): return lists(of: element)
    case .map(let value): return maps(to: value)
    case .structure(let fields): return structures(fields)
    default: preconditionFailure("\(field.type) isn't nested")
    }
  }

  /// What another format holds as text is made JSON first, and then read like a JSON text's own.
  private mutating func nestedInText() -> Column {
    let texts = documents()
    var table = CellTable(width: 1, rows: rows, escapes: .json)
    let data = texts.data ?? .empty
    let start = unsafe data.start.assumingMemoryBound(to: UInt8.self)
    for row in 0..<rows {
      var cell: Cell?
      if texts.isValid(row) {
        let from = Int(texts.value(row, as: Int32.self))
        let end = unsafe from + texts.bytes(row).count
        var at = unsafe JSONSyntax.skipSpace(start, from, end)
        // It was found to be JSON.
        cell = try? unsafe JSONSyntax.cell(start, &at, end)
      }
      table.append(cell ?? .absent)
    }
    return table.column(0, of: data, as: field, failures: &failures)
  }

  private mutating func lists(of element: ColumnType) -> Column {
    var elements = CellTable(width: 1, rows: rows, escapes: .json)
    elements.notFinite = notFinite
    var builder = ListBuilder(capacity: rows)
    for row in 0..<rows {
      guard let cell = container(row, opening: 0x5b) else {
        builder.appendNull()
        continue
      }
      var walk = unsafe JSONWalk(bytes, cell)
      while unsafe walk.next() { elements.append(unsafe itsValue(&walk)) }
      builder.finish(elements: elements.count)
    }
    var inner: [RowFailure] = []
    let child = elements.column(0, of: buffer, as: Field("", element, form: field.form), failures: &inner)
    let column = builder.lists(of: child)
    for failure in inner { adopt(failure, of: column) { "[\($0)]" } }
    return column
  }

  private mutating func maps(to value: ColumnType) -> Column {
    var entries = CellTable(width: 2, rows: rows, escapes: .json)
    entries.notFinite = notFinite
    var builder = ListBuilder(capacity: rows)
    for row in 0..<rows {
      guard let cell = container(row, opening: 0x7b) else {
        builder.appendNull()
        continue
      }
      let first = entries.rows
      var walk = unsafe JSONWalk(bytes, cell)
      while unsafe walk.next() {
        entries.append(unsafe walk.key())
        entries.append(unsafe itsValue(&walk))
      }
      if hasKeyTwice(entries, from: first) {
        unsafe refuse(row, bytes + cell.start, cell.length, because: "has a key twice")
        entries.truncate(to: 2 * first)
        builder.appendNull()
      } else {
        builder.finish(elements: entries.rows)
      }
    }
    var inner: [RowFailure] = []
    let form = FieldForm(isPersonal: field.form.isPersonal)
    let keys = entries.column(0, of: buffer, as: Field("", .text, form: form), failures: &inner)
    let values = entries.column(1, of: buffer, as: Field("", value, form: field.form), failures: &inner)
    let column = builder.maps(from: keys, to: values)
    for failure in inner {
      let key = field.form.isPersonal ? "…" : "\"\(keys.shortened(failure.row))\""
      adopt(failure, of: column) { _ in "[\(key)]" }
    }
    return column
  }

  private func hasKeyTwice(_ entries: borrowing CellTable, from first: Int) -> Bool {
    if entries.rows - first <= 16 {
      // Few keys as they stand are held against each other.
      for entry in first..<entries.rows {
        let key = unsafe entries.start[2 * entry]
        if key.kind == .escaped { return hasSpelledKeyTwice(entries, from: first) }
        for earlier in first..<entry {
          let other = unsafe entries.start[2 * earlier]
          if other.length == key.length, unsafe ouzel_equal(bytes + other.start, bytes + key.start, key.length) != 0 {
            return true
          }
        }
      }
      return false
    }
    return hasSpelledKeyTwice(entries, from: first)
  }

  private func hasSpelledKeyTwice(_ entries: borrowing CellTable, from first: Int) -> Bool {
    // By their bytes: texts count as one where they look alike.
    var keys: Set<[UInt8]> = []
    for entry in first..<entries.rows {
      if unsafe !keys.insert(Array(entries.start[2 * entry].text(in: bytes, .json).utf8)).inserted { return true }
    }
    return false
  }

  private mutating func structures(_ fields: [Field]) -> Column {
    var table = CellTable(width: fields.count, rows: rows, escapes: .json)
    table.notFinite = notFinite
    var names = unsafe MemberNames(fields, in: bytes)
    var valid = BitBuilder(capacity: rows)
    for row in 0..<rows {
      table.appendAbsentRow()
      guard let cell = container(row, opening: 0x7b) else {
        valid.append(false)
        continue
      }
      let isWhole = members(of: cell, into: &table, row, &names)
      if !isWhole { unsafe refuse(row, bytes + cell.start, cell.length, because: "has a key twice") }
      valid.append(isWhole)
    }
    var inner: [RowFailure] = []
    let children = fields.enumerated().map { place, child in
      var form = child.form
      form.isPersonal = form.isPersonal || field.form.isPersonal
      return table.column(
        place, of: buffer, as: Field("." + child.name, child.type, form: form), failures: &inner)
    }
    for failure in inner { failures.append(failure.inside(field.name, row: failure.row)) }
    return .structures(fields, children, count: rows, validity: valid.validity())
  }

  /// Fills a row with an object's members; false where one is there twice.
  private func members(
    of cell: Cell, into table: inout CellTable, _ row: Int, _ names: inout MemberNames
  ) -> Bool {
    var walk = unsafe JSONWalk(bytes, cell)
    names.begin()
    while unsafe walk.next() {
      let key = unsafe walk.key()
      let value = unsafe itsValue(&walk)
      switch names.verdict(key) {
      case .keep(let place): unsafe table.start[row * table.width + place] = value
      case .pass: break
      case .twice: return false
      }
    }
    return true
  }

  /// The array or object in row `row`; nil where it is null, or something else and refused.
  private mutating func container(_ row: Int, opening: UInt8) -> Cell? {
    let cell = unsafe cells[row * width]
    if cell.kind == .absent || cell.length == 0 && emptyIsNull { return nil }
    if unsafe cell.kind == .nested && bytes[cell.start] == opening { return cell }
    unsafe refuse(row, bytes + cell.start, cell.length)
    return nil
  }

  /// Takes over the failure of an element, whose place in the column of elements is the failure's row.
  private mutating func adopt(_ failure: RowFailure, of column: Column, _ name: (Int) -> String) {
    var (low, high) = (0, column.count)
    // The last row that begins at or before the element and isn't empty holds it.
    while high - low > 1 {
      let middle = (low + high) / 2
      if column.elements(middle).lowerBound <= failure.row { low = middle } else { high = middle }
    }
    let index = failure.row - column.elements(low).lowerBound
    failures.append(failure.inside(field.name + name(index), row: low))
  }
}

extension RowFailure {
  /// The failure of a part as one of the whole: its path begins with the whole's name.
  fileprivate func inside(_ name: String, row: Int) -> RowFailure {
    var failure = RowFailure(row: row, message: message, field: name + (field ?? ""))
    failure.byte = byte
    return failure
  }
}

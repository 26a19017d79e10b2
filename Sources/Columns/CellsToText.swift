import CScan

extension CellReading {
  /// Text: the bytes as they are, escapes resolved. It has to be UTF-8.
  mutating func texts() -> Column {
    let column = unsafe variable(.text) { reading, _, cell, p, out in
      unsafe cell.hasEscapes
        ? reading.escapes.resolve(p, cell.length, isQuoted: cell.kind == .escaped, to: out)
        : Self.copy(p, cell.length, to: out)
    }
    checkUTF8(column)
    return column
  }

  /// Bytes, which text formats write as base64, or as digits where the field says so.
  mutating func decodedBytes() -> Column {
    let isHex = field.form.write == FieldForm.hex
    return unsafe variable(.bytes) { reading, row, cell, p, out in
      var length = cell.length
      var text = unsafe p
      if cell.hasEscapes {
        // What is decoded is never longer than its text, so that both can share the room.
        length = unsafe reading.escapes.resolve(p, length, isQuoted: cell.kind == .escaped, to: out)
        unsafe text = UnsafePointer(out)
      }
      if isHex {
        if unsafe cell.kind != .nested && HexDigits.read(text, length, to: out) { return length / 2 }
      } else if cell.kind != .nested, let count = unsafe Base64.decode(text, length, to: out) {
        return count
      }
      unsafe reading.refuse(row, p, cell.length)
      return -1
    }
  }

  /// JSON: as it stands in a JSON text, or parsed out of another format's text.
  mutating func documents() -> Column {
    let isJSON = escapes == .json
    let column =
      unsafe isJSON && notFinite != .none
      ? documentsReplacing()
      : variable(.json) { reading, row, cell, p, out in
        if isJSON {
          let quotes = cell.kind == .quoted || cell.kind == .escaped ? 1 : 0
          return unsafe Self.copy(p - quotes, cell.length + 2 * quotes, to: out)
        }
        let length =
          cell.hasEscapes
          ? unsafe reading.escapes.resolve(p, cell.length, isQuoted: cell.kind == .escaped, to: out)
          : unsafe Self.copy(p, cell.length, to: out)
        if length == 0 && reading.emptyIsNull { return -1 }
        if unsafe JSONSyntax.isValid(out, length) { return length }
        unsafe reading.refuse(row, p, cell.length)
        return -1
      }
    checkUTF8(column)
    return column
  }

  /// A column of offsets and bytes. `write` puts a value at its last argument, where there is room for two bytes more
  /// than the cell has, and returns its length, or -1 for none.
  @inline(__always)
  private mutating func variable(
    _ type: ColumnType,
    _ write: (inout CellReading, Int, Cell, UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Int
  ) -> Column {
    let rows = self.rows
    let width = self.width
    let bytes = unsafe self.bytes
    var offsets = RawMemory(capacity: (rows + 1) * 4)
    var data = RawMemory(capacity: expectedBytes())
    var valid = ValidityWords(rows: rows)
    let ends = unsafe offsets.start.assumingMemoryBound(to: Int32.self)
    unsafe ends[0] = 0
    var out = unsafe data.start.assumingMemoryBound(to: UInt8.self)
    var room = data.capacity
    var used = 0
    var next = unsafe cells
    var row = 0
    while row < rows {
      var word: UInt64 = 0
      let end = min(row + 64, rows)
      while row < end {
        let cell = unsafe next.pointee
        if used + cell.length + 2 > room {
          data.advance(by: used - data.count)
          data.reserve(cell.length + 2)
          unsafe out = data.start.assumingMemoryBound(to: UInt8.self)
          room = data.capacity
        }
        if cell.kind != .absent {
          let length = unsafe write(&self, row, cell, bytes + cell.start, out + used)
          if length >= 0 {
            used += length
            word |= 1 &<< UInt64(truncatingIfNeeded: row)
          }
        }
        unsafe ends[row + 1] = Int32(truncatingIfNeeded: used)
        unsafe next += width
        row += 1
      }
      valid.append(word, rows: rows)
    }
    data.advance(by: used - data.count)
    offsets.advance(by: (rows + 1) * 4)
    return Column(
      type: type, count: rows, validity: valid.buffer(), values: offsets.buffer(), data: data.buffer())
  }

  /// About how many bytes the column will have, judged by its first rows.
  private func expectedBytes() -> Int {
    let sample = min(rows, 64)
    guard sample > 0 else { return 0 }
    var sum = 0
    for row in 0..<sample { sum += unsafe cells[row * width].length }
    return (sum + sample) * rows / sample * 9 / 8
  }

  /// Fails the rows whose text is no UTF-8.
  private mutating func checkUTF8(_ column: Column) {
    for (row, at) in column.rowsThatAreNoUTF8() {
      let text = unsafe column.bytes(row)
      guard let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { continue }
      if escapes == .json {
        // Escapes are ASCII, so that the first bad byte as it was read is the first one as it is meant.
        let cell = unsafe cells[row * width]
        let byte = unsafe cell.start + UTF8Check.validPrefix(bytes + cell.start, cell.length)
        unsafe refuse(row, start, text.count, because: "is not UTF-8", kind: .notUTF8)
        failures[failures.count - 1].byte = byte
      } else {
        unsafe refuse(row, start, text.count, because: "is not UTF-8, at byte \(at)", kind: .notUTF8)
      }
    }
  }

  @inline(__always)
  private static func copy(_ p: UnsafePointer<UInt8>, _ n: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    unsafe ouzel_copy(out, p, n)
    return n
  }
}

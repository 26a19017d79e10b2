public import Columns

/// Turns columns into CSV. Fields are quoted only where they have to be.
public struct CSVEncoder: Encoder {
  private let options: CSVOptions

  public init(options: CSVOptions = CSVOptions()) { self.options = options }

  public func prologue(for whole: Schema) -> Buffer? {
    if !options.header { return nil }
    let schema = whole.withoutMetadata
    var names = TextBuilder(capacity: schema.fields.count)
    var writer = CSVWriter(options, columns: schema.fields.count)
    for field in schema.fields { names.append(field.name) }
    let column = names.column()
    let raw = unsafe RawColumn(column)
    for place in 0..<schema.fields.count {
      if place > 0 { writer.delimit() }
      let (start, count) = unsafe raw.bytes(place)
      unsafe writer.add(start, count)
    }
    writer.endLine()
    withExtendedLifetime(column) {}
    return writer.buffer()
  }

  public func encode(_ whole: ColumnBatch, lines: Bool) -> EncodedRows {
    let batch = whole.withoutMetadata.written
    // A message brings its own header.
    let header = lines ? nil : prologue(for: batch.schema)
    var writer = CSVWriter(options, columns: batch.columns.count)
    let columns = unsafe batch.columns.map { unsafe RawColumn($0) }
    var ends: [Int] = []
    ends.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      if let header { unsafe writer.append(header.bytes) }
      for place in unsafe columns.indices {
        if place > 0 { writer.delimit() }
        unsafe writer.add(columns[place], row)
      }
      if lines { writer.endLine() }
      ends.append(writer.count)
    }
    // The values were read through pointers until here.
    withExtendedLifetime(batch) {}
    return EncodedRows(bytes: writer.buffer(), ends: ends)
  }
}

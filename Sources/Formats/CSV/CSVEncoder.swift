public import Columns

/// Turns columns into CSV. Fields are quoted only where they have to be; rows fail that no reader could read.
public struct CSVEncoder: Encoder {
  private let options: CSVOptions

  public init(options: CSVOptions = CSVOptions()) { self.options = options }

  public func prologue(for whole: Schema) -> Buffer? { header(of: whole)?.bytes }

  /// The line of the columns' names, and why it can't be written, if so; nil where there is none.
  private func header(of whole: Schema) -> (bytes: Buffer, fault: String?)? {
    if !options.header { return nil }
    let schema = whole.withoutMetadata
    var writer = CSVWriter(options, columns: schema.fields.count)
    var fault: String?
    for (place, field) in schema.fields.enumerated() {
      if place > 0 { writer.delimit() }
      writer.add(field.name)
      if fault == nil { fault = writer.fault.map { "the name of column \(field.name) can't be written: \($0)" } }
    }
    writer.endLine()
    return (writer.buffer(), fault)
  }

  public func encode(_ whole: ColumnBatch, lines: Bool) -> EncodedRows {
    let batch = whole.withoutMetadata.written
    let header = header(of: batch.schema)
    if let fault = header?.fault {
      return EncodedRows(
        bytes: RawMemory().buffer(), ends: [Int](repeating: 0, count: batch.count),
        failures: (0..<batch.count).map { RowFailure(row: $0, message: fault) })
    }
    var writer = CSVWriter(options, columns: batch.columns.count)
    let columns = unsafe batch.columns.map { unsafe RawColumn($0) }
    var ends: [Int] = []
    ends.reserveCapacity(batch.count)
    var failures: [RowFailure] = []
    for row in 0..<batch.count {
      let start = writer.count
      // A message brings its own header.
      if !lines, let header { unsafe writer.append(header.bytes.bytes) }
      writer.beginRecord()
      for place in unsafe columns.indices {
        if place > 0 { writer.delimit() }
        unsafe writer.add(columns[place], row)
      }
      if lines { writer.endLine() }
      if let fault = writer.fault {
        failures.append(RowFailure(row: row, message: fault))
        writer.truncate(to: start)
      }
      ends.append(writer.count)
    }
    // The values were read through pointers until here.
    withExtendedLifetime(batch) {}
    return EncodedRows(bytes: writer.buffer(), ends: ends, failures: failures)
  }
}

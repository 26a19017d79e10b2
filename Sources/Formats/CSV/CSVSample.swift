package import Columns
package import Specifications

extension CSVOptions {
  /// A record that a configuration holds, as a file of its own: under its names as header, or, where files have none,
  /// in the columns' order. What can't be written so is recorded.
  package func sample(of record: Node, columns: Schema, _ problems: inout Problems) -> String? {
    guard let entries = record.entries else {
      problems.error(
        at: record, "a record of CSV is a block of columns and their values",
        mend: "for instance `value: { \(columns.fields.first?.name ?? "id"): 1 }`, or `raw:` for the text itself")
      return nil
    }
    let before = problems.errorCount
    var names: [Node] = entries.map(\.key)
    var values: [Node] = entries.map(\.value)
    if !header {
      for entry in entries where columns.index(of: entry.name) == nil {
        problems.error(
          at: entry.key, "`\(entry.name)` is no column, and without a header no other is read",
          mend:
            "there \(columns.fields.count == 1 ? "is" : "are") \(enumeration(of: columns.fields.map(\.name), joinedBy: "and"))"
        )
      }
      names = []
      values = columns.fields.map { field in
        entries.first { columns.index(of: $0.name) == columns.index(of: field.name) }?.value
          ?? Node(.null, at: record.place)
      }
    }
    var writer = CSVWriter(self, columns: columns.fields.count)
    for line in (header ? [names] : []) + [values] {
      writer.beginRecord()
      for (place, node) in line.enumerated() {
        if place > 0 { writer.delimit() }
        if node.isNull { writer.addNull() } else { writer.add(node.text ?? node.asJSON) }
        guard let fault = writer.fault else { continue }
        problems.error(
          at: node, "CSV of these options can't hold this value: \(fault)",
          mend: "give the record as `raw:`, as it stands in a file")
        writer.beginRecord()
      }
      writer.endLine()
    }
    let text = writer.buffer()
    let lines = String(repeating: "\n", count: skip) + String(decoding: unsafe Array(text.bytes), as: UTF8.self)
    return problems.errorCount == before ? lines : nil
  }
}

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
    let lines = (header ? [names] : []) + [values]
    let text = lines.map { line in
      line.map { field($0, &problems) }.joined(separator: String(Unicode.Scalar(delimiter))) + "\n"
    }
    return problems.errorCount == before ? text.joined() : nil
  }

  /// A value as a field has it: null as nothing, what is nested as JSON.
  private func field(_ node: Node, _ problems: inout Problems) -> String {
    if node.isNull { return nullText }
    let text = node.text ?? node.asJSON
    let special = [delimiter, quote ?? delimiter, UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    let isPlain =
      !text.isEmpty && text != nullText && !text.hasPrefix(" ") && !text.hasSuffix(" ")
      && !text.utf8.contains(where: special.contains)
    if isPlain { return text }
    guard let quote else {
      if text.utf8.contains(where: special.contains) {
        problems.error(
          at: node, "CSV without quotes can't hold this value",
          mend: "give the record as `raw:`, as it stands in a file")
      }
      return text
    }
    let mark = String(Unicode.Scalar(quote))
    return mark + text.split(separator: mark, omittingEmptySubsequences: false).joined(separator: mark + mark) + mark
  }
}

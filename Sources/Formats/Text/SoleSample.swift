package import Specifications

/// Records of a single field, as tests of a pipeline hold them.
package enum SoleSample {
  /// A record that a configuration holds, as a file or message of its own: a text, or a block with that alone.
  package static func text(of record: Node, field: String, _ problems: inout Problems) -> String? {
    if let text = record.text { return text }
    if record.isNull { return "" }
    if let entries = record.entries, entries.count == 1 { return text(of: entries[0].value, field: field, &problems) }
    problems.error(
      at: record, "such a record is one text", mend: "for instance `value: { \(field): some text }`")
    return nil
  }
}

import Columns
import Expressions
import Specifications

/// The headers of messages, each filled in by a template.
struct MessageHeaders: Sendable {
  private let names: Column
  private let templates: [CheckedTemplate]

  /// Headers over columns; nil where there are none, or one of them doesn't fit, which is recorded.
  init?(_ written: [Named<TemplateText>], over schema: Schema, _ problems: inout Problems) {
    var names = TextBuilder(capacity: written.count)
    var templates: [CheckedTemplate] = []
    for header in written {
      guard let template = Template.parse(header.value, &problems)?.checked(against: schema, &problems) else {
        continue
      }
      names.append(header.name)
      templates.append(template)
    }
    if templates.isEmpty { return nil }
    self.names = names.column()
    self.templates = templates
  }

  /// The headers of each row as a JSON object; empty where all of them are null.
  func column(of batch: ColumnBatch) -> (column: Column, failures: [RowFailure]) {
    let filled = templates.map { $0.fill(batch) }
    let values = filled.map(\.column)
    var objects = TextBuilder(capacity: batch.count)
    for row in 0..<batch.count {
      var isEmpty = true
      for place in values.indices where values[place].isValid(row) {
        objects.data.append(isEmpty ? "{" : ",")
        unsafe Self.append(names.bytes(place), to: &objects.data)
        objects.data.append(":")
        unsafe Self.append(values[place].bytes(row), to: &objects.data)
        isEmpty = false
      }
      if !isEmpty { objects.data.append("}") }
      objects.finish()
    }
    // The texts were read through pointers until here.
    withExtendedLifetime((names, values)) {}
    let failures = filled.flatMap(\.failures)
    return (objects.column(), failures.map { RowFailure(row: $0.row, message: "the headers: \($0.message)") })
  }

  /// Writes a text of a column as a JSON string.
  private static func append(_ text: UnsafeRawBufferPointer, to memory: inout RawMemory) {
    guard let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    memory.reserve(JSONText.room(forString: text.count))
    // There is room for the longest string, and columns have readable bytes behind their end.
    memory.advance(by: unsafe JSONText.string(start, text.count, to: memory.end.assumingMemoryBound(to: UInt8.self)))
  }
}

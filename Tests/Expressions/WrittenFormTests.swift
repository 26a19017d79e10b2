import Columns
import Testing

@testable import Expressions

@Suite("A field's own way of being written") struct WrittenFormTests {
  private let batch: ColumnBatch = {
    let fields = [
      Field("id", .uuid, form: FieldForm(write: "hex")), Field("at", .timestamp, form: FieldForm(write: "%d.%m.%Y")),
      Field("plain", .uuid),
    ]
    let texts = [
      "01234567-89ab-cdef-0123-456789abcdef", "2018-06-08T16:26:00Z", "01234567-89ab-cdef-0123-456789abcdef",
    ]
    var failures: [RowFailure] = []
    let columns = zip(fields, texts).map { field, text in
      var builder = TextBuilder(capacity: 1)
      builder.append(text)
      return builder.column().parsed(as: field, failures: &failures)
    }
    return ColumnBatch(schema: Schema(fields), columns: columns, count: 1)
  }()

  @Test(
    "holds wherever an expression makes text of it",
    arguments: [
      ("cast(id as text)", "0123456789abcdef0123456789abcdef"), ("id || '!'", "0123456789abcdef0123456789abcdef!"),
      ("concat(at, ':', id)", "08.06.2018:0123456789abcdef0123456789abcdef"), ("at::text", "08.06.2018"),
      ("cast(plain as text)", "01234567-89ab-cdef-0123-456789abcdef"),
      ("cast(at + interval '1 day' as text)", "2018-06-09 16:26:00"),
    ])
  func text(expression: String, wanted: String) throws {
    let values = try Expression(expression).checked(against: batch.schema, as: .text).evaluate(batch)
    #expect(values.failures.isEmpty)
    #expect(values.column.text(0) == wanted)
  }
}

import Columns
import Digests
package import Specifications

/// `mask`: hides what columns hold about people.
package struct MaskDeclaration: StepDeclaration {
  package static let name = "mask"
  static let kind = StepKind(
    Option(
      optional: name, .map(of: .masking),
      "Replaces values by their SHA-256 (`hash`), by `***` (`redact`), or all but their last characters by `*` (`keep_last:4`).",
      example: "{ email: hash }"), { entries, _ in MaskDeclaration(entries: entries) })

  private let entries: [Named<Masking>]

  private init(entries: [Named<Masking>]) { self.entries = entries }

  package var columnsUsed: [String] { entries.map(\.name) }
  package var columnsMade: [String] { [] }

  package func step(over columns: inout KnownColumns, _ problems: inout Problems) -> (any Step)? {
    var masks: [(place: Int, masking: Masking)] = []
    var isRight = true
    for entry in entries {
      switch columns.meaning(of: ColumnName(entry), "masked", &problems) {
      case .refused: isRight = false
      case .nothing: continue
      case .column(let index):
        masks.append((index, entry.value))
        let field = columns.schema.fields[index]
        // Of a hash nobody can tell whom it is about; the end of a number may still tell.
        let isPersonal = if case .last = entry.value { field.form.isPersonal } else { false }
        columns.schema = columns.schema.replacing(
          index, with: Field(field.name, .text, isNullable: field.isNullable, form: FieldForm(isPersonal: isPersonal)))
      }
    }
    return isRight ? MaskStep(schema: columns.schema, masks: masks) : nil
  }
}

/// What becomes of a value that is masked; null stays null.
enum Masking: Sendable, Equatable {
  case hash, redact
  /// So many characters are left at its end, unless that were all of it.
  case last(Int)

  init?(_ text: String) {
    switch text {
    case "hash": self = .hash
    case "redact": self = .redact
    default:
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == "keep_last", let count = Int(parts[1]), (1...100).contains(count) else {
        return nil
      }
      self = .last(count)
    }
  }

  /// The values of a column, masked.
  func masked(_ column: Column) -> Column {
    let texts = column.asText(.iso)
    var builder = TextBuilder(capacity: texts.count)
    for row in 0..<texts.count {
      guard texts.isValid(row) else {
        builder.appendNull()
        continue
      }
      switch self {
      case .hash: builder.append(unsafe SHA256.digest(of: texts.bytes(row)).hex)
      case .redact: builder.append("***")
      case .last(let count): builder.append(Self.end(of: texts.text(row) ?? "", count))
      }
    }
    // The bytes were read through pointers until here.
    withExtendedLifetime(texts) {}
    return builder.column()
  }

  private static func end(of text: String, _ count: Int) -> String {
    let length = text.count
    return length <= count
      ? String(repeating: "*", count: length) : String(repeating: "*", count: length - count) + text.suffix(count)
  }
}

extension ValueKind where Value == Masking {
  /// A way to mask.
  static var masking: Self {
    ValueKind(
      wanted: "`hash`, `redact` or `keep_last:N`", shape: .matching("^(hash|redact|keep_last:[0-9]+)$"),
      mend: { nearestName(to: $0, among: ["hash", "redact", "keep_last:4"]).map { "did you mean `\($0)`?" } },
      parse: { Masking($0) })
  }
}

private struct MaskStep: Step {
  let schema: Schema
  let masks: [(place: Int, masking: Masking)]

  var name: String { MaskDeclaration.name }

  func run(_ batch: ColumnBatch) -> StepOutcome {
    var columns = batch.columns
    for (place, masking) in masks { columns[place] = masking.masked(columns[place]) }
    return StepOutcome(batch.with(schema: schema, columns: columns))
  }
}

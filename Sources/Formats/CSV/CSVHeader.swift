import Columns
import Encodings

/// The names in a file's first record, and where the wanted columns stand among them.
struct CSVHeader {
  /// How many fields each record has.
  let width: Int
  /// The place of each of the schema's fields in a record, nil where the file lacks it.
  let columns: [Int?]
  /// The columns that no field is met by, by name.
  let unknown: [(name: String, place: Int)]
  /// Why no record under the header can be read, if so.
  let fault: String?

  /// Whether there is none where one should be.
  var isMissing: Bool { fault == Self.missing }
  private static let missing = "the header is missing"

  /// Whether a name that nobody knows holds what may have been meant as the end of a line.
  var holdsReturns: Bool { unknown.contains { $0.name.unicodeScalars.contains("\r") } }

  /// A file without a header: its fields are the schema's.
  init(schema: Schema) {
    width = schema.fields.count
    columns = Array(0..<width)
    unknown = []
    fault = nil
  }

  /// The header in `range` of `bytes`, which may begin with blank lines and end with a line end.
  init(in bytes: Buffer, _ range: Range<Int>, schema: Schema, options: CSVOptions, lineEnd: UInt8) {
    let (names, fault) = Self.names(in: bytes, range, options, lineEnd)
    width = names.count
    if let fault {
      columns = schema.fields.map { _ in nil }
      unknown = []
      self.fault = fault
      return
    }
    let fields = FieldNames(schema.fields)
    var columns: [Int?] = schema.fields.map { _ in nil }
    var ranks = schema.fields.map { _ in -1 }
    var twice = schema.fields.map { _ in false }
    var unknown: [(name: String, place: Int)] = []
    for (place, name) in names.enumerated() {
      guard let meaning = Self.meaning(of: name, in: fields) else {
        unknown.append((name, place))
        continue
      }
      // Of several names for one field the best counts.
      if meaning.rank < ranks[meaning.field] { continue }
      twice[meaning.field] = meaning.rank == ranks[meaning.field]
      if twice[meaning.field] { continue }
      columns[meaning.field] = place
      ranks[meaning.field] = meaning.rank
    }
    self.columns = columns
    self.unknown = unknown
    let isForeign = !schema.fields.isEmpty && columns.allSatisfy { $0 == nil }
    self.fault =
      isForeign
      ? Self.foreign(names, schema, options)
      : twice.firstIndex(of: true).map { "the header names \(schema.fields[$0].name) more than once" }
  }

  /// What is wrong with a header that names nothing that is wanted: mostly the delimiter is another.
  private static func foreign(_ names: [String], _ schema: Schema, _ options: CSVOptions) -> String {
    let wanted = schema.fields.prefix(8).map(\.name).joined(separator: ", ") + (schema.fields.count > 8 ? ", …" : "")
    let header = names.joined(separator: options.delimiter)
    let shown = header.count > 60 ? header.prefix(60) + "…" : header[...]
    // Where the header is missing, a record stands in its place.
    var sentence =
      schema.isPersonal
      ? "the header, which isn't shown since it may be a personal record, names none of the fields \(wanted)"
      : "the header «\(shown)» names none of the fields \(wanted)"
    if options.encoding == .utf8 && header.unicodeScalars.contains("\0") {
      return sentence + "; it may be UTF-16: write `format: { csv: { encoding: utf-16 } }`"
    }
    if [.utf16, .utf16LittleEndian, .utf16BigEndian].contains(options.encoding) {
      return sentence + "; it may not be \(options.encoding.rawValue): look at `encoding`"
    }
    let others = [(";", "\";\""), ("\t", "\"\\t\""), ("|", "\"|\""), (",", "\",\"")]
    if names.count == 1, let other = others.first(where: { header.contains($0.0) }) {
      sentence += "; write `format: { csv: { delimiter: \(other.1) } }`"
    }
    return sentence
  }

  /// The field that a name means; where none is met by it as it stands, by the name without the space around it.
  private static func meaning(of name: String, in fields: FieldNames) -> FieldNames.Meaning? {
    if let meaning = fields.meaning(of: name) { return meaning }
    return fields.meaning(of: trimmed(name)).map { FieldNames.Meaning(field: $0.field, rank: min($0.rank, 1)) }
  }

  private static func trimmed(_ name: String) -> String {
    var scalars = name.unicodeScalars[...]
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    return String(scalars)
  }

  private static func names(
    in bytes: Buffer, _ range: Range<Int>, _ options: CSVOptions, _ lineEnd: UInt8
  ) -> ([String], String?) {
    // The first reading counts the fields.
    var counting = CSVIndexer(bytes, width: 1, rows: 1, options: options, lineEnd: lineEnd)
    counting.add(range, frame: nil)
    if counting.rows.count == 0 { return ([], missing) }
    let width = counting.lastWidth
    var indexer = CSVIndexer(bytes, width: width, rows: 1, options: options, lineEnd: lineEnd)
    indexer.add(range, frame: nil)
    indexer.settle(nulls: false)
    if let failure = indexer.failures.first { return ([], "the header can't be read: \(failure.message)") }
    let escapes = indexer.table.escapes
    let text = unsafe bytes.start.assumingMemoryBound(to: UInt8.self)
    return ((0..<width).map { unsafe indexer.table.start[$0].text(in: text, escapes) }, nil)
  }
}

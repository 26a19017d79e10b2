import CSVFormat
package import Columns
package import JSONFormat

/// What is made of a record: its values as text, null as nil, or nil as a whole where it fails.
package struct PlainRow: Equatable, Sendable {
  /// Its bytes, the line end left out.
  package var range: Range<Int>
  package var values: [String?]? = nil
}

extension PlainCSV {
  /// All rows of the file, read as the schema says.
  package func rows(_ schema: Schema, unknown: UnknownFields) -> [PlainRow] {
    var records = records()
    var places: [Int?] = Array(schema.fields.indices)
    var others: [Int] = []
    var width = places.count
    var isReadable = true
    if options.header {
      if records.isEmpty { return [] }
      let header = records.removeFirst()
      width = header.fields.count
      do {
        (places, others) = try columns(of: header, schema)
        if unknown == .reject && !others.isEmpty { isReadable = false }
      } catch {
        isReadable = false
      }
    }
    return records.map { record in
      guard isReadable, !record.isBroken, record.fields.count == width else { return PlainRow(range: record.range) }
      do {
        if unknown == .keep { for other in others { _ = try record.fields[other].map { try PlainValue.utf8($0) } } }
        let values = try zip(schema.fields, places).map { field, place in
          try place.flatMap { record.fields[$0] }.flatMap { try Self.value($0, as: field.type) }
        }
        return PlainRow(range: record.range, values: values)
      } catch {
        return PlainRow(range: record.range)
      }
    }
  }

  /// Where each field stands under a header, and where those are that nobody wants.
  private func columns(of header: Record, _ schema: Schema) throws -> (places: [Int?], others: [Int]) {
    if header.isBroken { throw PlainValue.Misfit() }
    let names = FieldNames(schema.fields)
    var places: [Int?] = schema.fields.map { _ in nil }
    var ranks = schema.fields.map { _ in -1 }
    var twice: Set<Int> = []
    var others: [Int] = []
    for (place, field) in header.names.enumerated() {
      let name = String(decoding: field, as: UTF8.self)
      let trimmed = String(
        String.UnicodeScalarView(
          name.unicodeScalars.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()))
      let exact = names.meaning(of: name)
      guard let meaning = exact ?? names.meaning(of: trimmed) else {
        others.append(place)
        continue
      }
      let rank = exact == nil ? min(meaning.rank, 1) : meaning.rank
      if rank < ranks[meaning.field] { continue }
      if rank == ranks[meaning.field] {
        twice.insert(meaning.field)
        continue
      }
      twice.remove(meaning.field)
      ranks[meaning.field] = rank
      places[meaning.field] = place
    }
    guard twice.isEmpty, schema.fields.isEmpty || places.contains(where: { $0 != nil }) else {
      throw PlainValue.Misfit()
    }
    return (places, others)
  }

  /// Empty text is null but for text and bytes.
  private static func value(_ text: [UInt8], as type: ColumnType) throws -> String? {
    if text.isEmpty && type != .text && type != .bytes { return nil }
    switch type {
    case .list, .map, .structure: return try PlainValue.field(PlainJSON(PlainValue.wellFormed(text)), as: type)
    default: return try PlainValue.scalar(text, as: type)
    }
  }
}

extension PlainValue {
  /// The text, if it is UTF-8.
  package static func wellFormed(_ text: [UInt8]) throws -> [UInt8] {
    _ = try utf8(text)
    return text
  }
}

/// JSON lines, read one by one as plainly as can be.
package struct PlainLines {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// All rows of the file, read as the schema says; lines longer than `most` fail; if need be, space before
  /// a record is none of it.
  package func rows(_ schema: Schema, unknown: UnknownFields, most: Int) -> [PlainRow] {
    var rows: [PlainRow] = []
    var at = PlainText.markLength(of: bytes)
    while at < bytes.count {
      let end = bytes[at...].firstIndex(of: 0x0a) ?? bytes.count
      let next = min(end + 1, bytes.count)
      let stop = end > at && bytes[end - 1] == 0x0d ? end - 1 : end
      let start = bytes[at..<stop].firstIndex { ![0x20, 0x09, 0x0d].contains($0) } ?? stop
      if start < stop && min(stop - start, (end == bytes.count ? end : stop) - at) > most {
        rows.append(PlainRow(range: start..<stop))
      } else if start < stop {
        rows.append(PlainRow(range: start..<stop, values: try? Self.values(bytes[start..<stop], schema, unknown)))
      }
      at = next
    }
    return rows
  }

  private static func values(
    _ line: ArraySlice<UInt8>, _ schema: Schema, _ unknown: UnknownFields
  ) throws -> [String?] {
    // The record itself doesn't count as a level.
    guard case .object(let members) = try PlainJSON(line, deepest: 129).kind else { throw PlainValue.Misfit() }
    let names = FieldNames(schema.fields)
    for member in members where Self.isUnknown(member, beside: members, names) {
      if unknown == .reject { throw PlainValue.Misfit() }
      if unknown == .keep { _ = try PlainValue.wellFormed(member.source) }
    }
    let values = try PlainValue.best(of: members, for: schema.fields)
    return try zip(schema.fields, values).map { field, value in
      try value.flatMap { try PlainValue.field($0, as: field.type) }
    }
  }

  /// Whether no field is met by a member: it has none's name, or only but for case beside a better one.
  private static func isUnknown(
    _ member: PlainJSON.Member, beside members: [PlainJSON.Member], _ names: FieldNames
  ) -> Bool {
    guard let meaning = names.meaning(of: member.name) else { return true }
    let ranks = members.compactMap { names.meaning(of: $0.name) }.filter { $0.field == meaning.field }.map(\.rank)
    return meaning.rank <= 1 && meaning.rank < ranks.max()!
  }

  /// The rows of a text that is an array of records; nil where it is none.
  package func elements(_ schema: Schema, unknown: UnknownFields, at pointer: JSONPointer?) -> [PlainRow]? {
    guard let value = pointed(pointer), case .array(let elements) = value.kind else { return nil }
    return elements.map { PlainRow(range: $0.range, values: try? Self.values($0.source[...], schema, unknown)) }
  }

  /// The row of a text that is one record; nil where it is none.
  package func document(_ schema: Schema, unknown: UnknownFields, at pointer: JSONPointer?) -> [PlainRow]? {
    guard let value = pointed(pointer), case .object = value.kind else { return nil }
    // The letter of a record that is all of a file has all of the file.
    let range = pointed(nil)?.range ?? value.range
    return [PlainRow(range: range, values: try? Self.values(value.source[...], schema, unknown))]
  }

  /// The rows of lines that are one object each; nil where one isn't.
  package func soundLines(_ schema: Schema, unknown: UnknownFields) -> [PlainRow]? {
    let rows = rows(schema, unknown: unknown, most: .max)
    let isSound = rows.allSatisfy { row in
      guard let value = try? PlainJSON(bytes[row.range], deepest: 129), case .object = value.kind else { return false }
      return true
    }
    return isSound ? rows : nil
  }

  /// What stands at a place in the text, all of which is JSON.
  private func pointed(_ pointer: JSONPointer?) -> PlainJSON? {
    let mark = PlainText.markLength(of: bytes)
    // What holds the records doesn't count as a level, nor do they.
    guard let text = try? PlainJSON(bytes[mark...], deepest: 128) else { return nil }
    var value = text
    for step in pointer?.text.split(separator: "/") ?? [] {
      switch value.kind {
      case .object(let members):
        let named = members.filter { $0.key == Array(step.utf8) }
        guard named.count == 1 else { return nil }
        value = named[0].value
      case .array(let elements):
        guard let index = Int(step), index < elements.count else { return nil }
        value = elements[index]
      default: return nil
      }
    }
    return value.moved(by: mark)
  }
}

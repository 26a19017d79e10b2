/// What is known of a record beside its fields. It travels as columns of the batch, behind those of the record, where
/// an expression asks for it.
public enum Metadata: String, CaseIterable, Sendable {
  case key = "_key"
  case topic = "_topic"
  case partition = "_partition"
  case offset = "_offset"
  case timestamp = "_timestamp"
  case headers = "_headers"
  case file = "_file"
  case row = "_row"
  case contract = "_contract"
  case run = "_run"
  case parameters = "_params"
  case remote = "_remote"
  /// The record whole, as it was read.
  case value = "_value"
  /// The fields that the contract doesn't name, as one object.
  case unknown = "_unknown"
  /// The record's own place, the same on every repeat: what `record_uuid()` is made from.
  case record = "_record"

  /// The column as expressions see it.
  public var field: Field { Field(rawValue, type) }

  /// The column as expressions see it beside fields of which some may be about a person: what senders write then is too.
  public func field(amongPersonal isPersonal: Bool) -> Field {
    Field(rawValue, type, form: FieldForm(isPersonal: isPersonal && isOfSender))
  }

  /// Whether its values are what the record's sender wrote, as its fields are.
  private var isOfSender: Bool { [.key, .headers, .parameters, .value, .unknown].contains(self) }

  private var type: ColumnType {
    switch self {
    case .key, .topic, .file, .contract, .run, .remote, .record: .text
    case .partition: .int32
    case .offset, .row: .int64
    case .timestamp: .timestamp
    case .headers, .parameters: .map(.text)
    case .value, .unknown: .json
    }
  }

  /// Whether a column's name is one of these. They are met without regard to case, as all names are.
  public static func isName(_ name: String) -> Bool {
    name.hasPrefix("_") && Metadata(rawValue: name.lowercased()) != nil
  }
}

extension Schema {
  /// The columns of the record alone.
  public var withoutMetadata: Schema { Schema(fields.filter { !Metadata.isName($0.name) }) }
}

extension ColumnBatch {
  /// The same rows as text formats write them: nested values as JSON, and others by their fields' own ways.
  public var written: ColumnBatch { written(notFinite: false) }

  /// The same, with words for numbers that aren't finite, within what is nested, if those are let in.
  public func written(notFinite: Bool) -> ColumnBatch {
    let fields = schema.fields
    guard fields.contains(where: { $0.form.write != nil || $0.type.isNested }) else { return self }
    let written = zip(fields, columns).map { $1.written(as: $0.form.write, notFinite: notFinite) }
    let types = zip(fields, written).map { Field($0.name, $1.type, isNullable: $0.isNullable) }
    return with(schema: Schema(types), columns: written)
  }

  /// The columns of the record alone: what a sink writes.
  public var withoutMetadata: ColumnBatch {
    guard schema.fields.contains(where: { Metadata.isName($0.name) }) else { return self }
    let kept = schema.fields.indices.filter { !Metadata.isName(schema.fields[$0].name) }
    return with(schema: Schema(kept.map { schema.fields[$0] }), columns: kept.map { columns[$0] })
  }
}

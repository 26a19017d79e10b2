public import Columns

/// Turns JSON into columns, in two phases: first where each field stands, with all syntax checked, then each column's
/// values.
///
/// Keys are met exactly, then by a field's other names, then without regard to case. A field that is missing is null;
/// what the schema doesn't name is left out and counted, kept in a column of its own, or a failure. Arrays and objects
/// go into lists, maps and structs, and into `json` and text as they stand.
///
/// Measured on one core of a Zen 4 server: 200,000 orders of eight columns at 2.6 GB/s into text, at 1.8 GB/s into
/// UUIDs and timestamps.
public struct JSONDecoder: Decoder {
  public let schema: Schema
  private let fields: Schema
  private let options: JSONOptions
  private let unknown: UnknownFields
  private let keepsUnfit: Bool
  private let names: FieldNames

  public init(
    schema: Schema, options: JSONOptions = JSONOptions(), unknown: UnknownFields = .drop, keepsUnfit: Bool = false
  ) {
    self.schema = schema.keeping(unknown)
    fields = schema
    self.options = options
    self.unknown = unknown
    self.keepsUnfit = keepsUnfit
    names = FieldNames(schema.fields)
  }

  public func decode(_ frames: Frames) -> Decoded {
    let width = fields.fields.count
    let expected = frames.ranges.reduce(0) { $0 + $1.count } / (16 * width + 16) + frames.ranges.count
    var indexer = JSONIndexer(
      frames.bytes, names, width: width, rows: expected, unknown: unknown, options: options)
    indexer.add(frames)
    let unknown = indexer.unknownColumn()
    return indexer.table.decoded(
      fields, from: Array(0..<width), of: frames.bytes, rows: indexer.rows, failures: indexer.failures,
      unknown: unknown, dropped: indexer.dropped, keepsUnfit: keepsUnfit)
  }
}

extension JSONDecoder {
  /// A message's records are as they stand, but for those in which the record is yet to be pointed to: lines, and texts
  /// in which nothing was found.
  public func prologue(of frame: Int, in frames: Frames) -> Buffer? {
    if frames.prologue != nil || options.at == nil { return frames.prologue }
    let isFound = options.shape != .lines && options.hasRecords(in: frames.bytes, frames.ranges[frame])
    return isFound ? nil : RawMemory().buffer()
  }

  public var needsNoPrologue: Bool { options.at == nil }
}

extension JSONOptions {
  /// Whether an array or an object stands where `at` points to.
  fileprivate func hasRecords(in bytes: Buffer, _ range: Range<Int>) -> Bool {
    let start = unsafe bytes.start.assumingMemoryBound(to: UInt8.self)
    let message = unsafe UnsafeRawBufferPointer(rebasing: bytes.bytes[range])
    let mark = unsafe ByteOrderMark.length(in: message, isEnd: true) ?? 0
    do throws(JSONFault) {
      guard let at else { return true }
      switch try unsafe at.find(start, range.lowerBound + mark, range.upperBound, notFinite: nan != .reject) {
      case .value(let value): return unsafe start[value] == 0x5b || start[value] == 0x7b
      case .nothing: return false
      }
    } catch {
      return false
    }
  }
}

/// Gives each record of JSON whole, as the one column `_value`: what a contract is chosen by.
public struct JSONWholeDecoder: Decoder {
  public let schema = Schema([Metadata.value.field])
  private let options: JSONOptions

  public init(options: JSONOptions = JSONOptions()) { self.options = options }

  public func decode(_ frames: Frames) -> Decoded {
    let expected = frames.ranges.count
    var indexer = JSONIndexer(
      frames.bytes, FieldNames([]), width: 0, rows: expected, unknown: .drop, options: options)
    indexer.add(frames)
    let rows = indexer.rows
    var table = CellTable(width: 1, rows: rows.count, escapes: .json)
    table.notFinite = options.nan.reading
    let failed = Set(indexer.failures.map(\.row))
    for row in 0..<rows.count {
      let range = indexer.pointed[row] ?? rows.range(of: row)
      table.append(failed.contains(row) ? .absent : Cell(.nested, start: range.lowerBound, length: range.count))
    }
    return table.decoded(schema, from: [0], of: frames.bytes, rows: rows, failures: indexer.failures)
  }
}

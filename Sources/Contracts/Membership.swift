import Columns
import Glibc

/// `one_of`: the values that a field may have.
struct Membership: Sendable {
  private let texts: [String]
  private let known: [[UInt8]]
  private let ignoresCase: Bool
  /// Where each value stands, of a list that is too long to be looked through for each row.
  private let places: ValuePlaces?

  init(_ literals: Literals, ignoringCase: Bool) {
    texts = literals.texts
    ignoresCase = ignoringCase
    known = (0..<literals.column.count).map { row in
      let bytes = Self.bytes(of: literals.column, row)
      return ignoringCase ? Self.folded(bytes) : bytes
    }
    places = known.count > Self.mostScanned ? ValuePlaces(known) : nil
  }

  /// So many values are compared with one by one.
  private static let mostScanned = 16

  /// Tells the rows whose value is none of those.
  func check(_ column: Column, _ broken: (Int) -> Void) {
    // Neighbours are often alike: the value that the row before had is tried first.
    var recent = 0
    for row in 0..<column.count where column.isValid(row) {
      if matches(column, row, recent) { continue }
      if let found = place(of: column, row) {
        recent = found
      } else if !ignoresCase || !isKnown(Self.folded(Self.bytes(of: column, row))) {
        broken(row)
      }
    }
  }

  private func place(of column: Column, _ row: Int) -> Int? {
    guard let places else { return known.indices.first { matches(column, row, $0) } }
    switch column.type.layout {
    case .variable: return unsafe places.first(of: column.bytes(row)) { matches(column, row, $0) }
    case .fixed(let size):
      let start = (column.offset + row) * size
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: column.values.bytes[start..<start + size])
      return unsafe places.first(of: bytes) { matches(column, row, $0) }
    default: return known.indices.first { matches(column, row, $0) }
    }
  }

  private func isKnown(_ text: [UInt8]) -> Bool {
    guard let places else { return known.contains(text) }
    return unsafe text.withUnsafeBytes { bytes in unsafe places.first(of: bytes) { known[$0] == text } } != nil
  }

  /// The values as a message lists them.
  var names: String {
    let most = 12
    return texts.prefix(most).joined(separator: ", ") + (texts.count > most ? ", …" : "")
  }

  @inline(__always) private func matches(_ column: Column, _ row: Int, _ index: Int) -> Bool {
    let wanted = known[index]
    switch column.type.layout {
    case .variable:
      let value = unsafe column.bytes(row)
      guard value.count == wanted.count, let start = value.baseAddress else { return value.count == wanted.count }
      return unsafe memcmp(start, wanted, value.count) == 0
    case .fixed(let size):
      return unsafe memcmp(column.values.start + (column.offset + row) * size, wanted, size) == 0
    default: return column.bit(row) == (wanted[0] != 0)
    }
  }

  /// A text in small letters.
  private static func folded(_ text: [UInt8]) -> [UInt8] {
    guard text.allSatisfy({ $0 < 0x80 }) else { return Array(String(decoding: text, as: UTF8.self).lowercased().utf8) }
    return text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func bytes(of column: Column, _ row: Int) -> [UInt8] {
    switch column.type.layout {
    case .variable: unsafe Array(column.bytes(row))
    case .fixed(let size):
      unsafe Array(column.values.bytes[(column.offset + row) * size..<(column.offset + row + 1) * size])
    default: [column.bit(row) ? 1 : 0]
    }
  }
}

import CScan

/// A walk through one array or object whose syntax was checked before. Its pointer holds as long as the bytes do.
@unsafe struct JSONWalk {
  private let bytes: UnsafePointer<UInt8>
  private let end: Int
  private var at: Int
  private var isFirst = true

  /// A walk through what a cell holds whole.
  init(_ bytes: UnsafePointer<UInt8>, _ cell: Cell) {
    unsafe self.bytes = unsafe bytes
    unsafe at = cell.start + 1
    unsafe end = cell.start + cell.length
  }

  /// Goes on to the next element or member; false behind the last.
  mutating func next() -> Bool {
    unsafe at = unsafe JSONSyntax.skipSpace(bytes, at, end)
    if unsafe isFirst {
      unsafe isFirst = false
      return unsafe at < end && bytes[at] != 0x5d && bytes[at] != 0x7d
    }
    guard unsafe at < end && bytes[at] == 0x2c else { return false }
    unsafe at = unsafe JSONSyntax.skipSpace(bytes, at + 1, end)
    return true
  }

  /// The key of the member at hand, which has to be taken before its value.
  mutating func key() -> Cell {
    let key = unsafe value()
    // What follows a key is its colon.
    unsafe at = unsafe JSONSyntax.skipSpace(bytes, JSONSyntax.skipSpace(bytes, at, end) + 1, end)
    return key
  }

  /// The value at hand.
  mutating func value() -> Cell {
    guard let cell = try? unsafe JSONSyntax.cell(bytes, &at, end) else {
      unsafe at = unsafe end
      return .absent
    }
    return cell
  }
}

extension JSONSyntax {
  /// The value at `at`, which goes on behind it.
  @unsafe static func cell(_ p: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int) throws(JSONFault) -> Cell {
    guard at < end else { throw JSONFault(at, "a value is missing") }
    let start = at
    switch unsafe p[start] {
    case 0x22:
      let string = try unsafe skipString(p, start + 1, end)
      at = string.close + 1
      return Cell(string.isEscaped ? .escaped : .quoted, start: start + 1, length: string.close - start - 1)
    case 0x7b, 0x5b:
      at = try unsafe skipNested(p, start, end, notFinite: true)
      return Cell(.nested, start: start, length: at - start)
    default:
      // The syntax was checked before, and by it whether such words are let in.
      at = try unsafe skipValue(p, start, end, notFinite: true)
      return unsafe p[start] == 0x6e ? .absent : Cell(.bare, start: start, length: at - start)
    }
  }
}

/// Which field of a struct a key means. Keys mostly come in the order of the fields.
@safe struct MemberNames: ~Copyable {
  private let bytes: UnsafePointer<UInt8>
  private let names: FieldNames
  /// The fields' names, one behind the other, and where each begins; one more for the end.
  private let texts: Column
  private var expected = 0
  /// Keys that mean nothing, as they were first met.
  private var strangers: [Cell] = []
  /// For each field, in which object it was met last and by which name.
  private var met: [Int]
  private var object = 0

  /// Names of fields, for keys in `bytes`, which have to outlive this.
  @unsafe init(_ fields: [Field], in bytes: UnsafePointer<UInt8>) {
    unsafe self.bytes = unsafe bytes
    names = FieldNames(fields)
    var texts = TextBuilder(capacity: fields.count)
    for field in fields { texts.append(field.name) }
    self.texts = texts.column()
    met = Array(repeating: -1, count: fields.count)
  }

  /// Begins another object.
  mutating func begin() {
    expected = 0
    object += 1
  }

  /// What becomes of a member's value.
  enum Verdict: Equatable {
    case keep(Int)
    case pass
    case twice
  }

  /// Judges the member whose key is in `cell`: the best of a field's names counts, and none may come twice.
  mutating func verdict(_ cell: Cell) -> Verdict {
    guard let meaning = meaning(cell) else { return .pass }
    let now = object * 256 + meaning.rank
    let before = met[meaning.field]
    if before == now { return .twice }
    if before > now { return .pass }
    met[meaning.field] = now
    return .keep(meaning.field)
  }

  private mutating func meaning(_ cell: Cell) -> FieldNames.Meaning? {
    for step in 0..<met.count {
      let place = expected + step < met.count ? expected + step : expected + step - met.count
      if unsafe cell.kind == .quoted && isSame(cell, texts.bytes(place)) {
        expected = place + 1 == met.count ? 0 : place + 1
        return FieldNames.Meaning(field: place, rank: FieldNames.exactRank)
      }
    }
    for stranger in strangers where stranger.length == cell.length {
      if unsafe isSame(cell, UnsafeRawBufferPointer(start: bytes + stranger.start, count: cell.length)) { return nil }
    }
    if let meaning = unsafe names.meaning(of: cell.text(in: bytes, .json)) { return meaning }
    if strangers.count < 64 { strangers.append(cell) }
    return nil
  }

  @unsafe private func isSame(_ cell: Cell, _ text: UnsafeRawBufferPointer) -> Bool {
    guard cell.length == text.count else { return false }
    guard let start = text.baseAddress else { return true }
    return unsafe ouzel_equal(bytes + cell.start, start.assumingMemoryBound(to: UInt8.self), cell.length) != 0
  }
}

/// `NaN`, `Infinity` and `-Infinity`, which no JSON has and many programs write.
public enum NotFinite {
  /// How such words are read out of a JSON text in which they are let in.
  @frozen public enum Reading: Sendable, Equatable {
    /// There are none: the text's syntax was checked without them.
    case none
    case null
    /// As the numbers that they stand for, but for JSON, which has none: null there.
    case number
  }

  /// The word for a number that isn't finite, as Python and JavaScript write it.
  public static func word(_ number: Double) -> String {
    number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
  }

  /// The length of the word at `at`; nil where there is none.
  @unsafe static func length(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int? {
    if unsafe at + 3 <= end && p[at] == 0x4e && p[at + 1] == 0x61 && p[at + 2] == 0x4e { return 3 }
    // Nobody writes `-NaN`.
    let start = unsafe at < end && p[at] == 0x2d ? at + 1 : at
    guard start + 8 <= end else { return nil }
    let word = unsafe UInt64(bigEndian: UnsafeRawPointer(p + start).loadUnaligned(as: UInt64.self))
    // `Infinity`
    return word == 0x496e_6669_6e69_7479 ? start - at + 8 : nil
  }

  /// Why such a word isn't let in.
  @unsafe static func refusal(_ p: UnsafePointer<UInt8>, _ at: Int, _ length: Int) -> JSONFault {
    let word = unsafe String(decoding: UnsafeBufferPointer(start: p + at, count: length), as: UTF8.self)
    return JSONFault(at, "\(word) is no JSON; `nan: as_null` reads it as null, `nan: float` as the number")
  }

  /// Whether a cell is such a word.
  @unsafe static func isWord(_ cell: Cell, in p: UnsafePointer<UInt8>) -> Bool {
    if cell.kind != .bare { return false }
    return unsafe length(p, cell.start, cell.start + cell.length) == cell.length
  }

  /// Appends JSON whose syntax was checked, with null in the place of each such word outside of strings.
  @unsafe public static func appendReplaced(_ p: UnsafePointer<UInt8>, _ range: Range<Int>, to out: inout RawMemory) {
    var from = range.lowerBound
    var i = from
    while i < range.upperBound {
      switch unsafe p[i] {
      case 0x22: i = (try? unsafe JSONSyntax.skipString(p, i + 1, range.upperBound).close + 1) ?? range.upperBound
      case 0x2d, 0x49, 0x4e:
        guard let length = unsafe length(p, i, range.upperBound) else {
          i += 1
          continue
        }
        unsafe out.append(UnsafeRawBufferPointer(start: p + from, count: i - from))
        out.append(0x6c6c_756e as UInt32)
        i += length
        from = i
      default: i += 1
      }
    }
    unsafe out.append(UnsafeRawBufferPointer(start: p + from, count: range.upperBound - from))
  }
}

extension CellReading {
  /// A value of an array or object; absent where it is a word that means null.
  @unsafe func itsValue(_ walk: inout JSONWalk) -> Cell {
    let cell = unsafe walk.value()
    if notFinite != .null { return cell }
    return unsafe NotFinite.isWord(cell, in: bytes) ? .absent : cell
  }

  /// JSON out of a text that may hold such words: they are null in it.
  mutating func documentsReplacing() -> Column {
    var texts = TextBuilder(capacity: rows)
    for row in 0..<rows {
      let cell = unsafe cells[row * width]
      let quotes = cell.kind == .quoted || cell.kind == .escaped ? 1 : 0
      if unsafe cell.kind == .absent || NotFinite.isWord(cell, in: bytes) {
        texts.appendNull()
      } else {
        let range = cell.start - quotes..<cell.start + cell.length + quotes
        unsafe NotFinite.appendReplaced(bytes, range, to: &texts.data)
        texts.finish()
      }
    }
    return texts.column(.json)
  }
}

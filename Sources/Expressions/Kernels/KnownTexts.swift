import Columns

/// Texts that are looked up, by a number that their bytes make.
struct KnownTexts {
  /// The texts by their place in the table, one behind the other where places meet; nil is an end.
  private var places: [[UInt8]?]
  /// What each text's bytes and length make, beside it.
  private var keys: [UInt64]
  private let mask: Int

  /// Constants of text; those that are null aren't known.
  init(_ texts: [Constant]) {
    // A quarter of the table is filled at most, so that most texts that aren't known meet an end at once.
    var size = 16
    while size < 4 * texts.count { size *= 2 }
    mask = size - 1
    places = [[UInt8]?](repeating: nil, count: size)
    keys = [UInt64](repeating: 0, count: size)
    for constant in texts {
      guard let text = constant.bytes else { continue }
      let column = constant.column
      let key = Self.key(0, Vector(column).texts)
      withExtendedLifetime(column) {}
      var place = Self.place(key, mask)
      while let other = places[place], other != text { place = (place + 1) & mask }
      (places[place], keys[place]) = (text, key)
    }
  }

  /// Whether a row's text is one of them.
  @inline(__always) func contains(_ row: Int, of reader: TextReader) -> Bool {
    let key = Self.key(row, reader)
    var place = Self.place(key, mask)
    while true {
      if keys[place] == key, unsafe isKnown(place, reader[row]) { return true }
      if keys[place] == 0, places[place] == nil { return false }
      place = (place + 1) & mask
    }
  }

  private func isKnown(_ place: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    guard let known = places[place] else { return false }
    return unsafe known.withUnsafeBytes { unsafe TextSearch.isEqual($0, text) }
  }

  @inline(__always) private static func key(_ row: Int, _ reader: TextReader) -> UInt64 {
    let count = reader.count(row)
    let key = reader.leadingWord(row) ^ UInt64(truncatingIfNeeded: count) &* 0x9E37_79B1_85EB_CA87
    return unsafe count <= 8 ? key : mixed(key, reader[row])
  }

  /// The key of a longer text, of which many may begin alike, or end so.
  private static func mixed(_ key: UInt64, _ text: UnsafeRawBufferPointer) -> UInt64 {
    var key = key
    var place = 8
    while place < text.count {
      // The last eight bytes may overlap those before them.
      let word = unsafe text.loadUnaligned(fromByteOffset: min(place, text.count - 8), as: UInt64.self)
      key = (key ^ word) &* 0x9E37_79B1_85EB_CA87
      key ^= key &>> 29
      place += 8
    }
    return key
  }

  @inline(__always) private static func place(_ key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B1_85EB_CA87) &>> 40) & mask
  }
}

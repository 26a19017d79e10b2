extension ValueText {
  /// The shortest digits that read back as the same value.
  @unsafe public static func float64(_ value: Double, to out: UnsafeMutablePointer<UInt8>) -> Int {
    if let length = unsafe shortDecimal(value, to: out) { return length }
    return unsafe description(of: value, to: out)
  }

  /// The shortest digits that read back as the same value.
  @unsafe public static func float32(_ value: Float, to out: UnsafeMutablePointer<UInt8>) -> Int {
    unsafe description(of: value, to: out)
  }

  /// Most numbers that people write have few digits behind the point. Where `value` is `n / 10^k` with less than 16
  /// digits in all, those digits are the shortest, since no two such numbers share a nearest double.
  @unsafe private static func shortDecimal(_ value: Double, to out: UnsafeMutablePointer<UInt8>) -> Int? {
    let size = value.magnitude
    guard size >= 0.001 && size < 1e9 else { return nil }
    var power = 1.0
    for places in 0...4 {
      let digits = UInt64(size * power + 0.5)
      if Double(digits) / power == size {
        unsafe out[0] = 0x2d
        let start = value < 0 ? 1 : 0
        let length = unsafe start + point(digits, places: places, to: out + start)
        if places > 0 { return length }
        unsafe out[length] = 0x2e
        unsafe out[length + 1] = 0x30
        return length + 2
      }
      power *= 10
    }
    return nil
  }

  /// Digits with a point before the last `places` of them, of which there are at most 18, and a digit before it.
  @unsafe @inline(__always)
  private static func point(_ value: UInt64, places: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    guard value < 100_000_000 && places < 8 else { return unsafe longPoint(value, places: places, to: out) }
    // Most numbers fit into a word, which is written twice, the second time from the point on.
    let digits = eightDigits(value)
    let zeros = min(zerosBefore(digits), 7 &- places)
    let text = digits &>> UInt64(truncatingIfNeeded: 8 &* zeros)
    let whole = 8 &- zeros &- places
    unsafe write(text, to: out)
    if places == 0 { return whole }
    unsafe out[whole] = 0x2e
    unsafe write(text &>> UInt64(truncatingIfNeeded: 8 &* whole), to: out + whole + 1)
    return whole &+ 1 &+ places
  }

  @unsafe @inline(never)
  private static func longPoint(_ value: UInt64, places: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    var divisor: UInt64 = 1
    for _ in 0..<places { divisor *= 10 }
    var (whole, rest) = value.quotientAndRemainder(dividingBy: divisor)
    let point = unsafe integer(whole, to: out)
    if places == 0 { return point }
    unsafe out[point] = 0x2e
    var end = point + 1 + places
    while end > point + 2 {
      (whole, rest) = (rest / 100, rest % 100)
      end -= 2
      unsafe writePair(Int(truncatingIfNeeded: rest), to: out + end)
      rest = whole
    }
    if end > point + 1 { unsafe out[point + 1] = 0x30 + UInt8(truncatingIfNeeded: rest) }
    return point + 1 + places
  }

  /// A decimal that was multiplied by ten to `scale`, with all its digits.
  @unsafe public static func decimal(_ value: Int128, scale: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    let word = Int64(truncatingIfNeeded: value)
    guard Int128(word) == value, scale <= 18 else { return unsafe longDecimal(value, scale: scale, to: out) }
    unsafe out[0] = 0x2d
    let start = word < 0 ? 1 : 0
    return unsafe start + point(word.magnitude, places: scale, to: out + start)
  }

  @unsafe @inline(never)
  private static func longDecimal(_ value: Int128, scale: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
    var at = 0
    if value < 0 {
      unsafe out[0] = 0x2d
      at = 1
    }
    // Digits come out last first; the buffer holds a sign, 39 digits, a point and a zero before it.
    let limit = longest
    return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { reversed in
      var rest = value.magnitude
      var count = 0
      while rest > 0 || count <= scale {
        if count == scale && scale > 0 {
          unsafe reversed[count] = 0x2e
        }
        let place = count >= scale && scale > 0 ? count + 1 : count
        unsafe reversed[place] = 0x30 + UInt8(rest % 10)
        rest /= 10
        count += 1
      }
      let length = scale > 0 ? count + 1 : count
      for i in 0..<length { unsafe out[at + i] = reversed[length - 1 - i] }
      at += length
      return at
    }
  }

  /// What the standard library writes, whose digits are the shortest.
  @unsafe private static func description<T: BinaryFloatingPoint & TextOutputStreamable>(
    of value: T, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var place = unsafe TextPlace(out: out)
    if value.isFinite { value.write(to: &place) } else { place.write(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf") }
    return place.length
  }
}

/// A stream that writes ASCII shorter than `ValueText.longest` where a pointer shows.
@safe private struct TextPlace: TextOutputStream {
  let out: UnsafeMutablePointer<UInt8>
  var length = 0

  init(out: UnsafeMutablePointer<UInt8>) { unsafe self.out = out }

  mutating func write(_ text: String) {
    for byte in text.utf8 {
      unsafe out[length] = byte
      length += 1
    }
  }

  /// Numbers are given as their digits, from which no string needs to be made.
  mutating func _writeASCII(_ digits: UnsafeBufferPointer<UInt8>) {
    guard let start = digits.baseAddress else { return }
    unsafe (out + length).update(from: start, count: digits.count)
    length += digits.count
  }
}

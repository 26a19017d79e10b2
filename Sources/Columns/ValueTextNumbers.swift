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
        return unsafe point(digits, places: places, isNegative: value < 0, to: out)
      }
      power *= 10
    }
    return nil
  }

  /// Digits with a point before the last `places`; a whole number gets `.0`.
  @unsafe private static func point(
    _ digits: UInt64, places: Int, isNegative: Bool, to out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var at = 0
    if isNegative {
      unsafe out[0] = 0x2d
      at = 1
    }
    var divisor: UInt64 = 1
    for _ in 0..<places { divisor *= 10 }
    at += unsafe integer(digits / divisor, to: out + at)
    unsafe out[at] = 0x2e
    at += 1
    if places == 0 {
      unsafe out[at] = 0x30
      return at + 1
    }
    var rest = digits % divisor
    for place in (0..<places).reversed() {
      unsafe out[at + place] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
    return at + places
  }

  /// A decimal that was multiplied by ten to `scale`, with all its digits.
  @unsafe public static func decimal(_ value: Int128, scale: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
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

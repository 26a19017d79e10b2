import Columns

/// What the fields of orders are put together from: pairs of digits, days and statuses, made once.
struct OrderTexts: Sendable {
  /// The first order is bought on 4 September 2016, the last before the end of August 2018: so all its times lie before
  /// the end of October.
  static let purchaseDays = 725
  private static let firstDay = CivilDay(year: 2016, month: 9, day: 4)

  /// `00` to `ff`.
  let hex: [UInt16]
  /// `00` to `99`.
  let digits: [UInt16]
  /// `2016-09-04 ` and the days after it, in 16 bytes each.
  let days: [SIMD16<UInt8>]
  /// Each status of `OrderStatus.thousand`, in 16 bytes, of which the last is its length.
  let statuses: [SIMD16<UInt8>]

  init() {
    let letters = Array("0123456789abcdef".utf8)
    hex = (0..<256).map { UInt16(letters[$0 >> 4]) | UInt16(letters[$0 & 15]) << 8 }
    digits = (0..<100).map { UInt16(0x30 + $0 / 10) | UInt16(0x30 + $0 % 10) << 8 }
    var day = Self.firstDay
    days = (0..<Self.purchaseDays + 60).map { _ in
      defer { day.advance() }
      return Self.block(day.description + " ")
    }
    statuses = OrderStatus.thousand.map { Self.block($0.rawValue) }
  }

  private static func block(_ text: String) -> SIMD16<UInt8> {
    var block = SIMD16<UInt8>(repeating: 0)
    for (index, byte) in text.utf8.enumerated() { block[index] = byte }
    block[15] = UInt8(text.utf8.count)
    return block
  }
}

/// A day of the calendar, which knows the next.
private struct CivilDay: CustomStringConvertible {
  var year: Int
  var month: Int
  var day: Int

  private var length: Int {
    switch month {
    case 2: year % 4 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  mutating func advance() {
    day += 1
    if day > length { (month, day) = (month + 1, 1) }
    if month > 12 { (year, month) = (year + 1, 1) }
  }

  var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)" }
}

/// Writes lines into memory that has room for them: by whole words, since all fields but one have a fixed length.
@safe struct OrderLine {
  private var next: UnsafeMutableRawPointer
  private let texts: OrderTexts
  /// How many bytes were written.
  private(set) var count = 0

  /// Writes from `start` on, where the caller has made room.
  init(at start: UnsafeMutableRawPointer, _ texts: OrderTexts) {
    unsafe next = start
    self.texts = texts
  }

  @inline(__always)
  private mutating func put<T: BitwiseCopyable>(_ value: T, _ length: Int) {
    unsafe next.storeBytes(of: value, as: T.self)
    unsafe next += length
    count += length
  }

  @inline(__always)
  mutating func write(_ byte: UInt8) { put(byte, 1) }

  /// 32 hexadecimal digits.
  @inline(__always)
  mutating func writeHex(_ high: UInt64, _ low: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { put(texts.hex[Int(high >> shift & 0xff)], 2) }
    for shift in stride(from: UInt64(0), to: 64, by: 8) { put(texts.hex[Int(low >> shift & 0xff)], 2) }
  }

  /// The status that a number stands for.
  @inline(__always)
  mutating func writeStatus(_ draw: UInt64) -> OrderStatus {
    let index = Int(draw.multipliedFullWidth(by: 1000).high)
    let text = texts.statuses[index]
    put(text, Int(text[15]))
    return OrderStatus.thousand[index]
  }

  /// Seconds since the first day as `2016-09-04 00:00:00`.
  @inline(__always)
  mutating func writeTime(_ seconds: Int) {
    let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
    put(texts.days[day], 11)
    put(texts.digits[second / 3600], 2)
    write(UInt8(ascii: ":"))
    put(texts.digits[second / 60 % 60], 2)
    write(UInt8(ascii: ":"))
    put(texts.digits[second % 60], 2)
  }
}

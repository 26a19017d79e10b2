import Columns

/// Intervals as people and DuckDB write them: `1 year 2 months 3 days 04:05:06.5`.
enum IntervalText {
  static func of(_ interval: IntervalValue) -> String {
    var parts: [String] = []
    func add(_ count: Int32, _ unit: String) {
      if count != 0 { parts.append("\(count) \(unit)\(count == 1 || count == -1 ? "" : "s")") }
    }
    add(interval.months / 12, "year")
    add(interval.months % 12, "month")
    add(interval.days, "day")
    if interval.microseconds != 0 || parts.isEmpty { parts.append(time(interval.microseconds)) }
    return parts.joined(separator: " ")
  }

  private static func time(_ microseconds: Int64) -> String {
    let size = microseconds.magnitude
    let (seconds, fraction) = size.quotientAndRemainder(dividingBy: 1_000_000)
    func two(_ value: UInt64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    var text = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    if fraction > 0 {
      var digits = String(String(fraction + 1_000_000).dropFirst())
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    return microseconds < 0 ? "-" + text : text
  }

  /// Reads an interval; nil if the text is none.
  static func read(_ text: String) -> IntervalValue? {
    var bytes = Array(text.lowercased().utf8)[...]
    var sum = IntervalValue.zero
    var isEmpty = true
    while true {
      skipSpace(&bytes)
      guard !bytes.isEmpty else { return isEmpty ? nil : sum }
      if bytes.elementsEqual("ago".utf8) { return isEmpty ? nil : sum.negated }
      guard let part = part(&bytes), let next = sum.adding(part) else { return nil }
      sum = next
      isEmpty = false
    }
  }

  private static func skipSpace(_ bytes: inout ArraySlice<UInt8>) {
    while let byte = bytes.first, byte == 0x20 || (0x09...0x0D).contains(byte) { bytes.removeFirst() }
  }

  /// `3 days`, `1.5h` or `04:05:06.5`.
  private static func part(_ bytes: inout ArraySlice<UInt8>) -> IntervalValue? {
    var isNegative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      bytes.removeFirst()
    }
    guard let whole = digits(&bytes), whole.count > 0 else { return nil }
    let value: IntervalValue?
    if bytes.first == UInt8(ascii: ":") {
      value = clock(hours: whole.value, &bytes)
    } else {
      var fraction = 0.0
      if bytes.first == UInt8(ascii: ".") {
        bytes.removeFirst()
        guard let found = digits(&bytes) else { return nil }
        var unit = 1.0
        for _ in 0..<found.count { unit *= 10 }
        fraction = Double(found.value) / unit
      }
      skipSpace(&bytes)
      let word = String(decoding: bytes.prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }, as: UTF8.self)
      guard let unit = IntervalUnit(named: word) else { return nil }
      bytes.removeFirst(word.utf8.count)
      let exact = unit.interval.times(whole.value)
      value = fraction == 0 ? exact : exact.flatMap { a in unit.interval.scaled(fraction).flatMap { a.adding($0) } }
    }
    return isNegative ? value?.negated : value
  }

  private static func clock(hours: Int64, _ bytes: inout ArraySlice<UInt8>) -> IntervalValue? {
    bytes.removeFirst()
    guard let minutes = digits(&bytes), minutes.count == 2, minutes.value < 60 else { return nil }
    var rest = minutes.value * 60_000_000
    if bytes.first == UInt8(ascii: ":") {
      bytes.removeFirst()
      guard let seconds = digits(&bytes), seconds.count == 2, seconds.value < 60 else { return nil }
      rest += seconds.value * 1_000_000
      if bytes.first == UInt8(ascii: ".") {
        bytes.removeFirst()
        guard let fraction = digits(&bytes), (1...6).contains(fraction.count) else { return nil }
        var unit: Int64 = 1
        for _ in fraction.count..<6 { unit *= 10 }
        rest += fraction.value * unit
      }
    }
    let (time, a) = hours.multipliedReportingOverflow(by: 3_600_000_000)
    let (sum, b) = time.addingReportingOverflow(rest)
    return a || b ? nil : IntervalValue(microseconds: sum)
  }

  private static func digits(_ bytes: inout ArraySlice<UInt8>) -> (value: Int64, count: Int)? {
    var (value, count): (Int64, Int) = (0, 0)
    while let byte = bytes.first, byte >= 0x30, byte <= 0x39 {
      guard count < 18 else { return nil }
      value = value * 10 + Int64(byte - 0x30)
      count += 1
      bytes.removeFirst()
    }
    return (value, count)
  }

  static let asText: Kernel.Run = { evaluation, arguments in
    let values = arguments[0].fixed(IntervalValue.self)
    return evaluation.texts(arguments, bytes: 16 * evaluation.rows(of: arguments)) { row, out in
      out.append(of(values[row]))
    }
  }

  static func fromText(_ orNull: Bool) -> Kernel.Run {
    { evaluation, arguments in
      let texts = arguments[0].texts
      var refused: [Int] = []
      let made = evaluation.values(arguments, .interval) { row -> IntervalValue in
        if let value = unsafe read(String(decoding: texts[row], as: UTF8.self)) { return value }
        refused.append(row)
        return .zero
      }
      refused = refused.filter { arguments[0].isValid($0) }
      if !orNull {
        for row in refused { evaluation.fail(row, "«\(unsafe ShortenedText.of(texts[row]))» is no interval") }
      }
      return made.without(refused, count: evaluation.rows(of: arguments))
    }
  }
}

extension ShortenedText {
  /// The first 40 or so bytes of a text.
  @unsafe static func of(_ bytes: UnsafeRawBufferPointer) -> String {
    guard let start = bytes.baseAddress else { return "" }
    return unsafe of(start.assumingMemoryBound(to: UInt8.self), bytes.count)
  }
}

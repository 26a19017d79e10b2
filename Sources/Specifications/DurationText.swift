private let units: [(name: String, nanoseconds: Int)] = [
  ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
  ("us", 1000), ("ns", 1),
]

extension Duration {
  /// Reads `250ms`, `1.5s`, `10m`, `1h30m`, `30d`.
  package init?(parsing text: String) {
    var rest = text[...]
    var total = 0
    var last = Int.max
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let (number, behind) = splitUnit(String(rest))
      let name = behind.prefix { $0.isLetter }
      // Units come from the greatest to the least, each once: `30m1h` is a slip.
      guard let unit = units.first(where: { $0.name == name })?.nanoseconds, unit < last,
        let part = scaled(number, by: unit)
      else { return nil }
      let sum = total.addingReportingOverflow(part)
      guard !sum.overflow else { return nil }
      total = sum.partialValue
      last = unit
      rest = Substring(behind.dropFirst(name.count))
    }
    self = .nanoseconds(total)
  }

  /// As a configuration writes it: `1h30m`.
  package var written: String {
    let (seconds, attoseconds) = components
    var rest =
      Int(seconds).multipliedReportingOverflow(by: 1_000_000_000).partialValue + Int(attoseconds / 1_000_000_000)
    var text = ""
    for unit in units where rest >= unit.nanoseconds {
      text += "\(rest / unit.nanoseconds)\(unit.name)"
      rest %= unit.nanoseconds
    }
    return text.isEmpty ? "0s" : text
  }
}

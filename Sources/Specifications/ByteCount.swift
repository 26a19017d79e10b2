/// A number of bytes, written `256MiB`.
package struct ByteCount: Sendable, Hashable, Comparable {
  package let bytes: Int

  /// A number of bytes.
  package init(_ bytes: Int) { self.bytes = bytes }

  package static func kibibytes(_ count: Int) -> ByteCount { ByteCount(count << 10) }
  package static func mebibytes(_ count: Int) -> ByteCount { ByteCount(count << 20) }
  package static func gibibytes(_ count: Int) -> ByteCount { ByteCount(count << 30) }

  package static func < (a: ByteCount, b: ByteCount) -> Bool { a.bytes < b.bytes }

  private static let units: [(name: String, bytes: Int)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000), ("B", 1),
  ]

  /// Reads `4KiB`, `10MB`, `1.5GiB`, or plain bytes.
  package init?(parsing text: String) {
    let (number, unit) = splitUnit(text)
    let name = unit.isEmpty ? "b" : unit.lowercased()
    guard let size = Self.units.first(where: { $0.name.lowercased() == name })?.bytes,
      let bytes = scaled(number, by: size)
    else { return nil }
    self.init(bytes)
  }
}

extension ByteCount: CustomStringConvertible {
  /// As a configuration writes it, exactly.
  package var description: String {
    let unit = Self.units.first { bytes != 0 && bytes % $0.bytes == 0 }
    guard let unit, unit.bytes > 1 else { return String(bytes) }
    return "\(bytes / unit.bytes)\(unit.name)"
  }
}

/// A number and the letters behind it.
func splitUnit(_ text: String) -> (number: Substring, unit: Substring) {
  let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
  return (number, text[number.endIndex...].drop { $0 == " " })
}

/// A decimal number times a size, if it is one that comes out as a whole number below 2⁶³.
func scaled(_ number: Substring, by size: Int) -> Int? {
  let parts = number.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }), let whole = Int(parts[0])
  else { return nil }
  let product = whole.multipliedReportingOverflow(by: size)
  guard !product.overflow else { return nil }
  guard parts.count == 2 else { return product.partialValue }
  guard parts[1].count <= 6, let digits = Int(parts[1]) else { return nil }
  var scale = 1
  for _ in parts[1] { scale *= 10 }
  let fraction = digits.multipliedReportingOverflow(by: size)
  guard !fraction.overflow else { return nil }
  let sum = product.partialValue.addingReportingOverflow(fraction.partialValue / scale)
  return sum.overflow ? nil : sum.partialValue
}

/// How much may pass in a second.
package enum Rate: Sendable, Hashable {
  case records(perSecond: Double)
  case bytes(perSecond: Double)

  /// Reads `10/s`, `600/m`, `1MiB/s`.
  package init?(parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    let seconds = ["s": 1.0, "m": 60, "h": 3600]
    guard parts.count == 2, let every = seconds[parts[1]] else { return nil }
    let isCount = parts[0].allSatisfy { $0.isNumber || $0 == "." }
    if isCount, let count = Double(parts[0]), count > 0, count < 1e15 {
      self = .records(perSecond: count / every)
    } else if !isCount, let size = ByteCount(parsing: parts[0]), size.bytes > 0 {
      self = .bytes(perSecond: Double(size.bytes) / every)
    } else {
      return nil
    }
  }
}

extension Rate: CustomStringConvertible {
  package var description: String {
    switch self {
    case .records(let count): count == Double(Int(count)) ? "\(Int(count))/s" : "\(count)/s"
    case .bytes(let count): "\(ByteCount(Int(count)))/s"
    }
  }
}

/// What a time zone's clocks show: how many seconds they are ahead of UTC, and when that changes.
struct ZoneRules: Sendable {
  let name: String
  /// Seconds since 1970 at which the offset changes, ascending.
  private let changes: [Int64]
  /// The offset from each change on, and first the one before all of them.
  private let offsets: [Int64]
  /// What holds behind the last change.
  private let yearly: YearlyRule?

  init(name: String, changes: [Int64], offsets: [Int64], yearly: YearlyRule?) {
    self.name = name
    self.changes = changes
    self.offsets = offsets
    self.yearly = yearly
  }

  /// A time in which the offset doesn't change.
  struct Span {
    let from: Int64
    let to: Int64
    let offset: Int64

    @inline(__always) func contains(_ second: Int64) -> Bool { second >= from && second < to }
  }

  /// The time around a second since 1970 in which the offset stays as it is there.
  func span(at second: Int64) -> Span {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= second { low = middle + 1 } else { high = middle }
    }
    if low == changes.count, let yearly {
      let span = yearly.span(at: second)
      let last = changes.last ?? .min
      return Span(from: max(span.from, last), to: span.to, offset: span.offset)
    }
    return Span(
      from: low == 0 ? .min : changes[low - 1], to: low == changes.count ? .max : changes[low], offset: offsets[low])
  }

  /// The second since 1970 at which the zone's clocks show `local`. Of a time that they show twice it is the later; one
  /// that they pass over is read as if they hadn't been put forward.
  func second(ofLocal local: Int64) -> Int64 {
    let day: Int64 = 86_400
    let before = span(at: local &- day).offset
    let after = span(at: local &+ day).offset
    if before == after, span(at: local &- before).offset == before { return local &- before }
    let (first, second) = (local &- before, local &- after)
    let firstHolds = span(at: first).offset == before
    let secondHolds = span(at: second).offset == after
    if firstHolds && secondHolds { return max(first, second) }
    return secondHolds ? second : first
  }
}

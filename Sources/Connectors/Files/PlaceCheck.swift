/// What the ledger keeps with a place in a file: the hash of what stands before it, by which it is recognised, and how
/// many lines end there.
struct PlaceCheck: Equatable {
  /// Nothing where the place can't be recognised.
  var hash: String
  /// Nil where it isn't known: older ledgers have the hash alone.
  var lines: Int?

  init(hash: String, lines: Int?) {
    self.hash = hash
    self.lines = lines
  }

  /// Reads what the ledger keeps.
  init(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 1)
    hash = parts.first.map { String($0) } ?? ""
    lines = parts.count == 2 ? Int(parts[1]) : nil
  }

  /// As the ledger keeps it: `e3b0… 1042`.
  var text: String { lines.map { "\(hash) \($0)" } ?? hash }
}

/// How many lines end before places of a file that may be gone back to.
struct LineMarks {
  /// Batches that aren't stored yet are fewer.
  private static let most = 256

  private var marks: [(position: Int64, lines: Int)] = []

  mutating func add(_ position: Int64, _ lines: Int?) {
    guard let lines, self.lines(before: position) == nil else { return }
    marks.append((position, lines))
    if marks.count > Self.most { marks.removeFirst(Self.most / 2) }
  }

  /// Nil where it isn't known.
  func lines(before position: Int64) -> Int? {
    position == 0 ? 0 : marks.last { $0.position == position }?.lines
  }
}

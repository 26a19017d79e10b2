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

/// A place of a file, and how many lines end before it.
struct LineMark: Equatable {
  let position: Int64
  let lines: Int
}

/// How many lines end before places of a file, batches' ends mostly, from which those before others can be counted.
struct LineMarks {
  /// Batches that aren't stored yet are fewer.
  private static let most = 256

  private var marks: [LineMark] = []

  mutating func add(_ position: Int64, _ lines: Int?) {
    guard let lines, !marks.contains(where: { $0.position == position }) else { return }
    marks.append(LineMark(position: position, lines: lines))
    if marks.count > Self.most { marks.removeFirst(Self.most / 2) }
  }

  /// The last place that isn't behind `position`; nil where none is known.
  func last(upTo position: Int64) -> LineMark? {
    position == 0
      ? LineMark(position: 0, lines: 0)
      : marks.filter { $0.position <= position }.max { $0.position < $1.position }
  }
}

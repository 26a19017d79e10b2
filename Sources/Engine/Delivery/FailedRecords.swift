/// Why records failed: where, and the message without what differs from record to record.
package struct FailureReason: Sendable, Hashable {
  package let stage: String
  package let shape: String

  package init(stage: String, shape: String) {
    self.stage = stage
    self.shape = shape
  }
}

/// The records of a batch that failed, and why.
package struct FailedRecords: Sendable, Equatable {
  /// One of them: the how many-th record of the batch it is, and which of the reasons it failed for.
  package struct Entry: Sendable, Equatable {
    package let ordinal: Int
    package let reason: Int
  }

  /// A reason, and where the first record stands that failed for it, for people.
  package struct Known: Sendable, Equatable {
    package let reason: FailureReason
    package let place: String

    package init(reason: FailureReason, place: String) {
      self.reason = reason
      self.place = place
    }
  }

  package private(set) var reasons: [Known] = []
  package private(set) var entries: [Entry] = []
  private var numbers: [FailureReason: Int] = [:]
  private var ordinals: Set<Int> = []

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  /// Adds a record's letter. A record that has failed for one sink has failed, and counts once.
  package mutating func add(_ letter: DeadLetter, ordinal: Int) {
    guard ordinals.insert(ordinal).inserted else { return }
    let reason = FailureReason(stage: letter.stage, shape: letter.shape)
    let number = numbers[reason] ?? reasons.count
    if number == reasons.count {
      numbers[reason] = number
      let line = letter.line.map { ", line \($0)" } ?? ""
      reasons.append(Known(reason: reason, place: "\(letter.lane) at \(letter.position)\(line)"))
    }
    entries.append(Entry(ordinal: ordinal, reason: number))
  }

  /// Adds what failed later, in the sink.
  package mutating func add(_ others: FailedRecords) {
    for entry in others.entries where ordinals.insert(entry.ordinal).inserted {
      let known = others.reasons[entry.reason]
      let number = numbers[known.reason] ?? reasons.count
      if number == reasons.count {
        numbers[known.reason] = number
        reasons.append(known)
      }
      entries.append(Entry(ordinal: entry.ordinal, reason: number))
    }
  }

  package static func == (a: FailedRecords, b: FailedRecords) -> Bool {
    a.entries == b.entries && a.reasons == b.reasons
  }
}

// A batch may have thousands of them, which a trace need not list.
extension FailedRecords: CustomStringConvertible {
  package var description: String { "\(entries.count) failed records" }
}

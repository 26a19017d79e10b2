import Columns
package import Specifications

/// What ends a pipeline whose source doesn't end by itself; of several the first that comes true.
package enum Until: Sendable, Equatable {
  /// All lanes are read to where they end, once the pipelines of this run that fill them have ended.
  case end
  /// Nothing came for so long, while connected, caught up and with no filling pipeline busy.
  case idle(Duration)
  /// So many records were read, by this pipeline in this process.
  case records(Int)
  /// The records of every lane have come to a time, in microseconds since 1970; none of that time or later is read.
  case time(Int64)
  /// So long by the clock.
  case elapsed(Duration)
  /// The lanes named have come to their offsets; what stands at them isn't read.
  case offsets(PartitionOffsets)

  /// What a form is called, before its colon.
  package enum Form: String, CaseIterable, Sendable {
    case end, idle, records, time
    case elapsed = "for"
    case offsets

    /// How it is written.
    package var example: String {
      switch self {
      case .end: "end"
      case .idle: "idle:10s"
      case .records: "records:1000"
      case .time: "time:2024-06-01T00:00:00Z"
      case .elapsed: "for:10m"
      case .offsets: "{offsets: {\"0\": 5555}}"
      }
    }

    /// Whether any source can end so; the others need one whose lanes are searched by time and offset.
    package var fitsAnySource: Bool { self != .time && self != .offsets }
  }

  package var form: Form {
    switch self {
    case .end: .end
    case .idle: .idle
    case .records: .records
    case .time: .time
    case .elapsed: .elapsed
    case .offsets: .offsets
    }
  }

  /// Reads `end`, `idle:10s`, `records:1000`, `time:2024-06-01`, `for:10m` and `offsets:0=5555,1=20`.
  package init?(parsing text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map { String($0.drop { $0 == " " }) }
    guard let name = parts.first, let form = Form(rawValue: name) else { return nil }
    if form == .end {
      guard parts.count == 1 else { return nil }
      self = .end
      return
    }
    guard parts.count == 2 else { return nil }
    switch form {
    case .end: return nil
    case .idle, .elapsed:
      guard let span = Duration(parsing: parts[1]) else { return nil }
      self = form == .idle ? .idle(span) : .elapsed(span)
    case .records:
      guard let count = Int(parts[1]), count > 0 else { return nil }
      self = .records(count)
    case .time:
      guard let moment = Moment(parsing: parts[1]) else { return nil }
      self = .time(moment.microseconds)
    case .offsets:
      guard let offsets = PartitionOffsets(parsing: parts[1]) else { return nil }
      self = .offsets(offsets)
    }
  }
}

extension Until: CustomStringConvertible {
  package var description: String {
    switch self {
    case .end: "end"
    case .idle(let span): "idle:\(span.written)"
    case .records(let count): "records:\(count)"
    case .time(let time): "time:\(Moment(microseconds: time))"
    case .elapsed(let span): "for:\(span.written)"
    case .offsets(let offsets): "{offsets: \(offsets)}"
    }
  }
}

extension ValueKind where Value == Until {
  /// One of `forms`.
  package static func until(_ forms: [Until.Form] = Until.Form.allCases) -> Self {
    let wanted = alternatives(forms.map(\.example))
    let words = forms.filter { $0 != .end && $0 != .offsets }.map(\.rawValue).joined(separator: "|")
    let text = ValueShape.matching("^(end|(\(words)):.+)$")
    let shape = forms.contains(.offsets) ? .either([text, PartitionOffsets.shape]) : text
    return ValueKind(wanted: wanted, shape: shape) { node, reading in
      if forms.contains(.offsets), let offsets = PartitionOffsets.read(node, &reading) {
        return offsets.map(Until.offsets)
      }
      if let text = node.text, let until = Until(parsing: text) {
        if forms.contains(until.form) { return until }
        reading.problems.error(
          at: node, "\(reading.subject) can't be `\(until.form.rawValue)` here, since the source isn't searched by it",
          mend: "it is \(wanted)")
        return nil
      }
      let name = node.text?.split(separator: ":").first.map(String.init) ?? ""
      let form = forms.first { $0.rawValue == name }
      let near = form == nil ? nearestName(to: name, among: forms.map(\.rawValue)) : nil
      let mend = form.map { "write `\($0.example)`" } ?? near.map { "did you mean `\($0)`?" }
      reading.misfit(node, wanted: wanted, mend: node.scalar?.isFilledIn == false ? mend : nil)
      return nil
    }
  }
}

/// `a`, `b` or `c`, each as it is written.
func alternatives(_ examples: [String]) -> String { enumeration(of: examples) }

package import Specifications

/// What ends a pipeline whose source doesn't end by itself; of several the first that comes true.
package enum Until: Sendable, Equatable {
  /// All lanes are read to where they end, once the pipelines of this run that fill them have ended.
  case end
  /// Nothing came for so long, while connected, caught up and with no filling pipeline busy.
  case idle(Duration)
  /// So long by the clock.
  case elapsed(Duration)

  /// Reads `end`, `idle:10s` and `for:10m`.
  package init?(parsing text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count == 2 ? Duration(parsing: parts[1]) : nil) {
    case ("end", _) where parts.count == 1: self = .end
    case ("idle", let span?): self = .idle(span)
    case ("for", let span?): self = .elapsed(span)
    default: return nil
    }
  }

  /// Forms that the language has and this build lacks.
  package static let later = ["records", "time", "offsets"]
}

extension Until: CustomStringConvertible {
  package var description: String {
    switch self {
    case .end: "end"
    case .idle(let span): "idle:\(span.written)"
    case .elapsed(let span): "for:\(span.written)"
    }
  }
}

extension ValueKind where Value == Until {
  /// `end`, `idle:10s` or `for:10m`.
  package static var until: Self {
    ValueKind(
      wanted: "`end`, `idle:10s` or `for:10m`", shape: .matching("^(end|(idle|for):.+)$"),
      mend: { text in
        let form = text.split(separator: ":").first.map(String.init) ?? ""
        return Until.later.contains(form) ? "`\(form):` is not in this build yet" : nil
      }, parse: Until.init(parsing:))
  }
}

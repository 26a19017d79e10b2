import Columns

/// A failure that isn't one record's: decided where it arises to be one of three classes. (The fourth, a record's own
/// failure, is a `RowFailure` and never throws.)
package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Class: String, Sendable {
    /// The other side is overloaded: back off.
    case busy
    /// The other side is away: pause and keep trying.
    case outage
    /// It will not get better by itself: stop, with nothing committed past it.
    case fatal
  }

  package var kind: Class
  /// The code that `explain` knows, as in `OZ-S003`.
  package var code: String
  /// What failed, where and why, in one sentence.
  package var message: String
  /// What to do next.
  package var mend: String
  /// Whether it is one lane's alone, so that the others are read to their end.
  package private(set) var isOfLane = false

  /// The failure as that of the one lane which was read.
  package var ofLane: Failure {
    var failure = self
    failure.isOfLane = true
    return failure
  }

  package init(_ kind: Class, _ code: String, _ message: String, mend: String = "") {
    self.kind = kind
    self.code = code
    self.message = message
    self.mend = mend
  }

  package var description: String { mend.isEmpty ? "\(message) · \(code)" : "\(message); \(mend) · \(code)" }
}

/// Why a sink didn't take a part of a batch. Nothing of the part has been taken.
package enum TakeFailure: Error, Sendable {
  /// These rows (of the part) will never be taken.
  case rows([RefusedRow])
  /// Some row is refused, and the sink can't say which: the part is bisected.
  case somewhere(message: String, mayPass: Bool)
  /// It is no row's fault.
  case failure(Failure)
}

/// A row that the sink refuses, and its sentence.
package struct RefusedRow: Sendable, Equatable {
  package var row: Int
  package var message: String

  package init(row: Int, message: String) {
    self.row = row
    self.message = message
  }
}

extension PreparedRows {
  /// The rows that couldn't be brought into the sink's form, each once. Whoever takes rows refuses these: that they
  /// were prepared once without a failure doesn't mean that they are again, where time or chance has a part in it.
  package var refused: [RefusedRow] {
    var refused: [RefusedRow] = []
    for failure in failures.sorted(by: { $0.row < $1.row }) where refused.last?.row != failure.row {
      refused.append(RefusedRow(row: failure.row, message: failure.sentence))
    }
    return refused
  }
}

/// Why what was taken could not be stored. Nothing of it has been stored, unless `failure` leaves that open.
package enum StoreFailure: Error, Sendable {
  /// Another process moved these lanes: this one has lost them.
  case lost([LaneID])
  case failure(Failure)
}

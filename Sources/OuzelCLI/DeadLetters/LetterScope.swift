import Columns
import Configuration
import Contracts
import Engine
import State

/// Which of a pipeline's sinks lack the record of a dead letter.
struct LetterScope: Sendable {
  private let sinks: [String]
  private let describesSink: Bool
  private let needsNoPrologue: Bool
  /// The sink that takes what no other does.
  let otherwise: String?
  /// What each sink's ledger knows; none where the source keeps no positions.
  private let ledgers: [String: LedgerEntries]

  init(of pipeline: PipelinePlan, ledgers: [String: LedgerEntries]) {
    self.ledgers = ledgers
    sinks = pipeline.sinks.map(\.name)
    describesSink = pipeline.contracts.contains(where: \.describesSink)
    needsNoPrologue = pipeline.processing.routes.allSatisfy(\.decoder.needsNoPrologue)
    let place = pipeline.processing.routes.first?.branches.firstIndex(where: \.admission.isOtherwise)
    otherwise = place.map { pipeline.sinks[$0].name }
  }

  /// Whether a letter is sent again, and to which sinks.
  func fate(_ letter: LetterFacts) -> LetterFate {
    if !letter.isWhole {
      return .leftOut(
        "only the beginning of the record was kept, since it is larger than `max_record`: raise that, and read its "
          + "file or topic again")
    }
    if !letter.hasPrologue && !needsNoPrologue {
      return .leftOut(
        "an older version kept the record without what stands at its file's beginning, by which it is read: read its "
          + "file or topic again")
    }
    var wanted = letter.sinks ?? (isOwn(letter.stage, of: letter.sink) ? [letter.sink] : [])
    if let missing = wanted.first(where: { !sinks.contains($0) }) {
      return .leftOut("it is for the sink `\(missing)`, which the pipeline doesn't have any more")
    }
    // What couldn't be told of a record may turn out to be that no sink takes it.
    let isUntold = letter.stage == "when" && letter.isLastOfRecord && wanted == [letter.sink]
    if isUntold, let otherwise { wanted.append(otherwise) }
    if let behind = (wanted.isEmpty ? sinks : wanted).first(where: { isBehind($0, letter) }) {
      return .leftOut("the sink `\(behind)` is yet to come to the record, or has lost it: run the pipeline first")
    }
    return .sent(to: Set(wanted) == Set(sinks) ? [] : sinks.filter(wanted.contains))
  }

  /// Whether a run would still read the letter's record for a sink: sent again, it would be there twice.
  private func isBehind(_ sink: String, _ letter: LetterFacts) -> Bool {
    guard let ledger = ledgers[sink] else { return false }
    if let entry = ledger[letter.lane] { return entry.position <= letter.position }
    // A file that was renamed, or has grown, is known by another lane to all of them.
    return ledger.reading.lanes.isEmpty || ledgers.contains { $0.key != sink && $0.value[letter.lane] != nil }
  }

  /// Whether a stage is one sink's own, as letters of older versions tell by its name alone.
  private func isOwn(_ stage: String, of sink: String) -> Bool {
    Self.isOwn(stage, of: sink, describesSink: describesSink)
  }

  /// Whether a stage of that name is on the way to one sink alone.
  static func isOwn(_ stage: String, of sink: String, describesSink: Bool) -> Bool {
    if stage == "contract" { return describesSink }
    return ["sink", "when"].contains(stage) || stage.contains(" of \(sink) (")
  }
}

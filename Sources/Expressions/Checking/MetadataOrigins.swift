package import Columns

extension Metadata {
  /// Which records have it, as a sentence of it; nil where this build has no such records.
  package var origin: String? {
    switch self {
    case .key, .topic, .partition, .offset, .timestamp, .headers: "records of a topic have it"
    case .file: "records of files have it"
    case .row: "records of messages of a topic have it"
    case .contract: "a pipeline with a contract has it"
    case .run: "a pipeline that runs has it"
    case .parameters, .remote: nil
    case .value: "only what chooses a contract, its `by`, sees it, where records are JSON"
    case .unknown: "a contract with `unknown: keep` has it"
    case .record: "records that were read have it"
    }
  }
}

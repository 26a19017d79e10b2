import Columns

extension Checker {
  /// Where a record gets what it has beside its columns: what is told where the source has none.
  static func origin(of metadata: Metadata) -> String {
    switch metadata {
    case .key, .topic, .partition, .offset, .timestamp, .headers: "records of a topic have it"
    case .file, .row: "records of files have it"
    case .contract: "a pipeline with a contract has it"
    case .run, .parameters: "a pipeline that runs has it"
    case .remote: "records that were sent over a network have it"
    case .value: "records of JSON have it"
    case .unknown: "a contract with `unknown: keep` has it"
    case .record: "records that were read have it"
    }
  }
}

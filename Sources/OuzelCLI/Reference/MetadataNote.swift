import Columns
import Expressions

/// What is known of a record beside its fields, for the reference.
struct MetadataNote {
  let metadata: Metadata
  let sentence: String

  /// Which records have it.
  var origin: String {
    if metadata == .offset { return "records of every source have it; where a contract is chosen, those of a topic" }
    return metadata.origin ?? "not in this build yet"
  }

  /// All of the language's. What `record_uuid()` is made from is no one's to read.
  static let all: [MetadataNote] = Metadata.allCases.compactMap { metadata in
    sentence(of: metadata).map { MetadataNote(metadata: metadata, sentence: $0) }
  }

  private static func sentence(of metadata: Metadata) -> String? {
    switch metadata {
    case .key: "The message's key; null where it has none."
    case .topic: "The topic from which the message was read."
    case .partition: "The message's partition, from 0 on."
    case .offset: "The message's offset within its partition; elsewhere, the place at which the record was read."
    case .timestamp: "The moment that the message bears."
    case .headers: "The message's headers by their names, as in `_headers['origin']`."
    case .file: "The path of the file from which the record was read."
    case .row: "The record's place among those of its message, from 0 on."
    case .contract: "The name of the record's contract."
    case .run: "The name of the run that reads the record."
    case .parameters: "The parameters of the request that brought the record."
    case .remote: "The address from which the record was sent."
    case .value: "The record whole, as it was read, before a contract is chosen for it."
    case .unknown: "The record's fields that its contract doesn't name, as one object."
    case .record: nil
    }
  }
}

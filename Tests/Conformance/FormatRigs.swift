import Configuration
import Engine
import TestSupport

/// How numbered notes stand in files or messages that aren't lines of CSV.
enum NoteFormat: String, CaseIterable, Sendable {
  case jsonArray = "JSON arrays", jsonAt = "JSON arrays at a path", jsonObjects = "JSON objects of several lines"
  case jsonDocuments = "JSON documents", csv = "CSV", text, raw

  /// The format's block.
  var block: String {
    switch self {
    case .jsonArray, .jsonObjects: "json"
    case .jsonAt: "{ json: { at: /data/notes } }"
    case .jsonDocuments: "{ json: { shape: document } }"
    case .csv, .text, .raw: rawValue.lowercased()
    }
  }

  /// Whether a file or message holds one record.
  var isSingle: Bool { self == .jsonDocuments || self == .raw }

  var contract: String {
    switch self {
    case .text, .raw: "{ fields: { n: { type: text, pattern: \"^[0-9]\" } } }"
    default: "{ fields: { n: { type: int64, required: true }, note: text } }"
    }
  }

  /// A record as it stands in a file or message.
  func record(_ number: Int, _ load: Load) -> String {
    let bad = load.isPoison(number) ? "x" : ""
    switch self {
    case .jsonArray, .jsonAt: return "{\"n\":\(bad)\(number),\"note\":\"\(load.note(number))\"}"
    // Nothing closes what is broken.
    case .jsonObjects, .jsonDocuments:
      return "{\n  \"n\": \(number),\n  \"note\": \"\(load.note(number))\(bad.isEmpty ? "\"" : "")\n}"
    case .csv, .text, .raw: return "\(bad)\(number),\(load.note(number))"
    }
  }

  /// A file or message of records.
  func text(_ records: [String]) -> String {
    switch self {
    case .jsonArray: "[\n" + records.joined(separator: ",\n") + "\n]\n"
    case .jsonAt: "{\"data\":{\"n\":[0],\"notes\":[" + records.joined(separator: ", ") + "]},\"more\":[{}]}"
    case .jsonObjects: records.joined(separator: "\n")
    case .csv: "n,note\n" + records.map { $0 + "\n" }.joined()
    case .text: records.map { $0 + "\n" }.joined()
    case .jsonDocuments, .raw: records.joined()
    }
  }

  /// What the key's column holds of a record.
  func key(_ number: Int, _ load: Load) -> String {
    self == .text || self == .raw ? record(number, load) : String(number)
  }

  /// The load in files or messages of so many records.
  func texts(_ load: Load, each count: Int) -> [String] {
    let numbers = Array(0..<load.count)
    let size = isSingle ? 1 : count
    return stride(from: 0, to: numbers.count, by: size).map { start in
      text(numbers[start..<min(start + size, numbers.count)].map { record($0, load) })
    }
  }

  func expected(_ load: Load) -> Expected {
    Expected(
      arrivals: (0..<load.count).filter { !load.isPoison($0) }.map { key($0, load) },
      letters: load.poison.sorted().map { record($0, load) })
  }
}

/// Files of numbered notes in a format.
struct FormatFilesRig: SourceRig {
  let folder: TemporaryFolder
  let format: NoteFormat
  var name: String { "files" }

  func block(_ load: Load) -> String { "{ files: { path: \(folder.file("in/*")), format: \(format.block) } }" }
  func contract(_ load: Load) -> String { format.contract }

  func fill(_ load: Load) async throws {
    for (number, text) in format.texts(load, each: load.count / 2).enumerated() {
      folder.write(text, to: "in/\(1_000 + number)")
    }
  }

  func expected(_ load: Load) -> Expected { format.expected(load) }
  var mistakes: [(block: String, message: String)] { [] }
}

/// A topic of which each message holds several notes, where the format can say that.
struct FormatTopicRig: SourceRig {
  let folder: TemporaryFolder
  let format: NoteFormat
  var name: String { "topic" }
  var connections: [String] { ["events: { type: embedded, path: \(folder.file("events.db")) }"] }

  func block(_ load: Load) -> String {
    "{ topic: { connection: events, name: notes, group: readers, format: \(format.block), until: end } }"
  }

  func contract(_ load: Load) -> String { format.contract }

  func fill(_ load: Load) async throws {
    try await TopicFill(path: folder.file("events.db"), name: "notes").fill(format.texts(load, each: 7))
  }

  func expected(_ load: Load) -> Expected { format.expected(load) }
  var mistakes: [(block: String, message: String)] { [] }
}

extension Subject {
  /// Each format, in files and in messages.
  static let formats =
    NoteFormat.allCases.filter { $0 != .csv }.map { format in
      Subject(
        name: "files of \(format.rawValue)", source: { FormatFilesRig(folder: $0, format: format) },
        sink: { TableRig(folder: $0) }, isSink: false, without: format.isSingle ? [.backPressure] : [])
    }
    + NoteFormat.allCases.map { format in
      Subject(
        name: "messages of \(format.rawValue)", source: { FormatTopicRig(folder: $0, format: format) },
        sink: { TableRig(folder: $0) }, isSink: false, without: format.isSingle ? [] : [.drain])
    }
}

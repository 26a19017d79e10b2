import CSVFormat
import Columns
import Configuration
import EmbeddedConnector
import Engine
import GeneratorConnector
import Glibc
import Specifications
import StandardStreamsConnector
import TestSupport

/// A CSV of numbered notes, in two files.
struct FilesRig: SourceRig {
  let folder: TemporaryFolder
  let name = "files"

  func block(_ load: Load) -> String { "{ files: { path: \(folder.file("in/*.csv")), format: csv } }" }

  func fill(_ load: Load) async throws {
    let half = load.count / 2
    folder.write(CSVLines.text(load, 0..<half), to: "in/a.csv")
    folder.write(CSVLines.text(load, half..<load.count), to: "in/b.csv")
  }

  func expected(_ load: Load) -> Expected { CSVLines.expected(load) }

  var mistakes: [(block: String, message: String)] {
    [
      ("{ files: { pth: a.csv, format: csv } }", "`pth` is no option of files; did you mean `path`?"),
      ("{ files: { format: csv } }", "files lacks `path`"),
      ("{ files: { path: a.csv, format: cvs } }", "did you mean `csv`?"),
      ("{ files: { path: a.csv, format: csv, follow: true } }", "`follow` is not in this build yet"),
    ]
  }
}

/// Notes as CSV: `13,note 13`, and `x13,…` for what can't be read.
enum CSVLines {
  static func line(_ number: Int, _ load: Load) -> String {
    (load.isPoison(number) ? "x" : "") + "\(number),\(load.note(number))"
  }

  static func text(_ load: Load, _ numbers: Range<Int>) -> String {
    "n,note\n" + numbers.map { line($0, load) + "\n" }.joined()
  }

  static func expected(_ load: Load) -> Expected {
    Expected(
      arrivals: (0..<load.count).filter { !load.isPoison($0) }.map(String.init),
      letters: load.poison.sorted().map { line($0, load) })
  }
}

/// The same CSV as standard input.
struct InputRig: SourceRig {
  let folder: TemporaryFolder
  let name = "stdin"
  var isReplayable: Bool { false }

  func block(_ load: Load) -> String { "{ stdin: { format: csv } }" }
  func fill(_ load: Load) async throws { folder.write(CSVLines.text(load, 0..<load.count), to: "input") }
  func expected(_ load: Load) -> Expected { CSVLines.expected(load) }

  func source(_ plan: PipelinePlan) throws -> any Source {
    let descriptor = unsafe open(folder.file("input"), O_RDONLY | O_CLOEXEC)
    return InputSource(
      splitter: CSVSplitter(CSVOptions()), maxRecord: .mebibytes(1), descriptor: descriptor)
  }

  var mistakes: [(block: String, message: String)] {
    [
      ("{ stdin: { frmat: csv } }", "`frmat` is no option of stdin; did you mean `format`?"),
      ("{ stdin: {} }", "stdin lacks `format`"),
    ]
  }
}

/// Orders made up, of which those of a rare status are refused by the contract.
struct GeneratorRig: SourceRig {
  let folder: TemporaryFolder
  let name = "generator"
  var key: String { "order_id" }

  func block(_ load: Load) -> String { "{ generator: { kind: orders, seed: 7, count: \(load.count) } }" }

  func contract(_ load: Load) -> String {
    let status = load.poison.isEmpty ? "text" : "{ type: text, one_of: [delivered] }"
    return """
      { fields: { order_id: { type: uuid, required: true }, customer_id: uuid, order_status: \(status) } }
      """
  }

  func fill(_ load: Load) async throws {}

  func expected(_ load: Load) -> Expected {
    var memory = RawMemory()
    var ends: [Int] = []
    OrdersGenerator(seed: 7).write(0..<Int64(load.count), to: &memory, ends: &ends)
    let text = unsafe String(decoding: UnsafeRawBufferPointer(start: memory.start, count: memory.count), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    let isBad: (String) -> Bool = { !load.poison.isEmpty && $0.split(separator: ",")[2] != "delivered" }
    return Expected(
      arrivals: lines.filter { !isBad($0) }.map { Self.dashed(String($0.split(separator: ",")[0])) },
      letters: lines.filter(isBad))
  }

  /// `8-4-4-4-12`, as a uuid is written.
  private static func dashed(_ hex: String) -> String {
    var (dashed, count) = ("", 0)
    for digit in hex {
      if [8, 12, 16, 20].contains(count) { dashed.append("-") }
      dashed.append(digit)
      count += 1
    }
    return dashed
  }

  var mistakes: [(block: String, message: String)] {
    [
      ("{ generator: { kind: orders, sed: 7 } }", "`sed` is no option of generator; did you mean `seed`?"),
      ("{ generator: { kind: order } }", "did you mean `orders`?"),
      ("{ generator: { kind: orders, count: -1 } }", "`count`"),
    ]
  }
}

/// A topic of two partitions, filled by the topic's own sink.
struct TopicSourceRig: SourceRig {
  let folder: TemporaryFolder
  let name = "topic"
  var connections: [String] { ["events: { type: embedded, path: \(folder.file("events.db")) }"] }

  func block(_ load: Load) -> String {
    "{ topic: { connection: events, name: notes, group: readers, format: json, until: end } }"
  }

  private func value(_ number: Int, _ load: Load) -> String {
    let written = load.isPoison(number) ? "\"x\(number)\"" : "\(number)"
    return "{\"n\":\(written),\"note\":\"\(load.note(number))\"}"
  }

  func fill(_ load: Load) async throws {
    try await TopicFill(path: folder.file("events.db"), name: "notes").fill(
      (0..<load.count).map { value($0, load) })
  }

  func expected(_ load: Load) -> Expected {
    Expected(
      arrivals: CSVLines.expected(load).arrivals, letters: load.poison.sorted().map { value($0, load) })
  }

  var mistakes: [(block: String, message: String)] {
    [
      (
        "{ topic: { connection: events, name: notes, grup: a, format: json } }",
        "`grup` is no option of topic; did you mean `group`?"
      ),
      ("{ topic: { connection: evnts, name: notes, format: json } }", "did you mean `events`?"),
      ("{ topic: { connection: events, format: json } }", "topic lacks `name`"),
      ("{ topic: { connection: events, name: notes, format: json, from: first } }", "`from` wants `earliest`"),
    ]
  }
}

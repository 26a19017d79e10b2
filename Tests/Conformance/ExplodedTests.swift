import Engine
import SQLiteClient
import State
import TestSupport
import Testing

/// A table that takes a row for each word of a note, and refuses some of them.
private final class WordsRig: SinkRig {
  let folder: TemporaryFolder
  let name = "words"

  init(folder: TemporaryFolder) { self.folder = folder }

  var connections: [String] { ["store: { type: sqlite, path: \(folder.file("words.db")) }"] }
  func block(key: String) -> String { "{ table: { connection: store, name: words } }" }

  func blocks(key: String) -> String? {
    """
    { words: { table: { connection: store, name: words }, \
    steps: [ { set: { word: "string_split(note, ' ')" } }, { select: [n, word] }, { explode: word } ] } }
    """
  }

  func arrived(key: String) throws -> [String] {
    var select = try Connection(opening: folder.file("words.db")).prepare("SELECT n || word FROM words ORDER BY rowid")
    var words: [String] = []
    while try select.step() == .row { words.append(select.text(0)) }
    return words
  }

  func takeAway() {}
  func bringBack() {}
  var mistakes: [(block: String, message: String)] { [] }
}

@Suite("A record of which a step makes several rows") struct ExplodedTests {
  @Test("has one letter, that of the first of its rows that the sink refuses; its other rows arrive")
  func oneLetter() async throws {
    let laboratory = Laboratory(
      Subject(name: "words", source: { FilesRig(folder: $0) }, sink: { WordsRig(folder: $0) }, isSink: true))
    let load = Load(count: 30, width: 1)
    try await laboratory.source.fill(load)
    try Connection(opening: laboratory.folder.file("words.db")).execute(
      """
      CREATE TABLE words (n INTEGER, word TEXT,
        CONSTRAINT first CHECK (NOT (n IN (7, 21) AND word IN ('7', '21'))), CONSTRAINT other CHECK (n <> 7 OR word <> 'x'))
      """)
    let report = try await laboratory.run(Trial(load: load))
    #expect(report.outcome == .done)
    // The two are from different files, whose letters come in any order.
    let letters = try await laboratory.letters().sorted { $0.bytes.count < $1.bytes.count }
    #expect(letters.map { String(decoding: $0.bytes, as: UTF8.self) } == ["7,note 7 x", "21,note 21 x"])
    #expect(letters.allSatisfy { $0.message.contains("first") && $0.stage == "sink" }, "\(letters.map(\.message))")
    #expect(report.counts.deadLettered == 2 && report.counts.written == 87 && report.counts.read == 30)
    let words = try laboratory.sink.arrived(key: "n")
    #expect(words.count == 87 && words.contains("7note") && words.contains("21x") && !words.contains("7x"))
  }
}

import Configuration
import Specifications
import Testing

@testable import OuzelCLI

@Suite("A configuration in the documents") struct DocumentedBlockTests {
  /// What each block that this build can't run needs, by name: nothing else may be wrong with it.
  private static let needs: [String: Set<String>] = [
    "Documentation/language.md: # Healthcare: a message is a file; its key is the file's name": [
      "cassandra", "kafka",
    ],
    "Documentation/language.md: # Orders on real servers: the embedded example with these connections instead": [
      "cassandra", "kafka",
    ],
    "Documentation/language.md: # DrivenData": ["every", "kafka", "locale", "people", "postgres"],
    "Documentation/language.md: # Tables to HDFS, one pipeline a table": ["lake", "table"],
    "Documentation/language.md: # Many Avro topics to Azure": ["avro", "lake"],
  ]

  /// Blocks that only sketch what stands where.
  private static let sketches = [
    "Documentation/language.md: connections:   { NAME: { type: …, … } }", "Documentation/language.md: tests:",
  ]

  @Test("passes, or is refused by exactly the names that this build lacks", arguments: DocumentedBlock.all)
  func isTrue(_ block: DocumentedBlock) {
    if block.isSketch { return }
    let checked = block.told()
    let errors = checked.problems.all.filter { $0.severity == .error }.map(\.sentence)
    let lacking = errors.filter { $0.contains("is not in this build yet") }
    #expect(errors == lacking, "\(block.name)")
    let names = lacking.map { sentence in
      let clause = sentence.split(separator: "; ").first { $0.contains("not in this build yet") } ?? ""
      let parts = clause.split(separator: "`", omittingEmptySubsequences: false)
      return parts.count > 1 ? String(parts[1]) : ""
    }
    #expect(Set(names) == Self.needs[block.name] ?? [], "\(block.name)")
    #expect((checked.plan != nil) == errors.isEmpty)
  }

  @Test("is found wherever one stands, and each that is expected to fail still stands there")
  func areFound() {
    let names = DocumentedBlock.all.map(\.name)
    #expect(names.count >= 10)
    #expect(DocumentedBlock.all.filter(\.isSketch).map(\.name).sorted() == Self.sketches.sorted())
    for name in Self.needs.keys { #expect(names.contains(name), "\(name)") }
  }
}

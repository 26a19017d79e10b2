import Engine
import Testing

@testable import OuzelCLI

@Suite("What records go on without") struct LeftOutTests {
  @Test("is told by how often it was met, the rest by number")
  func fields() {
    let counts = LeftOutCounts()
    #expect(counts.sentences(of: "load") == [])
    counts.add(LeftOut(fields: ["b": 1, "a": 1]), of: "load")
    counts.add(LeftOut(fields: ["b": 1999]), of: "load")
    counts.add(LeftOut(fields: ["x": 1]), of: "other")
    #expect(counts.sentences(of: "load") == ["left out, since no contract names them: b (2,000), a (1)"])
    #expect(counts.sentences(of: "load", showsNames: false) == ["2 fields left out, since no contract names them"])
    counts.add(LeftOut(fields: ["c": 5, "d": 5, "e": 5, "f": 5]), of: "load")
    #expect(
      counts.sentences(of: "load")
        == ["left out, since no contract names them: b (2,000), c (5), d (5), e (5), f (5) and 1 more"])
  }

  @Test("names that a file brought are shortened, and write nothing to the terminal but what can be read")
  func names() {
    let counts = LeftOutCounts()
    counts.add(LeftOut(fields: ["a\u{1b}[31m": 2, String(repeating: "x", count: 300): 1]), of: "load")
    let sentence = counts.sentences(of: "load")[0]
    #expect(!sentence.contains("\u{1b}") && sentence.count < 140)
  }

  @Test("values that became null are told by their field, which the contract names")
  func values() {
    let counts = LeftOutCounts()
    counts.add(LeftOut(values: ["age": 2]), of: "load")
    counts.add(LeftOut(fields: ["x": 1], values: ["age": 1, "name": 1]), of: "load")
    #expect(
      counts.sentences(of: "load", showsNames: false)
        == [
          "1 field left out, since no contract names them",
          "made null, since they break the contract: age (3), name (1)",
        ])
  }
}

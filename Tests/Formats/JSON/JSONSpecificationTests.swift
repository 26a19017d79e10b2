import JSONFormat
import Specifications
import Testing

@Suite struct JSONSpecificationTests {
  private func read(_ node: Node) -> (JSONOptions?, [String]) {
    var problems = Problems()
    let values = JSONOptions.specification.read(
      node, in: ReadingContext(workingDirectory: "/"), problems: &problems)
    return (values.map { JSONOptions($0) }, problems.all.map(\.sentence))
  }

  @Test("options come from their block; what comes later is told")
  func reads() {
    var lines = JSONOptions()
    lines.shape = .lines
    #expect(read([:]) == (JSONOptions(), []))
    #expect(read(["shape": "lines"]) == (lines, []))
    #expect(
      read(["shape": "document", "nan": "float"]).1 == [
        "`document` of `shape` is not in this build yet", "`nan` is not in this build yet",
      ])
  }
}

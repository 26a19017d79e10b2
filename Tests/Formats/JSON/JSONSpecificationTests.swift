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
    var all = JSONOptions()
    all.shape = .document
    all.at = JSONPointer("/a~1b/0/~0")
    all.nan = .asNull
    #expect(read(["shape": "document", "at": "/a~1b/0/~0", "nan": "as_null"]) == (all, []))
    #expect(read(["schema": "x"]).1 == ["`schema` is not in this build yet"])
  }

  @Test("a path that is no pointer is told, with the pointer that it is likely to be")
  func pointers() {
    #expect(
      read(["at": "$.data.items"]).1 == [
        "`at` wants a JSON pointer like `/data/items`, but is `$.data.items`; write `/data/items`"
      ])
    #expect(read(["at": "/a~2"]).0 == nil)
    #expect(read(["at": "/"]).0?.at == JSONPointer("/"))
  }
}

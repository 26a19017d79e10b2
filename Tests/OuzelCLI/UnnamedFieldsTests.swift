import Testing

@testable import OuzelCLI

@Suite("Fields that no contract names") struct UnnamedFieldsTests {
  @Test("are told by how often they were met, the rest by number")
  func sentence() {
    let fields = UnnamedFields()
    #expect(fields.sentence(of: "load") == nil)
    fields.add(["b": 1, "a": 1], of: "load")
    fields.add(["b": 1999], of: "load")
    fields.add(["x": 1], of: "other")
    #expect(fields.sentence(of: "load") == "left out, since no contract names them: b (2,000), a (1)")
    #expect(fields.sentence(of: "load", showsNames: false) == "2 fields left out, since no contract names them")
    fields.add(["c": 5, "d": 5, "e": 5, "f": 5], of: "load")
    #expect(
      fields.sentence(of: "load")
        == "left out, since no contract names them: b (2,000), c (5), d (5), e (5), f (5) and 1 more")
  }
}

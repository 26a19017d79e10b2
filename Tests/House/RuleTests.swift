import Testing

/// The rules themselves, each on a house that breaks it: a check that can't fail proves nothing.
@Suite struct RuleTests {
  private static func manifest(_ rooms: String) -> Manifest {
    Manifest(reading: "let house: [[Target]] = [\n\(rooms)\n]\nlet package = 1\n")
  }

  private static let sound = manifest(
    """
      [.executableTarget(name: "ouzel", dependencies: ["OuzelCLI"], swiftSettings: strict)],
      part(
        "OuzelCLI", "OuzelCLI", "Engine",
        "FilesConnector"),
      part("FilesConnector", "Connectors/Files", "Engine", "Columns"),
      part("Engine", "Engine", "Columns"),
      part("SQLiteClient", "Clients/SQLite", "CSQLite"),
      part("Columns", "Columns", "CScan"),
      library("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
      library("CScan"),
      support("TestSupport", "Support", "Columns"),
      tests("House", "House", []),
    """)

  @Test("a manifest's list is read: names, folders, uses, kinds")
  func reading() {
    #expect(
      Self.sound.rooms.map(\.name) == [
        "ouzel", "OuzelCLI", "FilesConnector", "Engine", "SQLiteClient", "Columns", "CSQLite", "CScan", "TestSupport",
        "House",
      ])
    #expect(Self.sound.room("OuzelCLI")?.uses == ["Engine", "FilesConnector"])
    #expect(Self.sound.room("CSQLite")?.uses == [])
    #expect(Self.sound.room(holding: "Sources/Connectors/Files/Source/A.swift")?.name == "FilesConnector")
    #expect(Self.sound.room(holding: "Tests/House/A.swift")?.name == "House")
    #expect(Self.sound.room(holding: "Tests/Support/A.swift")?.uses == ["Columns"])
    #expect(Layers.complaints(about: Self.sound) == [])
    #expect(CLibraries.complaints(about: Self.sound) == [])
  }

  @Test(
    "an arrow that doesn't go down is found",
    arguments: [
      (
        #"  part("Columns", "Columns", "Engine"),\#n  part("Engine", "Engine"),"#,
        "Columns uses Engine, which doesn't lie below it"
      ),
      (
        #"  part("A", "Connectors/A", "B"),\#n  part("B", "Connectors/B"),"#,
        "A uses B, which doesn't lie below it"
      ),
      (#"  part("A", "Clients/A", "B"),\#n  part("B", "Clients/B"),"#, "A uses B, which doesn't lie below it"),
      (#"  part("Engine", "Engine", "Engine"),"#, "Engine uses Engine, which doesn't lie below it"),
      (
        #"  part("Columns", "Columns"),\#n  part("Engine", "Engine"),"#,
        "Engine is listed below rooms that lie under it"
      ),
      (#"  part("Attic", "Attic"),"#, "Attic in Attic has no row: give it one in Tests/House/Layers.swift"),
      (#"  part("Engine", "Engine", "Gone"),"#, "Engine uses Gone, which the manifest doesn't list"),
    ])
  func arrows(_ rooms: String, _ complaint: String) {
    #expect(Layers.complaints(about: Self.manifest(rooms)).contains(complaint))
  }

  @Test(
    "an import that its target doesn't declare, or that shows C, is found",
    arguments: [
      (
        "Sources/Engine/A.swift", "import Contracts",
        "Sources/Engine/A.swift:1: Engine imports Contracts without declaring it"
      ),
      (
        "Sources/Engine/A.swift", "\npackage import Contracts",
        "Sources/Engine/A.swift:2: Engine imports Contracts without declaring it"
      ),
      (
        "Sources/Engine/A.swift", "@_exported import Contracts",
        "Sources/Engine/A.swift:1: Engine imports Contracts without declaring it"
      ),
      (
        "Sources/Engine/A.swift", "import struct Contracts.Contract",
        "Sources/Engine/A.swift:1: Engine imports Contracts without declaring it"
      ),
      (
        "Sources/Engine/A.swift", "import Foundation",
        "Sources/Engine/A.swift:1: Engine imports Foundation without declaring it"
      ),
      (
        "Sources/Engine/A.swift", "import CSQLite",
        "Sources/Engine/A.swift:1: Engine imports CSQLite without declaring it"
      ),
      (
        "Sources/Engine/A.swift", "import Testing",
        "Sources/Engine/A.swift:1: Engine imports Testing without declaring it"
      ),
      (
        "Tests/Engine/A.swift", "import OuzelCLI",
        "Tests/Engine/A.swift:1: Engine imports OuzelCLI without declaring it"
      ),
      (
        "Sources/Clients/SQLite/A.swift", "package import CSQLite",
        "Sources/Clients/SQLite/A.swift:1: package import of the C module CSQLite"
      ),
      (
        "Sources/Columns/A.swift", "public import CScan",
        "Sources/Columns/A.swift:1: public import of the C module CScan"
      ),
      ("Sources/Attic/A.swift", "", "Sources/Attic/A.swift: lies in no room that the manifest lists"),
    ])
  func imports(_ path: String, _ text: String, _ complaint: String) {
    #expect(Imports.complaints(about: SourceFile(path: path, text: text), in: Self.sound) == [complaint])
  }

  @Test("what a target declares may be imported, and words in comments and texts are no imports")
  func soundImports() {
    let text = """
      // import Foundation
      /* import /* nested */ Foundation */
      package import Columns
      import Glibc
      let a = "\\("import Foundation") \\n import Foundation"
      let b = \"\"\"
        import Foundation
        \"\"\"
      let c = #"import " Foundation"#
      """
    let file = SourceFile(path: "Sources/Engine/A.swift", text: text)
    #expect(file.imports.map(\.module) == ["Columns", "Glibc"])
    #expect(Imports.complaints(about: file, in: Self.sound) == [])
  }

  @Test("a declared target that nothing imports, or that is declared twice, is found")
  func idleArrows() {
    let house = Self.manifest(
      """
        part("Engine", "Engine", "Columns", "Contracts", "Contracts"),
        part("Contracts", "Contracts"),
        part("Columns", "Columns"),
      """)
    let files = [
      SourceFile(path: "Sources/Engine/A.swift", text: "package import Contracts"),
      SourceFile(path: "Sources/Columns/A.swift", text: "import Columns"),
    ]
    #expect(
      Imports.idleArrows(of: house, in: files) == [
        "Engine declares Columns and never imports it", "Engine declares Contracts twice",
      ])
  }

  @Test(
    "a C library with two owners, or a scanner used elsewhere, is found",
    arguments: [
      (
        #"  part("A", "Clients/A", "CZ"),\#n  part("B", "State", "CZ"),\#n  library("CZ"),"#,
        "CZ has 2 owners instead of one: A, B"
      ),
      (#"  library("CZ"),"#, "CZ has 0 owners instead of one: "),
      (
        #"  part("Engine", "Engine", "CScan"),\#n  library("CScan"),"#,
        "Engine uses CScan, which is for Columns and Encodings and Expressions and Formats/"
      ),
    ])
  func owners(_ rooms: String, _ complaint: String) {
    #expect(CLibraries.complaints(about: Self.manifest(rooms)) == [complaint])
  }

  @Test(
    "what holds one record is found",
    arguments: [
      "struct Record {",
      "  package final class Row: Sendable {",
      "protocol AnyValue {",
      "  let values: [Any]",
      "  func decode() -> [String: Any] {",
      "  var fields: [String: String] = [:]",
      "  var fields: [String : Double]",
      "  let fields: [String: any Sendable]",
      "  let cells: [String: JSONValue]",
      "  let rows: [[String]]",
      "  func rows() -> [[CSVCell?]] {",
      "  let cells: [String?] = []",
      "  let cells: [any Field?]",
      "struct Order: Codable {",
      "enum Content { case text(String), number(Double), null }",
      "enum Content {\n  case text(String)\n  case number(value: Int64)\n}",
      "enum Content {\n  case text(String)\n  case whole(Int64)\n  case list([Content])\n}",
      "indirect enum Content {\n  case truth(Bool)\n  case raw([UInt8])\n}",
    ])
  func records(_ text: String) {
    for folder in ["Columns", "Formats/CSV", "Connectors/Files", "Engine/Lanes"] {
      let file = SourceFile(path: "Sources/\(folder)/A.swift", text: text)
      #expect(ColumnRules.complaints(about: [file], exceptions: []).count == 1)
    }
  }

  @Test(
    "what works on columns passes",
    arguments: [
      "struct ColumnBatch { let columns: [Column] }",
      "struct RowFailure { var row: Int; var message: String }",
      "/// A Record is [String: Any].",
      "let functions: [String: Function] = [:]",
      "private var places: [String: Int] = [:]",
      "static let units: [String: Double] = [:]",
      "enum Operation { case column(Int), failing(String), constant(Constant) }",
      "enum Rate { case records(Double), bytes(Double) }",
      "enum Step { case set([Assignment]), filter(Expression) }",
    ])
  func columns(_ text: String) {
    let file = SourceFile(path: "Sources/Engine/A.swift", text: text)
    #expect(ColumnRules.complaints(about: [file], exceptions: []) == [])
  }

  @Test("an exception excuses its own line alone, and is told when it has become stale")
  func exceptions() {
    let file = SourceFile(path: "Sources/Engine/A.swift", text: "let a: [Any]\nlet b: [Any]")
    let one = ColumnRules.Exception(file: "Sources/Engine/A.swift", line: "let a: [Any]", reason: "a test")
    #expect(ColumnRules.complaints(about: [file], exceptions: [one]).count == 1)
    let gone = ColumnRules.Exception(file: "Sources/Engine/A.swift", line: "let c: [Any]", reason: "a test")
    #expect(ColumnRules.complaints(about: [file], exceptions: [one, gone]).count == 2)
  }

  @Test(
    "a connector of another shape is found",
    arguments: [
      (["Connector.swift": ""], "Connectors/A/Connector.swift offers no source and no sink"),
      (["Connector.swift": nil], "Connectors/A has no Connector.swift"),
      (["Options.swift": nil], "Connectors/A has no Options.swift"),
      (["TopicSource.swift": nil], "Connectors/A has no source and no sink"),
      (
        ["Reading.swift": "actor Reader: Sendable, Source {}"],
        "Sources/Connectors/A/Reading.swift holds a Source, which belongs in a …Source.swift"
      ),
      (
        ["TopicSource.swift": "extension Writer: Engine.Sink, Sink {}"],
        "Sources/Connectors/A/TopicSource.swift holds a Sink, which belongs in a …Sink.swift"
      ),
      (
        ["More.swift": "let path = Option(required: 1)"],
        "Sources/Connectors/A/More.swift declares an option, which belongs in Options.swift"
      ),
    ] as [([String: String?], String)])
  func shapes(_ changed: [String: String?], _ complaint: String) {
    var files: [String: String?] = [
      "Connector.swift": "let offered = [SourceOffer(a)]", "Options.swift": "let path = Option(required: 1)",
      "TopicSource.swift": "actor TopicSource: Source {}", "Cutting.swift": "struct SourceFile: Sendable {}",
    ]
    func complaints() -> [String] {
      let written = files.compactMap { name, text in
        text.map { SourceFile(path: "Sources/Connectors/A/\(name)", text: $0) }
      }
      return ConnectorShape.complaints(about: "Connectors/A", files: written)
    }
    #expect(complaints() == [])
    for (name, text) in changed { files[name] = .some(text) }
    #expect(complaints().contains { $0.hasSuffix(complaint) })
  }

  @Test("a connector that the registry doesn't name is found")
  func registry() {
    let named = SourceFile(path: "Sources/OuzelCLI/Registry.swift", text: "import Engine\nimport FilesConnector")
    #expect(ConnectorShape.missing(fromRegistry: named, of: Self.sound) == [])
    let other = SourceFile(path: "Sources/OuzelCLI/Registry.swift", text: "import Engine")
    #expect(ConnectorShape.missing(fromRegistry: other, of: Self.sound) == ["FilesConnector"])
    #expect(ConnectorShape.missing(fromRegistry: nil, of: Self.sound) == ["FilesConnector"])
  }
}

import Testing

/// The house as it stands.
@Suite struct HouseTests {
  @Test("the manifest is read: every room of Sources is in the list, with files in its folder")
  func manifestIsRead() throws {
    let manifest = try Checkout.manifest.get()
    let sources = try Checkout.sources.get()
    #expect(manifest.rooms.count > 20)
    for room in manifest.rooms where [.program, .part].contains(room.kind) {
      #expect(sources.contains { $0.path.hasPrefix("Sources/\(room.path)/") }, "\(room.name) is empty")
    }
    #expect(manifest.room("OuzelCLI")?.uses.contains("Engine") == true)
    #expect(manifest.room("CYAML")?.kind == .library)
    #expect(sources.flatMap(\.imports).count > 50)
  }

  @Test("arrows go down only")
  func arrowsGoDown() throws {
    let complaints = Layers.complaints(about: try Checkout.manifest.get())
    #expect(complaints == [])
  }

  @Test("a file imports what its target declares, and shows no C")
  func importsAreDeclared() throws {
    let manifest = try Checkout.manifest.get()
    let files = try Checkout.sources.get() + Checkout.tests.get()
    let complaints = files.flatMap { Imports.complaints(about: $0, in: manifest) }
    #expect(complaints == [])
  }

  @Test("a target declares what it imports, and once")
  func noArrowIsIdle() throws {
    let files = try Checkout.sources.get() + Checkout.tests.get()
    let complaints = Imports.idleArrows(of: try Checkout.manifest.get(), in: files)
    #expect(complaints == [])
  }

  @Test("each C library has one owner")
  func librariesHaveOneOwner() throws {
    let complaints = CLibraries.complaints(about: try Checkout.manifest.get())
    #expect(complaints == [])
  }

  @Test("no type holds one record")
  func noTypeHoldsOneRecord() throws {
    let complaints = ColumnRules.complaints(about: try Checkout.sources.get(), exceptions: ColumnRules.exceptions)
    #expect(complaints == [])
  }

  @Test("every connector's folder has the same shape")
  func connectorsHaveOneShape() throws {
    let sources = try Checkout.sources.get()
    let folders = try Checkout.manifest.get().rooms.map(\.path).filter { $0.hasPrefix("Connectors/") }
    #expect(folders.count >= 5)
    let complaints = folders.flatMap { ConnectorShape.complaints(about: $0, files: sources) }
    #expect(complaints == [])
  }

  @Test("the registry names every connector")
  func registryNamesEveryConnector() throws {
    let registry = try Checkout.sources.get().first { $0.path == "Sources/OuzelCLI/Registry.swift" }
    let complaints = ConnectorShape.missing(fromRegistry: registry, of: try Checkout.manifest.get())
    #expect(complaints == [])
  }

  @Test("ARCHITECTURE.md names every room")
  func architectureNamesEveryRoom() throws {
    let page = try Checkout.text("ARCHITECTURE.md")
    let manifest = try Checkout.manifest.get()
    for room in manifest.rooms where manifest.isProduct(room) {
      #expect(page.contains("`\(room.name)`"), "ARCHITECTURE.md doesn't name \(room.name)")
    }
  }

  @Test("the pages name files that there are", arguments: ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])
  func pagesNameFilesThatExist(page: String) throws {
    let files = try (Checkout.sources.get() + Checkout.tests.get()).map { "/" + $0.path }
    let named = try Checkout.text(page).matches(of: /\w[\w\/+]*\.swift\b(?!\.)/).map { String($0.output) }
    let missing = named.filter { name in name != "Package.swift" && !files.contains { $0.hasSuffix("/" + name) } }
    #expect(missing == [])
  }
}

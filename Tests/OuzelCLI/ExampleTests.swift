import Configuration
import TestSupport
import Testing

@testable import OuzelCLI

@Suite("An example") struct ExampleTests {
  @Test("is in the program as it stands in Examples/")
  func isFresh() {
    for folder in Checkout.names("Examples") {
      let example = Example.all.first { $0.name == folder }
      let names = Checkout.names("Examples/\(folder)").filter { name in
        [".yaml", ".csv", ".json"].contains { name.hasSuffix($0) }
      }
      #expect(example?.files.map(\.name).sorted() == names.sorted(), "\(folder): run Scripts/examples")
      for file in example?.files ?? [] {
        #expect(Checkout.text("Examples/\(folder)/\(file.name)") == file.text, "\(file.name): run Scripts/examples")
      }
    }
    #expect(Example.all.map(\.name).sorted() == Checkout.names("Examples").sorted())
    for example in Example.all { #expect(example.sentence.hasSuffix("."), "\(example.name)") }
    for example in Example.all {
      #expect(example.commands.contains("ouzel check \(example.name).yaml"), "\(example.name)")
    }
    #expect(Example.all.first { $0.name == "orders" }?.commands.first?.hasPrefix("ouzel generate orders") == true)
  }

  @Test("is written whole, and never over what is there, unless that is asked for")
  func isWritten() throws {
    let folder = TemporaryFolder()
    let example = try #require(Example.all.first { $0.name == "people" })
    #expect(InitCommand.write(example, into: folder.file("people"), isForced: false) == .done)
    let checked = CheckedConfiguration(
      [folder.file("people/people.yaml")], in: Surroundings(environment: [:], workingDirectory: folder.path))
    #expect(checked.told == "" && checked.plan?.pipelines.count == 1)
    let path = folder.write("mine", to: "people/people.csv")
    let text = { String(decoding: (try? FileAccess.disk.read(path)) ?? [], as: UTF8.self) }
    #expect(InitCommand.write(example, into: folder.file("people"), isForced: false) == .usage)
    #expect(text() == "mine")
    #expect(InitCommand.write(example, into: folder.file("people"), isForced: true) == .done)
    #expect(text().hasPrefix("id,name"))
  }

  @Test("from what is there already is for later, and refused by name")
  func isLater() {
    let problem = #expect(throws: UsageProblem.self) { try Arguments(["--from", "x.py"], for: InitCommand.self) }
    #expect(problem?.message == "`--from` is not in this build yet")
  }
}

import Configuration
import Specifications
import TestSupport
import Testing

@testable import OuzelCLI

/// The schema for editors, in the eyes of a validator that isn't ours.
@Suite("The schema for editors") struct SchemaTests {
  private static let hasJudge: Bool = {
    let folder = TemporaryFolder()
    return OtherProgram("python3")?.run("-c 'import jsonschema'", in: folder).isRight ?? false
  }()

  /// Mistakes that a shape alone gives away.
  private static let mistakes: Set<Int> = [
    1, 2, 6, 7, 9, 11, 13, 14, 15, 16, 17, 21, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 47, 48, 49, 51, 52,
    54,
    57, 63, 64, 65, 66, 68, 70, 72, 74, 76, 82, 83, 84, 93, 94, 95, 96,
  ]

  /// A tree as YAML 1.2's core schema has it.
  private func json(_ node: Node) -> JSONTree {
    switch node.value {
    case .null: return .number("null")
    case .sequence(let items): return .list(items.map(json))
    case .mapping(let entries): return .block(entries.map { ($0.name, json($0.value)) })
    case .scalar(let scalar):
      let text = scalar.asWritten
      guard scalar.isPlain, !scalar.isFilledIn else { return .text(text) }
      if ["true", "True", "TRUE"].contains(text) { return true }
      if ["false", "False", "FALSE"].contains(text) { return false }
      if Int(text) != nil { return .number(text.hasPrefix("+") ? String(text.dropFirst()) : text) }
      if let number = Double(text), number.isFinite, text.first?.isLetter == false { return .number("\(number)") }
      return .text(text)
    }
  }

  /// A file as it stands, before anything of it is written out; nil where it is no YAML.
  private func document(_ text: String) -> JSONTree? {
    var (problems, texts) = (Problems(), SourceTexts())
    let surroundings = Surroundings(environment: [:], workingDirectory: "/w")
    let file = ConfigurationFile.parse(text, file: "f.yaml", in: surroundings, problems: &problems, texts: &texts)
    return file.map { json($0.root) }
  }

  @Test(
    "takes every configuration that this build runs, and refuses what a shape alone gives away",
    .enabled(if: hasJudge, "Python's jsonschema is not installed: pip install -r Tests/requirements.txt"))
  func isJudged() throws {
    var documents: [(name: String, value: JSONTree, isRight: Bool)] = []
    for block in DocumentedBlock.all where !block.isSketch && block.told().plan != nil {
      documents.append((block.name, try #require(document(block.text)), true))
    }
    #expect(documents.count >= 2)
    for (cron, isRight) in [("*/15 * * * *", true), ("@hourly", true), ("*/15 * * *", false)] {
      let text = """
        pipelines:
          load:
            source: { stdin: { format: csv } }
            sink: { stdout: { format: json } }
            schedule: { cron: "\(cron)" }
        """
      documents.append((cron, try #require(document(text)), isRight))
    }
    for file in MistakeFileTests.files {
      guard let number = Int(file.prefix(3)), Self.mistakes.contains(number) else { continue }
      let text = try #require(Checkout.text("Tests/Configuration/Mistakes/\(file)"))
      documents.append((file, try #require(document(text)), false))
    }
    #expect(documents.count >= Self.mistakes.count)
    let cases = documents.map { JSONTree.list([.text($0.name), $0.value, .flag($0.isRight)]) }
    let folder = TemporaryFolder()
    folder.write(ConfigurationSchema(.all).text, to: "schema.json")
    folder.write(JSONTree.list(cases).written(), to: "cases.json")
    folder.write(
      """
      import json, jsonschema
      schema = json.load(open("schema.json"))
      jsonschema.Draft7Validator.check_schema(schema)
      judge = jsonschema.Draft7Validator(schema)
      for name, value, is_right in json.load(open("cases.json")):
          errors = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in judge.iter_errors(value)]
          if is_right and errors: print(name, "is refused:", errors[:3])
          if not is_right and not errors: print(name, "is taken")
      print("judged")
      """, to: "judge.py")
    let (text, isRight) = try #require(OtherProgram("python3")).run("judge.py", in: folder)
    #expect(isRight && text == "judged\n", "\(text)")
  }

  @Test("has every option with its sentence, and nothing of a later build")
  func isWhole() {
    let text = ConfigurationSchema(.all).text
    for topic in Topic.all where topic.noun == "option" {
      #expect(text.contains("\"\(topic.name)\": {"), "\(topic.path)")
    }
    #expect(!text.contains("\"kafka\""))
  }
}

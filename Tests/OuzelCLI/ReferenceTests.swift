import Columns
import Configuration
import Engine
import Specifications
import TestSupport
import Testing

@testable import OuzelCLI

@Suite("The reference") struct ReferenceTests {
  /// Every block of the language, each with the path under which it stands.
  private static let blocks: [Specification] = {
    var (all, names): ([Specification], Set<String>) = ([], [])
    func visit(_ block: Specification) {
      guard names.insert("\(block.name) \(block.sentence) \(block.options.map(\.name))").inserted else { return }
      all.append(block)
      for option in block.options { visit(option.shape) }
    }
    func visit(_ shape: ValueShape) {
      switch shape {
      case .block(let block), .oneOption(let block), .partOf(let block): visit(block)
      case .list(let item), .oneOrMore(let item), .map(let item): visit(item)
      case .kinds(let kinds), .tagged(_, let kinds): for kind in kinds { visit(kind) }
      case .kindsBeside(let block, let kinds): for block in [block] + kinds { visit(block) }
      case .either(let shapes): for shape in shapes { visit(shape) }
      case .any, .text, .anyText, .boolean, .integer, .number, .matching, .choice: break
      }
    }
    visit(Registry.all.configuration)
    return all
  }()

  /// What is said of a text that is read as the value of an option.
  private func problems(of option: any AnyOption, written text: String) -> String {
    var (problems, texts) = (Problems(), SourceTexts())
    let surroundings = Surroundings(environment: ["PASSWORD": "x"], workingDirectory: "/w")
    let file = ConfigurationFile.parse(text, file: "f.yaml", in: surroundings, problems: &problems, texts: &texts)
    guard let entries = file?.root.entries, entries.count == 1 else { return "it is not one option: \(text)" }
    _ = Specification("block", "A block.", options: [option]).read(
      file?.root ?? [:], in: surroundings.context, problems: &problems)
    return problems.rendered(with: texts)
  }

  @Test("every option's example and default can be read, and its sentence is one")
  func examples() {
    #expect(Self.blocks.count >= 15)
    for block in Self.blocks {
      #expect(block.sentence.hasSuffix("."), "\(block.name)")
      for option in block.options {
        #expect(option.sentence.hasSuffix("."), "\(block.name).\(option.name)")
        // Where a pipeline is sketched only, `…` stands in it.
        if option.example.contains("…") { continue }
        let told = problems(of: option, written: option.example)
        #expect(told.isEmpty || option.isSecret, "\(block.name).\(option.name): \(told)")
        guard let text = option.defaultText, !option.isRequired else { continue }
        let ofDefault = problems(of: option, written: "\(option.name): \(text)")
        #expect(ofDefault.isEmpty, "\(block.name).\(option.name): \(ofDefault)")
      }
    }
  }

  @Test("every option tells editors the shape of its value")
  func shapes() {
    for block in Self.blocks {
      // A field's default is of the field's type.
      for option in block.options where option.name != "default" {
        if case .any = option.shape { Issue.record("\(block.name).\(option.name) has no shape") }
      }
    }
  }

  @Test("every topic is found by its path, and near names help on a miss")
  func explained() throws {
    for topic in Topic.all { #expect(throws: Never.self) { try Explanation.find(topic.path).get() } }
    #expect(try Explanation.find("batch.records").get().contains("default  8192"))
    #expect(try Explanation.find("table.mode").get().contains("`append` or `upsert`"))
    #expect(try Explanation.find("bigint").get().hasPrefix("int64: type"))
    #expect(try Explanation.find("field").get().contains("field.required"))
    for (what, parts) in [
      "contract": ["by", "map", "otherwise", "key", "unknown", "violation", "extends"],
      "contracts": ["fields", "key", "extends"], "sinks": ["when", "steps"],
      "tests": ["name", "now", "in", "out", "dead_letters", "filtered"], "tests.in": ["value", "raw", "headers"],
      "table.key": ["partition", "clustering"], "topic.from": ["offsets"], "contract.fields": ["formats", "write"],
      "defaults": ["retry"],
    ] {
      let lines = try Explanation.find(what).get().split(separator: "\n")
      for part in parts { #expect(lines.contains { $0.hasPrefix("    \(part) ") }, "\(what): \(part)") }
    }
    #expect(try Explanation.find("contract.fields.formats").get().contains("epoch_ms"))
    #expect(try Explanation.find("contracts.extends").get().hasPrefix("contract.extends: option"))
    #expect(try Explanation.find("defaults.retry.base").get().hasPrefix("retry.base: option"))
    #expect(try Explanation.find("sinks.table.mode").get().hasPrefix("sink.table.mode: option"))
    #expect(try Explanation.find("dead_letters.keep").get().hasPrefix("dead_letters.keep: option"))
    #expect(try Explanation.find("stop_above.share").get().hasPrefix("dead_letters.stop_above.share: option"))
    #expect(try Explanation.find("_key").get().contains("records of a topic have it"))
    #expect(try Explanation.find("_params").get().contains("not in this build yet"))
    #expect(throws: Explanation.Miss.self) { try Explanation.find("moed").get() }
    let miss = #expect(throws: Explanation.Miss.self) { try Explanation.find("delimeter").get() }
    #expect(miss?.message == "nothing is called `delimeter`; did you mean `delimiter`?")
    for group in Topic.Group.allCases { #expect(Explanation.contents.contains(group.rawValue.capitalizedFirst)) }
  }

  @Test("every type that a contract takes is explained")
  func types() {
    let known = Set(TypeNote.all.map(\.name))
    for type in TypeSpelling.types { #expect(known.contains(type.description), "\(type)") }
  }

  @Test("every code that a failure bears is explained, and no other")
  func codes() {
    var used: Set<String> = []
    func visit(_ folder: String) {
      for name in Checkout.names(folder) where name != "FailureCatalogue.swift" {
        let path = "\(folder)/\(name)"
        if !name.hasSuffix(".swift") {
          visit(path)
          continue
        }
        for part in (Checkout.text(path) ?? "").split(separator: "\"") where part.hasPrefix("OZ-") && part.count == 7 {
          used.insert(String(part))
        }
      }
    }
    visit("Sources")
    #expect(used.count >= 30)
    // The help's example names one too.
    #expect(Set(FailureCode.catalogue.map(\.code)) == used)
    #expect(Set(FailureCode.catalogue.map(\.code)).count == FailureCode.catalogue.count)
  }

  @Test("is written into Documentation/reference as it is declared")
  func isFresh() {
    let folder = "Documentation/reference"
    for page in ReferencePage.all {
      if Checkout.isUpdating { Checkout.write(page.text, to: "\(folder)/\(page.name)") }
      #expect(Checkout.text("\(folder)/\(page.name)") == page.text, "\(page.name) is stale: run Scripts/reference")
    }
    #expect(Set(Checkout.names(folder)) == Set(ReferencePage.all.map(\.name)))
  }
}

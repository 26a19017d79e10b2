import Columns
import Configuration
import Engine
import OuzelCLI
import Specifications
import TestSupport
import Testing

/// A block with a mistake, and what is to be said of it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let subject: Subject
  let block: String
  let message: String

  var testDescription: String { block }

  static let all: [Mistake] = Subject.all.flatMap { subject -> [Mistake] in
    let folder = TemporaryFolder()
    let mistakes = subject.isSink ? subject.sink(folder).mistakes : subject.source(folder).mistakes
    return mistakes.map { Mistake(subject: subject, block: $0.block, message: $0.message) }
  }

  /// What is wrong with how a configuration's mistake is told.
  func violations(writing block: String? = nil) -> [Violation] {
    let laboratory = Laboratory(subject)
    let written = block ?? self.block
    let text = laboratory.configuration(
      .small, source: subject.isSink ? nil : written, sink: subject.isSink ? written : nil)
    let (plan, problems, shown) = laboratory.plan(text)
    var wrong: [Violation] = []
    if plan != nil || !problems.hasErrors { wrong.append(Violation("the mistake passed")) }
    guard let problem = problems.all.first(where: { $0.sentence.contains(message) }) else {
      return wrong + [Violation("it says only: \(shown)")]
    }
    // The line that is shown is that of the block.
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(written) } ?? -1
    if problem.place.line != line + 1 || problem.place.column < 3 || !problem.place.file.hasSuffix("move.yaml") {
      wrong.append(Violation("it is placed at \(problem.place)"))
    }
    if !shown.contains(written) || !shown.contains("^") { wrong.append(Violation("the line isn't shown: \(shown)")) }
    return wrong
  }
}

@Suite("a connector's configuration") struct ConfigurationTests {
  @Test("that has a mistake is refused with its place, its line and a mend", arguments: Mistake.all)
  func mistakes(_ mistake: Mistake) { #expect(mistake.violations() == []) }

  @Test("that passes with a mistake is found", arguments: Subject.all)
  func accepted(_ subject: Subject) throws {
    let laboratory = Laboratory(subject)
    let mistake = try #require(Mistake.all.first { $0.subject.name == subject.name })
    let sound = subject.isSink ? laboratory.sink.block(key: laboratory.source.key) : laboratory.source.block(.small)
    #expect(!mistake.violations(writing: sound).isEmpty)
  }

  @Test("that has none makes a plan", arguments: Subject.all)
  func sound(_ subject: Subject) async throws {
    let laboratory = Laboratory(subject)
    let (plan, problems, shown) = laboratory.plan(laboratory.configuration(.small))
    #expect(plan != nil && problems.isEmpty, "\(shown)")
  }
}

@Suite("a secret option") struct SecretTests {
  static let secret = "correct-horse-battery"
  private static let user = Option(required: "user", .text, "Who asks.", example: "me")
  private static let hidden = Option(required: "password", .secret, "Who else asks.", example: "\"${PASSWORD}\"")
  private static let shown = Option(required: "passphrase_of", .text, "A text like others.", example: "x")

  /// A connection that answers nothing, with an option that is a secret or, by mistake, is none.
  private func connector(_ option: any AnyOption) -> Connector {
    Connector(
      connection: Specification("vault", "A made-up connection.", options: [Self.user, option]),
      sources: [
        SourceOffer(Specification("topic", "Nothing.", options: [TopicKind.connection])) { _, _ in nil }
      ])
  }

  /// All that a person is shown of a configuration with mistakes around the secret.
  private func shown(_ option: any AnyOption, _ line: String) -> [String] {
    let folder = TemporaryFolder()
    let text = "connections:\n  v: { type: vault, usr: me, \(line) }\npipelines: {}\n"
    folder.write(text, to: "vault.yaml")
    let surroundings = Surroundings(environment: [:], workingDirectory: folder.path)
    let tree = ConfigurationTree.load([folder.file("vault.yaml")], in: surroundings)
    var problems = tree.problems
    let plan = Plan.assemble(
      tree.root, home: tree.home, registry: Registry(connectors: [connector(option)], formats: []),
      context: surroundings.context, problems: &problems)
    return [problems.rendered(with: tree.texts), "\(String(describing: plan))"] + problems.all.map { "\($0)" }
  }

  @Test("is shown in no message, no line and no mirror")
  func isHidden() throws {
    let texts = shown(Self.hidden, "password: \(Self.secret)")
    #expect(texts[0].contains("`usr` is no option of vault"))
    #expect(!texts.contains { $0.contains(Self.secret) })
    var problems = Problems()
    let values = try #require(
      Specification("vault", "", options: [Self.hidden]).read(
        ["password": Node(Self.secret)], in: ReadingContext(workingDirectory: "/"), problems: &problems))
    var dumped = ""
    dump(values, to: &dumped)
    #expect(!dumped.contains(Self.secret) && !"\(values)".contains(Self.secret))
    #expect(values[Self.hidden].reveal() == Self.secret)
  }

  @Test("that isn't declared as one is found")
  func isDeclared() {
    #expect(shown(Self.shown, "passphrase_of: \(Self.secret)").contains { $0.contains(Self.secret) })
  }
}

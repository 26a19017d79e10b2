import Columns
import Configuration
import Contracts
import Engine
import Specifications
import State
import Telemetry

/// `ouzel dead-letters`
enum DeadLettersCommand: Command {
  static let name = "dead-letters"
  static let sentence = "shows the records that could not be processed, exports them, and sends them again"
  static let operands = "list [FILE…] | show NUMBER [FILE…] | export [FILE…] | redrive [NUMBER…] [FILE…]"
  static let operandCount = 1...1000
  static let operandWords = ["list", "show", "export", "redrive"]
  static let flags = [
    Flag(name: "pipeline", value: "NAME", sentence: "those of this pipeline alone"),
    Flag(
      name: "group", value: "NUMBER",
      sentence: "with `export` and `redrive`: those that failed in the same way as that letter, as `list` counts them"),
    Flag(
      name: "reveal", value: nil,
      sentence: "with `show` and `export`: the record too, though its contract has personal fields; who did so is noted"
    ),
    Flag(name: "all", value: nil, sentence: "with `redrive`: all letters"),
    Flag(name: "yes", value: nil, sentence: "with `redrive`: do without asking what would be asked"),
    Flag(
      name: "fail-on-dead-letters", value: nil, sentence: "with `redrive`: exit with 1 if a record failed again"),
    Flag(name: "output", value: "PATH", sentence: "with `export`: the file to write, instead of standard output"),
    Flag(name: "reveals", value: nil, sentence: "with `list`: who looked at which personal record, and when"),
  ]
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel dead-letters list orders.yaml", "how many there are, by pipeline and reason, and the total"),
    ("ouzel dead-letters show 17", "letter 17, with its original bytes, of the folder's only configuration"),
    ("ouzel dead-letters show 17 --reveal", "the same where records hold personal data; it is noted who looked"),
    ("ouzel dead-letters export --group 17 --output letters.jsonl", "all of that reason, as lines of JSON"),
    ("ouzel dead-letters redrive 17 23 --yes", "two letters once more, as the configuration is now"),
    ("ouzel dead-letters redrive --all orders.yaml", "all of them; what fails again stays, and says why"),
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    let operands = arguments.operands
    if let misuse = LetterFlags.misuse(of: flags.map(\.name).filter(arguments.has), with: operands[0]) {
      Terminal.error("ouzel dead-letters: \(misuse)")
      return .usage
    }
    switch operands[0] {
    case "list" where arguments.has("reveals"):
      return await with(Array(operands.dropFirst())) { (state, plan) throws(Failure) in
        try await listReveals(state, pipeline: arguments.value("pipeline"), plan)
      }
    case "list":
      return await with(Array(operands.dropFirst())) { (state, plan) throws(Failure) in
        let files = operands.dropFirst().map { " " + $0 }.joined()
        return try await list(state, pipeline: arguments.value("pipeline"), plan, files)
      }
    case "show":
      guard operands.count > 1, let number = Int64(operands[1]) else {
        Terminal.error("ouzel dead-letters: `show` wants the number of a letter; `list` tells them")
        return .usage
      }
      let isRevealed = arguments.has("reveal")
      let files = operands.dropFirst(2).map { " " + $0 }.joined()
      return await with(Array(operands.dropFirst(2))) { (state, plan) throws(Failure) in
        try await show(state, number, isRevealed: isRevealed, plan, files)
      }
    case "export":
      return await with(Array(operands.dropFirst())) { (state, plan) throws(Failure) in
        guard let choice = await choice(arguments, state, plan) else { return .usage }
        return try await export(
          state, choice, isRevealed: arguments.has("reveal"), to: arguments.value("output"))
      }
    case "redrive": return await redrive(arguments)
    default:
      Terminal.error("ouzel dead-letters: `\(operands[0])` is none of \(enumeration(of: operandWords))")
      return .usage
    }
  }

  private static func with(
    _ files: [String], _ body: (StateDatabase?, Plan) async throws(Failure) -> ExitCode
  ) async -> ExitCode {
    guard let loaded = LoadedPlan(files) else { return .usage }
    let folder = StateFolder(loaded.plan.state)
    do throws(Failure) {
      return try await body(folder.hasDatabase ? folder.database() : nil, loaded.plan)
    } catch {
      Terminal.error("ouzel dead-letters: \(error)")
      return .unconnected
    }
  }

  private static func redrive(_ arguments: Arguments) async -> ExitCode {
    let operands = arguments.operands.dropFirst()
    let numbers = operands.prefix { Int64($0) != nil }.compactMap { Int64($0) }
    let files = Array(operands.dropFirst(numbers.count))
    let ways = [!numbers.isEmpty, arguments.has("group"), arguments.has("all")].count { $0 }
    if ways > 1 {
      Terminal.error("ouzel dead-letters: `redrive` wants numbers of letters, `--group NUMBER` or `--all`: one of them")
      return .usage
    }
    guard let loaded = LoadedPlan(files) else { return .usage }
    let folder = StateFolder(loaded.plan.state)
    do throws(Failure) {
      guard folder.hasDatabase else {
        Terminal.error("there is no dead letter")
        return .done
      }
      let state = try folder.database()
      guard var choice = await choice(arguments, state, loaded.plan) else { return .usage }
      if !numbers.isEmpty { choice.numbers = numbers }
      let redriving = Redriving(
        loaded, state, ways == 0 ? nil : choice, isGranted: arguments.has("yes"),
        failsOnLetters: arguments.has("fail-on-dead-letters"), files: files.map { " " + $0 }.joined())
      let code = try await redriving.run()
      await state.close()
      return code
    } catch {
      Terminal.error("ouzel dead-letters: \(error)")
      return .unconnected
    }
  }

  /// The letters that the command line means; nil where it means none, which was told.
  private static func choice(
    _ arguments: Arguments, _ state: StateDatabase?, _ plan: Plan
  ) async -> LetterChoice? {
    var choice = LetterChoice(pipeline: arguments.value("pipeline"))
    if let text = arguments.value("group") {
      guard let number = Int64(text) else {
        Terminal.error("ouzel dead-letters: `--group` wants the number of a letter; `list` tells them")
        return nil
      }
      choice.group = number
    }
    if let unknown = unknown(choice.pipeline, plan) {
      Terminal.error("ouzel dead-letters: \(unknown)")
      return nil
    }
    return choice
  }

  private static func list(
    _ state: StateDatabase?, pipeline: String?, _ plan: Plan, _ files: String
  ) async throws(Failure) -> ExitCode {
    let overview = try await state?.overview(pipeline: pipeline) ?? LetterOverview(groups: [])
    if overview.groups.isEmpty, let unknown = unknown(pipeline, plan) {
      Terminal.error("ouzel dead-letters: \(unknown)")
      return .usage
    }
    for group in overview.groups {
      Terminal.out(text(of: group, plan, files))
    }
    Terminal.out("\(overview.total.grouped) dead \(overview.total == 1 ? "letter" : "letters")")
    return .done
  }

  /// What is told of a group. A message may show what stood in a record, which no terminal is to obey.
  static func text(of group: LetterGroup, _ plan: Plan, _ files: String) -> String {
    Terminal.printable(
      """
      \(group.count.grouped.paddedLeft(to: 9))  \(owner(group.pipeline, group.sink, group.stage, plan)) · \(group.stage) · \(group.shape)
                 first: `ouzel dead-letters show \(group.first)\(files)` \(group.line.map { "· line \($0) " } ?? "")· \(group.example)
      """)
  }

  /// What is told of a letter before its record.
  static func text(of letter: StoredLetter, _ plan: Plan) -> String {
    Terminal.printable(
      """
      letter         \(letter.id)
      pipeline       \(owner(letter.pipeline, letter.sink, letter.stage, plan))
      lane           \(letter.lane.name)
      position       \(letter.position)\(letter.line.map { ", line \($0)" } ?? "")
      failed at      \(letter.stage)
      because        \(letter.message)
      configuration  \(letter.configurationHash.prefix(12))
      """)
  }

  /// A pipeline, with the sink where it has several: one that is alone is called `sink`. What failed before the sinks
  /// part is kept with the first of them, and isn't told as its own.
  static func owner(_ pipeline: String, _ sink: String, _ stage: String, _ plan: Plan) -> String {
    let known = plan.pipelines.first { $0.name == pipeline }
    let describesSink = known?.contracts.contains(where: \.describesSink) ?? false
    let isOwn = LetterScope.isOwn(stage, of: sink, describesSink: describesSink)
    let isCommon = known?.sinks.first?.name == sink && !isOwn
    return sink == "sink" || isCommon ? pipeline : "\(pipeline) → \(sink)"
  }

  /// What is wrong where a pipeline is asked for that the plan doesn't have; nil where it has it, or had it once.
  static func unknown(_ pipeline: String?, _ plan: Plan) -> String? {
    guard let pipeline, !plan.pipelines.contains(where: { $0.formerNames.contains(pipeline) }) else { return nil }
    do throws(UsageProblem) {
      _ = try plan.pipelines(named: [pipeline])
      return nil
    } catch {
      return error.message
    }
  }

  private static func listReveals(
    _ state: StateDatabase?, pipeline: String?, _ plan: Plan
  ) async throws(Failure) -> ExitCode {
    let reveals = (try await state?.reveals() ?? []).filter { pipeline == nil || $0.pipeline == pipeline }
    if reveals.isEmpty, let unknown = unknown(pipeline, plan) {
      Terminal.error("ouzel dead-letters: \(unknown)")
      return .usage
    }
    for reveal in reveals {
      let time = Moment(microseconds: reveal.time * 1_000_000)
      Terminal.out("\(time)  letter \(reveal.letter) of \(reveal.pipeline), to \(reveal.user)")
    }
    Terminal.out("\(reveals.count.grouped) \(reveals.count == 1 ? "reveal" : "reveals")")
    return .done
  }

  private static func show(
    _ state: StateDatabase?, _ number: Int64, isRevealed: Bool, _ plan: Plan, _ files: String
  ) async throws(Failure) -> ExitCode {
    guard let state, let letter = try await state.letter(number) else {
      Terminal.error("ouzel dead-letters: there is no letter \(number); `list` tells which there are")
      return .usage
    }
    if letter.isPersonal && isRevealed { try await Revealing.note([letter], in: state) }
    Terminal.out(text(of: letter, plan))
    if letter.isPersonal && !isRevealed {
      Terminal.out(
        """
        length         \(Int(letter.length).grouped) bytes

        The record isn't shown, since its contract has personal fields.
        `ouzel dead-letters show \(letter.id)\(files) --reveal` shows it, and notes who looked.
        """)
      return .done
    }
    if let key = letter.key {
      Terminal.out("key            \(Terminal.printable(String(decoding: key, as: UTF8.self)))")
    }
    if !letter.headers.isEmpty { Terminal.out("headers        \(Terminal.printable(letter.headers))") }
    if let sha256 = letter.sha256 {
      Terminal.out("length         \(Int(letter.length).grouped) bytes, sha256 \(sha256); here are the first")
    }
    Terminal.out("")
    // A terminal would obey what a record says to it; anything else gets the bytes as they are.
    if Terminal.showsOutput {
      Terminal.out(Terminal.printable(String(decoding: letter.bytes, as: UTF8.self)))
    } else {
      _ = unsafe letter.bytes.withUnsafeBytes { unsafe Terminal.write($0, to: 1) }
      Terminal.out("")
    }
    return .done
  }
}

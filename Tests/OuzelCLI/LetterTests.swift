@testable import Configuration
import Engine
import Testing

@testable import OuzelCLI
@testable import State

@Suite("Dead letters, as they are shown") struct LetterTests {
  @Test("what stood in a record commands no terminal")
  func hostileMessages() {
    let message = "«\u{1b}]0;owned\u{7}\u{9b}2J» is no number"
    let letter = StoredLetter(
      id: 7, pipeline: "p", sink: "s", lane: LaneID(name: "a\u{1b}[1m", identity: ""), position: Position(message: 3),
      bytes: [], length: 0, sha256: nil, key: nil, headers: "", stage: "decode", message: message, time: nil,
      configurationHash: "abc", keptAt: 0, isPersonal: false)
    let group = LetterGroup(
      pipeline: "p", sink: "s", stage: "decode", shape: "«…»", count: 2, first: 7, example: message)
    let plan = Plan(state: "")
    for text in [DeadLettersCommand.text(of: letter, plan), DeadLettersCommand.text(of: group, plan, " c.yaml")] {
      let commands = text.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
      #expect(commands.isEmpty)
      #expect(text.contains("«\\u{1b}]0;owned\\u{7}\\u{9b}2J» is no number"), "\(text)")
    }
  }
}

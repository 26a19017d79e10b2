import Patterns
import Testing

@Suite("Patterns")
struct PatternTests {
  @Test(
    "a pattern is found where Perl would find it",
    arguments: [
      ("b(x)?", "abc", ["b", nil]), ("^.$", "é", ["é"]),
      ("(?<year>[0-9]{4})-([0-9]+)", "in 2018-06", ["2018-06", "2018", "06"]),
      ("", "abc", [""]), ("x*", "", [""]), ("a$", "a", ["a"]), ("[.][^.]*$", "a.b.csv", [".csv"]),
    ] as [(String, String, [String?])])
  func found(_ pattern: String, _ text: String, _ groups: [String?]) throws {
    var matcher = PatternMatcher(try Pattern(pattern))
    #expect(matcher.found(in: text) == groups)
  }

  @Test(
    "a pattern isn't found where it doesn't match",
    arguments: [
      ("x", "abc"), ("^b", "a\nb"), ("a.b", "a\nb"), ("a$", "a\n"), ("\\d", "٣"), ("\\w", "É"), ("A", "a"),
    ])
  func absent(_ pattern: String, _ text: String) throws { #expect(try Pattern(pattern).match(text) == .absent) }

  @Test(
    "options change what a pattern means",
    arguments: [
      ("É", "é", .ignoringCase), ("a.b", "a\nb", .dotMeansAll), ("a.(", "xa.(x", .isLiteral),
      ("A.(", "xa.(x", [.isLiteral, .ignoringCase]),
      ("a|ab", "ab", .wholeText),
    ] as [(String, String, Pattern.Options)])
  func options(_ pattern: String, _ text: String, _ options: Pattern.Options) throws {
    #expect(try Pattern(pattern, options).match(text) == .found)
  }

  @Test("a pattern of the whole text doesn't match a part")
  func wholeText() throws {
    let pattern = try Pattern("b+", .wholeText)
    #expect(pattern.match("bbb") == .found)
    #expect(pattern.match("abb") == .absent)
    #expect(pattern.match("bba") == .absent)
  }

  @Test("a pattern of the whole text doesn't match a later part of a long text", arguments: [511, 512, 600, 5000])
  func wholeLongText(_ length: Int) throws {
    let pattern = try Pattern("[a-z]+", .wholeText)
    let text = String(repeating: "a", count: length)
    #expect(pattern.match(text) == .found)
    #expect(pattern.match("!" + text) == .absent)
    #expect(pattern.match(text + "!") == .absent)
  }

  @Test(
    "a mistake says what is wrong and where",
    arguments: [
      ("a(b", "missing closing parenthesis", 3), ("a**+*", "quantifier does not follow a repeatable item", 2),
      ("[z-a]", "range out of order in character class", 3), ("\\C", "using \\C is disabled by the application", 2),
    ])
  func mistakes(_ pattern: String, _ message: String, _ offset: Int) {
    let problem = #expect(throws: PatternProblem.self) { try Pattern(pattern) }
    #expect(problem?.message == message)
    #expect(problem?.offset == offset)
  }

  @Test("a text is looked through from a place on")
  func fromAPlace() throws {
    var matcher = PatternMatcher(try Pattern("(?<=é)a"))
    #expect(matcher.found(in: "éaa", from: 2) == ["a"])
    #expect(matcher.found(in: "éaa", from: 3) == nil)
  }

  @Test("a match far into a long text is found, whatever characters lie where the search pauses")
  func longTexts() throws {
    for filling in ["x", "é", "€", "😀"] {
      for length in [200, 511, 512, 513, 600, 3000] {
        let text = String(repeating: filling, count: length) + "needle"
        var matcher = PatternMatcher(try Pattern("n(ee)dle$"))
        #expect(matcher.found(in: text) == ["needle", "ee"], "\(filling) \(length)")
        #expect(try Pattern("needles").match(text) == .absent)
        #expect(try Pattern("^n").match(text) == .absent)
        #expect(try Pattern("$").match(text) == .found)
      }
    }
  }

  @Test(
    "a pattern that would take for ever is given up",
    arguments: [
      ("^(a+)+$", 40), ("(a*)*[bc]", 60), ("(a+a+)+[xy]", 50), ("(.*)(.*)(.*)(.*)(.*)(.*)[xy]", 2_000),
      (".*.*.*.*=[^!]", 5_000), ("(a|a?)+$", 100_000), ("(?:a.*)+?[0-9]", 3_000_000),
    ])
  func neverHangs(_ pattern: String, _ length: Int) throws {
    let text = String(repeating: "a", count: length) + "=!"
    #expect(try Pattern(pattern).match(text) == .limitReached)
  }

  @Test("a deep pattern gets the room that it needs")
  func deep() throws {
    let text = String(repeating: "ab", count: 10_000)
    #expect(try Pattern("^(?:(a)|(b))*$").match(text) == .found)
  }

  @Test("many threads match one pattern at once")
  func threads() async throws {
    let pattern = try Pattern("([0-9]+)-([0-9]+)")
    await withTaskGroup(of: Bool.self) { group in
      for thread in 0..<8 {
        group.addTask {
          var matcher = PatternMatcher(pattern)
          return (0..<500).allSatisfy {
            matcher.found(in: "a \(thread)-\($0)") == ["\(thread)-\($0)", "\(thread)", "\($0)"]
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test("two patterns are equal if they say the same")
  func equality() throws {
    #expect(try Pattern("a") == Pattern("a"))
    #expect(try Pattern("a") != Pattern("a", ignoringCase: true))
  }
}

extension PatternMatcher {
  /// What the whole match and each group hold; nil if the pattern isn't found.
  mutating func found(in text: String, from start: Int = 0) -> [String?]? {
    let bytes = Array(text.utf8)
    guard unsafe bytes.withUnsafeBytes({ unsafe match($0, from: start) }) == .found else { return nil }
    return (0...pattern.groupCount).map { group in
      range(of: group).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
  }
}

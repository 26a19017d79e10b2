import Configuration
import Specifications
import TestSupport
import Testing

@Suite("YAML")
struct YAMLTests {
  @Test(
    "a text becomes its tree",
    arguments: [
      ("a: no\nb: yes\nc: on\nd: 0x1F\n", "{a: no, b: yes, c: on, d: 0x1F}"),
      (
        "a: ~\nb: null\nc: NULL\nd:\ne: 'null'\nf: !!str null\n",
        "{a: null, b: null, c: null, d: null, e: \"null\", f: null}"
      ),
      ("a: [x, 'it''s', \"q\\\"\\u00e9\\n\"]", #"{a: [x, "it\'s", "q\"é\n"]}"#),
      ("a: |\n  one\n    two\nb: >\n  three\n  four\n\n  five\n", #"{a: "one\n  two\n", b: "three four\nfive\n"}"#),
      ("a: x # comment\nb: x#y\n", "{a: x, b: x#y}"),
      ("x: &a {p: 1, q: 2}\ny: *a\n", "{x: {p: 1, q: 2}, y: {p: 1, q: 2}}"),
      ("x: &a {p: 1, q: 2}\ny:\n  <<: *a\n  q: 3\n", "{x: {p: 1, q: 2}, y: {q: 3, p: 1}}"),
      ("a: &a {p: 1}\nb: &b {p: 2, q: 2}\nc: {<<: [*a, *b]}\n", "{a: {p: 1}, b: {p: 2, q: 2}, c: {p: 1, q: 2}}"),
      ("? a b\n: c\n", "{a b: c}"),
      ("%YAML 1.2\n---\na: 1\n...\n", "{a: 1}"),
      ("\u{FEFF}a: 1", "nothing"),
      ("", "null"),
      ("# nothing\n", "null"),
      ("- a\n- - b\n  - c\n", "[a, [b, c]]"),
      ("a: {x: , y: {}}", "{a: {x: null, y: {}}}"),
      (
        "{\n\t\"a\": [1, -2.5e3, true, null, \"x\"],\n\t\"b\": {\"c\":\"\"}\n}",
        "{a: [1, -2.5e3, true, null, \"x\"], b: {c: \"\"}}"
      ),
      (#"{"smile": "\ud83d\ude00", "path": "a\/b", "no": "\\ud83d"}"#, #"{smile: "😀", path: "a/b", no: "\\ud83d"}"#),
    ])
  func tree(text: String, wanted: String) { #expect(outline(read(text).root) == wanted) }

  @Test("each piece of a text knows its place, across escapes, folds and line ends")
  func piecePlaces() {
    let text = """
      plain: one
        two
      single: 'it''s'
      double: "a\\tb \\
        c"
      literal: |
        x
          y
      folded: >
        größe > 1
        and z
      """
    let wanted = [
      #""one " 1:8"#, #""two" 2:3"#, #""it\'" 3:10"#, #""s" 3:14"#, #""a\t" 4:10"#, #""b " 4:13"#,
      #""c" 5:3"#, #""x\n" 7:3"#, #""  " 8:1"#, #""y\n" 8:5"#, #""größe > 1 " 10:3"#, #""and z" 11:3"#,
    ]
    #expect(places(read(text).root) == wanted)
    let windows = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    let starts = wanted.map { $0.split(separator: " ").last }
    #expect(
      places(read(windows).root).filter { !$0.hasPrefix(#""\n""#) }.map { $0.split(separator: " ").last } == starts)
  }

  @Test("aliases can't make more of a file than it could hold itself")
  func laughs() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let many = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(many)]\n"
    }
    let (root, problems) = read(text)
    #expect(root == nil)
    #expect(
      problems.hasPrefix("f.yaml:6:10: error: aliases make more than 200000 values of this file\n"), "\(problems)")
  }

  @Test("blocks can't be nested without end")
  func depth() {
    let (root, problems) = read(String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000))
    #expect(root == nil)
    #expect(problems.hasPrefix("f.yaml:1:101: error: blocks are nested more than 100 deep\n"), "\(problems)")
  }

  @Test(
    "no text, however broken, brings the reader down, and its problems stand within it",
    arguments: [1, 2, 3] as [UInt64])
  func brokenTexts(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let sound = """
      x: &base { user: ada, password: "${file:pw}", list: [a, 'b', "c\\n"] }
      y:
        <<: *base
        text: |
          select ${NAME:-x} from 'größe'
        more: decimal(12,2)
      """
    let parts = Array("{}[]:,&*!|>'\"%@`#-? \n\t$\\<()\u{0}é\r~".unicodeScalars)
    for round in 0..<1500 {
      var letters = Array(sound.unicodeScalars)
      for _ in 0...Int.random(in: 0...4, using: &random) {
        let index = Int.random(in: 0..<letters.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: letters.remove(at: index)
        case 1: letters.insert(parts.randomElement(using: &random) ?? " ", at: index)
        default: letters[index] = parts.randomElement(using: &random) ?? " "
        }
      }
      let text = String(String.UnicodeScalarView(letters))
      var (problems, texts) = (Problems(), SourceTexts())
      let file = ConfigurationFile.parse(
        text, file: "f.yaml", in: madeUp(["/w/pw": "s3cret"]), problems: &problems, texts: &texts)
      #expect(file != nil || problems.hasErrors, "seed \(seed), round \(round): \(text)")
      #expect(!problems.rendered(with: texts).contains("s3cret"), "seed \(seed), round \(round): \(text)")
      let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
      for problem in problems.all {
        let isInside = (1...lines.count + 1).contains(problem.place.line) && problem.place.column >= 1
        #expect(isInside, "seed \(seed), round \(round), \(problem.place): \(text)")
      }
    }
  }
}

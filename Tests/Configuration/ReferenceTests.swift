import Configuration
import Specifications
import Testing

private let surroundings = madeUp(
  ["/w/pw": "s3cret\n", "/w/secrets/two": "a\nb\n\n", "/w/empty": ""],
  environment: ["KAFKA": "h:1", "EMPTY": "", "TRICK": "x: {y: [1\n- z"])

@Suite("References")
struct ReferenceTests {
  @Test(
    "a reference brings its value, which never becomes structure",
    arguments: [
      ("a: ${KAFKA}", "h:1"), ("a: \"${KAFKA}/x\"", "h:1/x"), ("a: '${KAFKA}${KAFKA}'", "h:1h:1"),
      ("a: ${NONE:-h:9}", "h:9"), ("a: ${KAFKA:-h:9}", "h:1"), ("a: ${EMPTY:-x}", "x"), ("a: \"[${EMPTY}]\"", "[]"),
      ("a: \"${NONE:-}\"", ""), ("a: $${KAFKA}", "${KAFKA}"), ("a: $$${KAFKA}", "$${KAFKA}"),
      ("a: costs $5 {x}", "costs $5 {x}"),
      ("a: ${file:pw}", "s3cret"), ("a: ${file:/w/secrets/two}", "a\nb"), ("a: \"${file:empty}\"", ""),
      ("a: ${TRICK}", "x: {y: [1\n- z"), ("a: |\n  x ${KAFKA}\n  y\n", "x h:1\ny\n"),
    ])
  func values(text: String, wanted: String) {
    let (root, problems) = read(text, in: surroundings)
    #expect(root?["a"]?.text == wanted)
    #expect(problems == "")
  }

  @Test(
    "a reference without a value is told, once",
    arguments: [
      ("${NONE}", "the variable `NONE` is not set; set it, also in `.env`, or write `${NONE:-default}`"),
      ("${file:none}", "the file `none` can't be read: No such file or directory; put the value there"),
      (
        "${1}",
        "`${1}` is no reference; there are `${NAME}`, `${NAME:-default}` and `${file:PATH}`; `$${` is the text `${`"
      ),
      (
        "${A-b}",
        "`${A-b}` is no reference; there are `${NAME}`, `${NAME:-default}` and `${file:PATH}`; `$${` is the text `${`"
      ),
      ("${NONE", "`${` is never closed; write `$${` where it is meant as text"),
      ("${A:-${B}}", "`${A:-${B}}` holds another reference; a default is plain text"),

    ])
  func failures(written: String, sentence: String) {
    let count = Option(required: "count", .integer(in: 1...9), "How many.", example: "3")
    let block = Specification("block", "A block.", options: [count])
    var (problems, texts) = (Problems(), SourceTexts())
    let file = ConfigurationFile.parse(
      "count: \(written)", file: "f.yaml", in: surroundings, problems: &problems, texts: &texts)
    #expect(block.read(file?.root ?? [:], in: surroundings.context, problems: &problems) == nil)
    #expect(problems.all.map(\.sentence) == [sentence])
    #expect(problems.all.first?.place == Place(file: "f.yaml", line: 1, column: 8))
  }

  @Test("what a reference brought is shown by no message")
  func hidden() {
    let count = Option(required: "count", .integer(in: 1...9), "How many.", example: "3")
    let block = Specification("block", "A block.", options: [count])
    var (problems, texts) = (Problems(), SourceTexts())
    let file = ConfigurationFile.parse(
      "count: ${file:pw}", file: "f.yaml", in: surroundings, problems: &problems, texts: &texts)
    _ = block.read(file?.root ?? [:], in: surroundings.context, problems: &problems)
    #expect(
      problems.rendered(with: texts) == """
        f.yaml:1:8: error: `count` wants a whole number from 1 to 9, but is what `${file:pw}` stands for; for instance `count: 3`
        count: ${file:pw}
               ^~~~~~~~~~

        """)
  }

  @Test("a variable whose name begins like an item of `for_each` is as secret as any")
  func nearEach() {
    let surroundings = madeUp([:], environment: ["each_token": "hunter2", "each": "hunter3"])
    for written in ["${each_token}", "${each:-x}"] {
      let (root, problems) = read("a: ${NONE:-b}\nc: \(written)", in: surroundings)
      #expect(problems == "")
      #expect(root?["c"]?.scalar?.asWritten == written)
    }
  }

  @Test("the .env beside a file is read, and the environment wins")
  func dotEnv() {
    let text = """
      # settings
      A=one
      export B = "two # \\"three\\"\\n"
      C='it $s' # comment
      D=  spaced out   # comment
      E=
      KAFKA=other
      F=a#b

      """
    let surroundings = madeUp(
      [
        "/w/conf/f.yaml": "[\"${A}\", \"${B}\", \"${C}\", \"${D}\", \"${E}\", \"${KAFKA}\", \"${F}\"]",
        "/w/conf/.env": text,
      ],
      environment: ["KAFKA": "h:1"])
    var (problems, texts) = (Problems(), SourceTexts())
    let file = ConfigurationFile.load("conf/f.yaml", in: surroundings, problems: &problems, texts: &texts)
    #expect(file?.root.items?.map(\.text) == ["one", "two # \"three\"\n", "it $s", "spaced out", "", "h:1", "a#b"])
    #expect(problems.isEmpty)
  }

  @Test("a line of .env that sets nothing is told without being shown")
  func brokenDotEnv() {
    let surroundings = madeUp(["/w/f.yaml": "a: 1", "/w/.env": "A=1\nhunter2\nB=\"x\n9=1\nC=\"x\" y\n"])
    var (problems, texts) = (Problems(), SourceTexts())
    _ = ConfigurationFile.load("f.yaml", in: surroundings, problems: &problems, texts: &texts)
    let sentence =
      "error: this line sets no variable; write `NAME=value`, in quotes where the value has spaces at its ends, quotes or ` #`"
    #expect(
      problems.rendered(with: texts) == """
        .env:2:1: \(sentence)
        .env:3:1: \(sentence)
        .env:4:1: \(sentence)
        .env:5:1: \(sentence)

        """)
  }
}

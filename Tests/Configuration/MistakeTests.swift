import Configuration
import Specifications
import Testing

/// What is written, and what is said about it.
private struct Transcript: Sendable, CustomTestStringConvertible {
  let written: String
  let said: String
  var testDescription: String { written }

  init(_ written: String, _ said: String) {
    self.written = written
    self.said = said.isEmpty ? "" : said + "\n"
  }
}

@Suite("Mistakes in YAML")
struct MistakeTests {
  @Test(
    "a mistake is told with its place, its line and its mend",
    arguments: [
      Transcript(
        "a: 1\nb: 2\na: 3",
        """
        f.yaml:3:1: error: `a` is given twice; line 1 has it already
        a: 3
        ^
        """),
      Transcript(
        "a:\n\tb: 1",
        """
        f.yaml:2:1: error: YAML takes no tabs for indentation; use spaces
        \tb: 1
        ^
        """),
      Transcript(
        "fields: { total: decimal(12,2), b: text }",
        """
        f.yaml:1:18: error: the comma parts this value, since it stands in a block in one line; write `total: "decimal(12,2)"`
        fields: { total: decimal(12,2), b: text }
                         ^~~~~~~~~~~~~
        """),
      Transcript(
        "set: { key: coalesce(a, f(b, c)) }",
        """
        f.yaml:1:13: error: the comma parts this value, since it stands in a block in one line; write `key: "coalesce(a, f(b, c))"`
        set: { key: coalesce(a, f(b, c)) }
                    ^~~~~~~~~~~~~~~~~~~~
        """),
      Transcript(
        "types: [text, map<text,int64>]",
        """
        f.yaml:1:15: error: the comma parts this value, since it stands in a block in one line; write `"map<text,int64>"`
        types: [text, map<text,int64>]
                      ^~~~~~~~~~~~~~~
        """),
      Transcript(
        "fields: { x: struct<a: int32, b: text>, y: text }",
        """
        f.yaml:1:22: error: `: ` within a value makes a key of what stands before it; write `x: "struct<a: int32, b: text>"`
        fields: { x: struct<a: int32, b: text>, y: text }
                             ^
        """),
      Transcript(
        "filter: status = 'a: b'   # only these",
        """
        f.yaml:1:20: error: `: ` within a value makes a key of what stands before it; write `filter: "status = 'a: b'"`
        filter: status = 'a: b'   # only these
                           ^
        """),
      Transcript(
        "late: 'x' || name",
        """
        f.yaml:1:7: error: a value that begins with a quote ends with it, and more stands behind it; write `late: "'x' || name"`
        late: 'x' || name
              ^
        """),
      Transcript(
        "{ a: \"Total\" + 1, b: 2 }",
        """
        f.yaml:1:6: error: a value that begins with a quote ends with it, and more stands behind it; write `a: '"Total" + 1'`
        { a: "Total" + 1, b: 2 }
             ^
        """),
      Transcript(
        "bus: { brokers: ${KAFKA:-h}, tls: true }",
        """
        f.yaml:1:18: error: `${KAFKA:-h}` needs quotes in a block in one line; write "${KAFKA:-h}"
        bus: { brokers: ${KAFKA:-h}, tls: true }
                         ^
        """),
      Transcript(
        "path: *.csv",
        """
        f.yaml:1:7: error: a value that begins with `*` needs quotes; write `path: "*.csv"`
        path: *.csv
              ^
        """),
      Transcript(
        "path: *all",
        """
        f.yaml:1:7: error: nothing before this is named `&all`; write "*all" in quotes if it is meant as text
        path: *all
              ^~~~
        """),
      Transcript(
        "user: @ada",
        """
        f.yaml:1:7: error: a value that begins with `@` needs quotes; write `user: "@ada"`
        user: @ada
              ^
        """),
      Transcript(
        "filter: > 0",
        """
        f.yaml:1:9: error: a value that begins with `>` needs quotes; write `filter: "> 0"`
        filter: > 0
                ^
        """),
      Transcript(
        "a: \"open\nb: 1",
        """
        f.yaml:1:4: error: the quote that opens here is never closed; put the same quote at its end
        a: "open
           ^
        """),
      Transcript(
        "a: [1, 2\nb: 3",
        """
        f.yaml:2:2: error: a `,` or the `]` of what opens in line 1 is missing before this
        b: 3
         ^
        """),
      Transcript(
        "a: {b: 1}}",
        """
        f.yaml:1:10: error: this `}` closes nothing; leave it out
        a: {b: 1}}
                 ^
        """),
      Transcript(
        "a: 1\n  b: 2",
        """
        f.yaml:2:4: error: `b:` is read as going on with the line above; indent it like its neighbours, or end the line above with `:`
          b: 2
           ^
        """),
      Transcript(
        "a:\n    b: 1\n  c: 2",
        """
        f.yaml:3:3: error: this line is not indented like those it belongs to; begin it in the same column as its neighbours
          c: 2
          ^
        """),
      Transcript(
        "a: - b",
        """
        f.yaml:1:4: error: a list can't begin here; put each `- ` on a line of its own, or write `[a, b]`
        a: - b
           ^
        """),
      Transcript(
        ": a",
        """
        f.yaml:1:1: error: a key is missing before `:`
        : a
        ^
        """),
      Transcript(
        "a: !env HOME",
        """
        f.yaml:1:4: error: the tag `!env` means nothing here; quote a text that begins with `!`, and write references as `${NAME}`
        a: !env HOME
           ^
        """),
      Transcript(
        "a: {{ name }}",
        """
        f.yaml:1:5: error: a key is one word, and here a block or list stands in its place; write braces and brackets that are meant as text in quotes
        a: {{ name }}
            ^
        """),
      Transcript(
        "a: 1\n---\nb: 2",
        """
        f.yaml:2:1: error: a second document begins here, and a file holds one; put it into a file of its own
        ---
        ^
        """),
      Transcript(
        "a: \"\\d+\"",
        """
        f.yaml:1:5: error: this is no escape that YAML knows; write `\\\\` for a backslash, or use single quotes
        a: "\\d+"
            ^
        """),
      Transcript(
        "\"${TABLE}\": 1",
        """
        f.yaml:1:1: error: a key can't come from a reference; write the name itself
        "${TABLE}": 1
        ^~~~~~~~~~
        """),
      Transcript(
        "a: &a {x: 1}\nb: { <<: 3 }",
        """
        f.yaml:2:10: error: `<<` merges a block or a list of blocks; for instance `<<: *name`
        b: { <<: 3 }
                 ^
        """),
      Transcript(
        "{ user: ada, password: hunter2: x }",
        """
        f.yaml:1:31: error: `: ` within a value makes a key of what stands before it; put the whole value in quotes
        { user: ada, password: «secret» }
                               ^~~~~~~~
        """),
    ])
  private func told(transcript: Transcript) { #expect(read(transcript.written).problems == transcript.said) }
}

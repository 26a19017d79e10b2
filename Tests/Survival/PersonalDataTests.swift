import SQLiteClient
import TestSupport
import Testing

/// What is about a person is moved, and shown nowhere else: each value that is planted in a record holds `7741`.
@Suite("Personal data") struct PersonalDataTests {
  private static let mark = "7741"

  /// Fields that are about a person, of each kind of type.
  private static let fields = """
    n: int32
          email: { type: text, pii: true }
          again: { type: text, pii: true, also_named: [mail], pattern: "^[^7]*$" }
          born: { type: date, pii: true, formats: ["%d-%m-%Y"] }
          salary: { type: int32, pii: true, max: 1000 }
          amount: { type: "decimal(6,2)", pii: true }
          token: { type: uuid, pii: true }
          home: { type: "struct<street: text, number: int32>", pii: true }
          marks: { type: "list<int32>", pii: true }
          more: { type: "map<text,int32>", pii: true }
          state: { type: text, pii: true, one_of: [new], max_length: 30 }
          raw: { type: json, pii: true }
    """

  /// Records that break the contract, each in its own way.
  private static let records = [
    #"{"n":1,"again":"a7741@x"}"#, #"{"n":2,"mail":"7741"}"#, #"{"n":3,"born":"7741"}"#, #"{"n":4,"salary":7741}"#,
    #"{"n":5,"salary":"x7741"}"#, #"{"n":6,"amount":77417741.5}"#, #"{"n":7,"token":"7741"}"#,
    #"{"n":8,"home":{"street":"a","number":"x7741"}}"#, #"{"n":9,"home":"7741"}"#, #"{"n":10,"marks":[1,"x7741"]}"#,
    #"{"n":11,"more":{"k7741":"x7741"}}"#, #"{"n":12,"state":"x7741"}"#, #"{"n":13,"salary":99999997741}"#,
    #"{"n":14,"email":{"x":"7741"}"#, #"{"n":15,"email":"7741","email":"7741"}"#, #"{"n":16,"email":"7741"#,
    #"{"n":17,"email":"\q7741"}"#, #"{"n":18,"born":"31-02-7741"}"#, #"{"n":19,"marks":{"7741":1}}"#,
    #"{"n":20,"more":[7741]}"#, #"{"n":21,"home":{"street":[7741],"number":7741.5}}"#, #"["x7741"]"#, #"x7741"#,
    #"{"n":"x","email":"7741"}"#, #"{"n":25,"more":{"k7741":1,"k7741":2}}"#,
  ]

  /// Expressions of which each fails for the record that all of them get.
  private static let failing = [
    "cast(email as int32)", "cast(upper(email) as date)", "cast(again as timestamp)", "cast(email || again as uuid)",
    "salary * 10000000", "amount * amount * amount * amount * cast(amount as decimal(38,2)) * amount * amount * amount",
    "1 // (salary - 774)", "cast(salary as int8)", "strptime(email, '%Y')", "strptime('2020', again)",
    "cast(email as decimal(6,2))", "cast(email as bool)", "cast(email as json)",
    "cast(raw as list<int32>)", "cast(raw ->> 'a' as int32)", "regexp_matches('a', again)",
    "regexp_replace('a', email || '[', 'b')", "from_base64(email)", "unhex(email || 'zz')",
    "chr(salary * 10000)", "repeat(email, 2000000000)", "date_trunc(email, current_date)", "sqrt(0 - salary)",
    "ln(0 - salary)", "date_add(born, interval '1 year' * (salary * 1000))", "power(salary, 1000000)",
    "map([email, email], [1, 2])", "case when cast(email as bool) then 1 else 2 end",
    "coalesce(null, cast(email as int32))", "cast(greatest(email, again) as int32)", "email::int64",
    "cast(home.street as int32)", "cast(marks as list<int8>)", "cast(more as map<text,int8>)",
    "cast(cast(born as text) as int32)",
    "lpad(email, 2000000000, again)", "cast(reverse(email) as int32)",
  ]

  private static let person =
    #"{"n":1,"email":"ada7741","again":"[[","born":"01-02-1977","salary":774,"amount":7741.5,"token":"#
    + #""77417741-7741-7741-7741-774177417741","home":{"street":"s7741","number":7741},"marks":[7741],"more":{"k7741":7741},"#
    + #""state":"new","raw":{"a":"x7741"}}"#

  @Test("shows in nothing that a run says, in no dead letter that isn't revealed, and in no description")
  func isHidden() async throws {
    try await alone {
      let folder = TemporaryFolder()
      folder.write(Self.records.joined(separator: "\n") + "\n", to: "broken.json")
      folder.write(Self.person + "\n", to: "person.json")
      folder.write("7741,ada7741\n7742,bob7741\n", to: "no-header.csv")
      folder.write("n,email\n1,a7741,b7741\n2,\"7741\n", to: "broken.csv")
      // SQLite's own rules, with what they say.
      let connection = try Connection(opening: folder.file("made.db"))
      try connection.execute(
        """
        CREATE TABLE checked (n INTEGER, email TEXT CHECK (email NOT LIKE 'ada%'));
        CREATE TABLE once (n INTEGER, email TEXT UNIQUE); INSERT INTO once VALUES (0, 'ada7741');
        CREATE TABLE watched (n INTEGER, email TEXT);
        CREATE TRIGGER watch BEFORE INSERT ON watched BEGIN SELECT RAISE(ABORT, 'not 7741'); END;
        CREATE TABLE typed (n INTEGER, email INTEGER) STRICT;
        """)
      var pipelines = ""
      func add(_ name: String, source: String, contract: String = "person", steps: [String] = [], sink: String) {
        let list = steps.isEmpty ? "" : "\n    steps:" + steps.map { "\n      - \($0)" }.joined()
        pipelines += "\n  \(name):\n    source: \(source)\n    contract: \(contract)\(list)\n    sink: \(sink)"
      }
      let person = "{ files: { path: person.json, format: json } }"
      func table(_ name: String, _ more: String = "") -> String {
        "{ table: { connection: made, name: \(name)\(more) } }"
      }
      add("broken", source: "{ files: { path: broken.json, format: json } }", sink: table("people"))
      for (number, expression) in Self.failing.enumerated() {
        let text = expression.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        add(
          "e\(number)", source: person, steps: ["set: { made: \"\(text)\" }", "select: [n]"], sink: table("expressions")
        )
      }
      let steps = [
        "{ filter: \"cast(email as int32) > 0\" }", "{ cast: { email: int32 } }",
        "{ validate: { rule: \"email = again\" } }",
        "{ validate: { rule: \"cast(email as int32) = 1\" } }", "{ fill: { nothing: \"cast(email as int32)\" } }",
      ]
      for (number, step) in steps.enumerated() {
        add("s\(number)", source: person, steps: [step, "select: [n]"], sink: table("steps"))
      }
      add(
        "renamed", source: person, steps: ["rename: { email: x }", "cast: { x: int32 }", "select: [n]"],
        sink: table("steps"))
      add(
        "derived", source: person,
        steps: ["set: { a: lower(email), b: a || '!' }", "set: { c: \"cast(b as int32)\" }", "select: [n]"],
        sink: table("steps"))
      add(
        "masked", source: person,
        steps: ["mask: { email: \"keep_last:5\" }", "set: { c: \"cast(email as int32)\" }", "select: [n]"],
        sink: table("steps"))
      for name in ["checked", "once", "watched", "typed"] {
        add("t_\(name)", source: person, steps: ["select: [n, email]"], sink: table(name))
      }
      add(
        "chosen", source: person, contract: "{ by: \"_value ->> 'email'\", map: { x: person } }", sink: table("people"))
      add(
        "unchosen", source: person,
        contract: "{ by: \"cast(cast(_value ->> 'email' as int32) as text)\", map: { x: person } }",
        sink: table("people"))
      add("headless", source: "{ files: { path: no-header.csv, format: csv } }", contract: "row", sink: table("rows"))
      add("torn", source: "{ files: { path: broken.csv, format: csv } }", contract: "row", sink: table("rows"))
      add(
        "sent", source: person, steps: ["select: [n, email]"],
        sink: "{ topic: { connection: events, name: people, key: email, format: json } }")
      add(
        "keyed", source: "{ topic: { connection: events, name: people, format: json, until: end } }", contract: "row",
        steps: ["set: { k: \"cast(_key as int32)\" }", "select: [n]"], sink: table("steps"))
      add(
        "strict", source: person, contract: "strict", sink: table("strict"))
      let configuration = folder.write(
        """
        connections:
          made: { type: sqlite, path: made.db }
          events: { type: embedded, path: events.db }
        contracts:
          person:
            fields:
              \(Self.fields)
          row: { fields: { n: int32, email: { type: text, pii: true } } }
          strict: { fields: { n: int32, email: { type: text, pii: true, min_length: 20 } }, violation: fail }
        pipelines:\(pipelines)
        """, to: "people.yaml")

      func hidden(_ arguments: [String], isTracing: Bool = false) throws -> Program {
        let program = try Program(arguments, isTracing: isTracing)
        try program.wait()
        // When something happened may be written like the mark.
        let shown = program.everything.split(separator: "\n").filter { line in
          line.split(separator: " ").dropFirst(line.hasPrefix("trace ") ? 2 : 0).contains { $0.contains(Self.mark) }
        }
        #expect(shown.isEmpty, "\(arguments): \(shown.joined(separator: "\n"))")
        return program
      }
      let check = try hidden(["check", configuration])
      #expect(check.end == .exited(0), "\(check.said)")
      _ = try hidden(["describe", configuration])
      let run = try hidden(["run", configuration], isTracing: true)
      #expect(run.said.contains("«personal»"), "the pipeline whose contract says `fail` tells why")
      let list = try hidden(["dead-letters", "list", configuration])
      let state = try Connection(opening: folder.file(".ouzel/state.db"))
      let count = try #require(try state.integer("SELECT max(id) FROM dead_letters"))
      let kept = try #require(try state.integer("SELECT count(*) FROM dead_letters WHERE is_settled"))
      #expect(list.printed.contains("\(kept) dead letters"), "\(list.printed)")
      // Each way of failing was one: what fails to fail would show nothing.
      var silent: [String] = []
      for number in Self.failing.indices {
        let letters = try state.integer("SELECT count(*) FROM dead_letters WHERE pipeline = 'e\(number)'") ?? 0
        if letters == 0 { silent.append(Self.failing[number]) }
      }
      #expect(silent == [], "these don't fail")
      for name in [
        "s0", "s1", "s2", "s3", "s4", "renamed", "derived", "masked", "t_checked", "t_once", "t_watched", "t_typed",
        "chosen", "unchosen", "headless", "torn", "keyed",
      ] {
        let letters = try state.integer("SELECT count(*) FROM dead_letters WHERE pipeline = '\(name)'") ?? 0
        #expect(letters > 0, "\(name) has no dead letter: \(run.said)")
      }
      let reasons = try state.integer(
        "SELECT count(*) FROM dead_letters WHERE reason LIKE '%7741%' OR shape LIKE '%7741%' OR stage LIKE '%7741%'")
      #expect(reasons == 0)
      // Each is shown in the same way; some suffice.
      for number in stride(from: 1, through: count, by: 9) {
        _ = try hidden(["dead-letters", "show", "\(number)", configuration])
      }
      #expect(try hidden(["dead-letters", "list", "--reveals", configuration]).printed == "0 reveals")

      let id = try #require(try state.integer("SELECT id FROM dead_letters WHERE pipeline = 'e0'"))
      let revealed = try Program(["dead-letters", "show", "\(id)", "--reveal", configuration])
      try revealed.wait()
      #expect(revealed.printed.contains(Self.person))
      #expect(revealed.said.contains("letter \(id), a personal record, is shown to user "))
      let reveals = try hidden(["dead-letters", "list", "--reveals", configuration])
      #expect(reveals.printed.contains("letter \(id) of e0, to user "), "\(reveals.printed)")
      #expect(reveals.printed.contains("\n1 reveal"))
    }
  }

  @Test("that a contract doesn't name is shown with its dead letter, and nobody is noted")
  func isOpen() async throws {
    try await alone {
      let folder = TemporaryFolder()
      folder.write("n\nx7741\n", to: "a.csv")
      let configuration = folder.write(
        """
        connections: { made: { type: sqlite, path: made.db } }
        contracts: { row: { fields: { n: int32 } } }
        pipelines:
          load:
            source: { files: { path: a.csv, format: csv } }
            contract: row
            sink: { table: { connection: made, name: a } }
        """, to: "a.yaml")
      try Program(["run", configuration]).wait()
      let show = try Program(["dead-letters", "show", "1", configuration])
      try show.wait()
      #expect(show.printed.contains("«x7741»") && show.printed.hasSuffix("x7741"), "\(show.printed)")
    }
  }
}

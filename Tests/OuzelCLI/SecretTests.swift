import Configuration
import TestSupport
import Testing

@testable import OuzelCLI

/// What a configuration may not show: what `${…}`, `.env`, a file or `credentials` brought, and what stands in it under
/// a name that sounds secret.
@Suite("A secret") struct SecretTests {
  /// It is no number, no time and no name of anything, so that it is a mistake nearly everywhere.
  private static let secret = "hunter2-qx7741"

  /// A configuration with a place for a secret in each of its parts.
  private static func configuration(_ part: String, _ text: String) -> String {
    let parts = [
      "top": "", "connection": "path: orders.db", "field": "status: text", "contract": "", "source": "", "sink": "",
      "pipeline": "", "step": "filter: total > 0", "format": "",
    ].merging([part: text]) { $1 }
    return """
      connections:
        store: { type: sqlite, \(parts["connection"]!) }
        events: { type: embedded, path: events.db }
      contracts:
        order:
          fields:
            order_id: uuid
            placed: timestamp
            total: float64
            \(parts["field"]!)
          \(parts["contract"]!)
      pipelines:
        load:
          source:
            topic: { connection: events, name: orders, format: { csv: { \(parts["format"]!) } } \(parts["source"]!) }
          contract: order
          steps:
            - \(parts["step"]!)
          sink:
            table: { connection: store, name: orders \(parts["sink"]!) }
          \(parts["pipeline"]!)
      \(parts["top"]!)
      """
  }

  /// Ways to bring it, each with what has to stand in the folder.
  private static let ways = [
    "${PLANTED}", "${FROM_DOTENV}", "${file:secret.txt}", "${NOT_SET:-\(secret)}", "${PLANTED}${PLANTED}",
    "x${PLANTED}",
  ]

  /// Places for it, `@` in each: values of every kind of option.
  static let places: [(part: String, text: String)] = [
    ("top", "memory: \"@\""), ("top", "max_record: \"@\""), ("connection", "path: \"@\", type: \"@\""),
    ("connection", "path: a.db, password: \"@\""), ("connection", "path: a.db, pasword: \"@\""),
    ("connection", "path: [\"@\"]"), ("connection", "path: { a: \"@\" }"), ("connection", "path: a.db, x: \"@\""),
    ("field", "status: \"@\""), ("field", "status: { type: \"@\" }"),
    ("field", "status: { type: text, pattern: \"@[\" }"),
    ("field", "status: { type: int32, default: \"@\" }"), ("field", "status: { type: int32, min: \"@\" }"),
    ("field", "status: { type: date, max: \"@\" }"), ("field", "status: { type: int32, one_of: [1, \"@\"] }"),
    ("field", "status: { type: text, min_length: \"@\" }"), ("field", "status: { type: text, required: \"@\" }"),
    ("field", "status: { type: text, also_named: [\"@\", \"@\"] }"),
    ("field", "status: { type: date, formats: [\"%Q@\"] }"),
    ("field", "status: { type: bytes, write: \"@\" }"), ("field", "status: { type: uuid, write: \"@\" }"),
    ("contract", "key: [\"@\"]"), ("contract", "unknown: \"@\""), ("contract", "violation: \"@\""),
    ("contract", "extends: \"@\""), ("source", ", from: \"@\""), ("source", ", from: \"time:@\""),
    ("source", ", from: { offsets: { \"0\": \"@\" } }"), ("source", ", until: \"@\""),
    ("source", ", until: \"idle:@\""),
    ("source", ", only: [\"@\"]"), ("source", ", resume: \"@\""), ("source", ", connection: \"@\""),
    ("source", ", key_format: \"@\""), ("sink", ", mode: \"@\""), ("sink", ", key: [\"@\"]"), ("sink", ", key: \"@\""),
    ("sink", ", create: \"@\""), ("sink", ", key: { partition: [\"@\"], clustering: [\"@ desc\"] }"),
    ("sink", ", \"@\": 1"), ("pipeline", "rate: \"@\""), ("pipeline", "batch: { records: \"@\" }"),
    ("pipeline", "batch: { age: \"@\" }"), ("pipeline", "retry: { attempts: \"@\", base: \"@\", cap: \"@\" }"),
    ("pipeline", "schedule: { cron: \"@\" }"), ("pipeline", "schedule: { cron: \"@ * * * *\" }"),
    ("pipeline", "schedule: { cron: \"0 4 * * *\", zone: \"@\" }"), ("pipeline", "after: [\"@\"]"),
    ("pipeline", "on_failure: \"@\""), ("pipeline", "for_each: \"@\""), ("pipeline", "\"@\": 1"),
    ("format", "delimiter: \"@\""), ("format", "header: \"@\""), ("format", "null_text: \"@\", quote: \"@\""),
    ("step", "\"@\": 1"), ("step", "filter: total > @"), ("step", "filter: \"@\""), ("step", "filter: total = '@'"),
    ("step", "filter: placed > \"@\""), ("step", "set: { x: \"cast(@ as int32)\" }"),
    ("step", "set: { x: \"cast('@' as timestamp) + 1\" }"), ("step", "set: { x: \"@ + total\" }"),
    ("step", "set: { x: \"unknown(@)\" }"), ("step", "set: { x: \"regexp_matches(status, @)\" }"),
    ("step", "set: { x: \"regexp_matches(status, '[@')\" }"), ("step", "set: { x: \"placed at time zone @\" }"),
    ("step", "set: { x: \"interval '@'\" }"), ("step", "set: { x: \"date_trunc(@, placed)\" }"),
    ("step", "set: { x: \"case when @ then 1 else 'a' end\" }"), ("step", "set: { x: \"status in (1, @)\" }"),
    ("step", "select: [\"@\"]"), ("step", "drop: [\"@\"]"), ("step", "rename: { total: \"@\", \"@\": x }"),
    ("step", "rename: { \"@\": x }"), ("step", "cast: { total: \"@\" }"), ("step", "fill: { total: \"@\" }"),
    ("step", "mask: { status: \"@\" }"), ("step", "explode: \"@\""), ("step", "validate: { x: \"@\" }"),
  ]

  private static func folder() -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.write("FROM_DOTENV=\(secret)\n", to: ".env")
    folder.write(secret + "\n", to: "secret.txt")
    return folder
  }

  private func checked(_ text: String, in folder: TemporaryFolder, as name: String = "a.yaml") -> CheckedConfiguration {
    folder.write(text, to: name)
    return CheckedConfiguration(
      [name], in: Surroundings(environment: ["PLANTED": Self.secret], workingDirectory: folder.path))
  }

  @Test("that a reference brings shows in nothing that is said of it, wherever it stands", arguments: places.indices)
  func ofReference(place: Int) {
    let (folder, (part, text)) = (Self.folder(), Self.places[place])
    for way in Self.ways where !(way.contains(":-") && text.contains("\"@\": ")) {
      // The default of a reference stands in the file, where its line shows it.
      let isInFile = way.contains(Self.secret)
      let text = text.split(separator: "@", omittingEmptySubsequences: false).joined(separator: way)
      let checked = checked(Self.configuration(part, text), in: folder)
      if isInFile { continue }
      #expect(!checked.told.contains("qx7741"), "\(text):\n\(checked.told)")
      guard let plan = checked.plan else { continue }
      let shown = plan.pipelines.map(CheckCommand.text).joined() + Description(plan: plan, tree: checked.tree).text
      #expect(!shown.contains("qx7741"), "\(text):\n\(shown)")
      var dumped = "\(plan) \(String(reflecting: plan))"
      dump(plan, to: &dumped)
      #expect(!dumped.contains("qx7741"), "\(text): a plan shows it")
    }
  }

  @Test("shows in no picture of the tree that holds it")
  func ofTree() {
    let folder = Self.folder()
    let text = Self.configuration("step", "set: { x: \"'Bearer ${PLANTED}'\" }")
    let checked = checked(text, in: folder)
    var dumped = "\(checked.tree) \(String(reflecting: checked.tree))"
    dump(checked.tree.root, to: &dumped)
    #expect(checked.plan != nil, "\(checked.told)")
    #expect(!dumped.contains("qx7741"))
  }

  @Test("in a file of credentials shows in nothing that is said of it")
  func ofCredentials() {
    let folder = Self.folder()
    for (index, text) in [
      "{ \"password\": \"@\" }", "{ \"path\": [\"@\"] }", "password: @", "password: '@", "@", "- @", "{ \"@\": 1 }",
      "user: a: @", "path: @\npassword: @",
    ].enumerated() {
      folder.write(
        text.split(separator: "@", omittingEmptySubsequences: false).joined(separator: Self.secret), to: "c.json")
      let checked = checked(Self.configuration("connection", "credentials: c.json"), in: folder)
      // A key is no value; it is told so that it can be mended.
      if text.contains("\"@\": ") { continue }
      #expect(!checked.told.contains("qx7741"), "\(index):\n\(checked.told)")
      if let plan = checked.plan {
        let shown = plan.pipelines.map(CheckCommand.text).joined() + Description(plan: plan, tree: checked.tree).text
        #expect(!shown.contains("qx7741"), "\(index):\n\(shown)")
      }
    }
  }

  @Test(
    "under a name that says so shows in no line, whatever is wrong with it",
    arguments: [
      "password: @", "password: \"@\"", "password: '@'", "pasword: @", "token: @", "client_secret: @",
      "password: @: b", "password: \"@", "password:@", "api_key: @", "password: [@]", "{ password: @ }",
      "\"password\": \"@\"",
    ])
  func ofFile(text: String) {
    let folder = Self.folder()
    let written = text.split(separator: "@", omittingEmptySubsequences: false).joined(separator: Self.secret)
    let checked = checked(Self.configuration("connection", "path: a.db, " + written), in: folder)
    #expect(!checked.told.contains("qx7741"), "\(checked.told)")
  }

  @Test("in a changed configuration shows in no comparison")
  func ofComparison() {
    let folder = Self.folder()
    let old = checked(Self.configuration("step", "filter: total > 0"), in: folder, as: "old.yaml")
    for text in ["filter: status = '${PLANTED}'", "set: { x: \"'${file:secret.txt}'\" }"] {
      let new = checked(Self.configuration("step", text), in: folder, as: "new.yaml")
      let told = Comparison(old: old, new: new).text
      #expect(told.contains("${"), "\(told)")
      #expect(!told.contains("qx7741"), "\(told)")
    }
  }
}

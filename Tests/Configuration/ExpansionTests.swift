import Configuration
import Specifications
import Testing

private func load(
  _ text: String, _ files: [String: String] = [:], environment: [String: String] = [:]
) -> (tree: String, problems: String) {
  let surroundings = madeUp(files.merging(["/w/f.yaml": text]) { $1 }, environment: environment)
  let tree = ConfigurationTree.load(["f.yaml"], in: surroundings)
  return (outline(tree.root), tree.renderedProblems)
}

@Suite("What is written short is written out")
struct ExpansionTests {
  @Test("defaults stand under each pipeline, whose own options win; blocks go together by key")
  func defaults() {
    let (tree, problems) = load(
      """
      defaults: { rate: 10/s, retry: { base: 1s, cap: 9s }, sink: { stdout: {} } }
      pipelines:
        a: { rate: 20/s }
        b: { retry: { base: 2s }, sink: { table: {} } }
        c: { sinks: {} }
      """)
    #expect(
      tree == """
        {pipelines: {a: {rate: 20/s, retry: {base: 1s, cap: 9s}, sink: {stdout: {}}}, \
        b: {retry: {base: 2s, cap: 9s}, sink: {table: {}}, rate: 10/s}, \
        c: {sinks: {}, rate: 10/s, retry: {base: 1s, cap: 9s}}}}
        """)
    #expect(problems == "")
  }

  @Test("`for_each` makes one pipeline an item; a scalar alone takes the value with its type")
  func forEach() {
    let (tree, problems) = load(
      """
      pipelines:
        "${each.name}":
          for_each: [ { name: orders, since: updated_at, n: 3, keys: [a, b] }, { name: customers, since: ~ } ]
          source: { table: { name: "${each.name}", since: "${each.since}", fetch: "${each.n}" } }
          sink: { lake: { path: "/data/${each.name}/x", "${each.name}": 1, key: "${each.keys}", list: ["${each.n}", 9] } }
      """)
    #expect(
      tree == """
        {pipelines: {orders: {source: {table: {name: orders, since: updated_at, fetch: 3}}, \
        sink: {lake: {path: "/data/orders/x", orders: 1, key: [a, b], list: [3, 9]}}}, \
        customers: {source: {table: {name: customers}}, \
        sink: {lake: {path: "/data/customers/x", customers: 1, list: [9]}}}}}
        """)
    #expect(problems == "")
  }

  @Test("`for_each` reads plain values, and files in YAML and JSON beside the one that names them")
  func files() {
    let (tree, problems) = load(
      """
      include: [conf/more.yaml]
      pipelines:
        "p-${each}": { for_each: [a, 1], x: "${each}", y: "<${each}>" }
      """,
      [
        "/w/conf/more.yaml": "pipelines: { \"t-${each.t.n}\": { for_each: topics.json, x: \"${each.t}\" } }",
        "/w/conf/topics.json": #"[{"t": {"n": "x"}}, {"t": {"n": "${Y}"}}]"#,
      ], environment: ["Y": "y"])
    #expect(
      tree == """
        {pipelines: {t-x: {x: {n: "x"}}, t-y: {x: {n: "y"}}, p-a: {x: a, y: "<a>"}, p-1: {x: 1, y: "<1>"}}}
        """)
    #expect(problems == "")
  }

  @Test(
    "a mistake around `for_each` is told where it stands",
    arguments: [
      (
        "pipelines: { load: { for_each: [a] } }",
        """
        f.yaml:1:14: error: the name of a pipeline with `for_each` has to tell its items apart; write `${each…}` in it, for instance "load-${each.name}"
        pipelines: { load: { for_each: [a] } }
                     ^~~~

        """
      ),
      (
        "pipelines: { \"${each.n}\": { for_each: [{ n: a }, { n: a }] } }",
        """
        f.yaml:1:14: error: `for_each` makes the pipeline `a` twice; two items give the same name
        pipelines: { "${each.n}": { for_each: [{ n: a }, { n: a }] } }
                     ^~~~~~~~~~~

        """
      ),
      (
        "pipelines: { \"${each.n}\": { for_each: [{ n: a }], rate: \"${each.rat}\" } }",
        """
        f.yaml:1:58: warning: no item of `for_each` has `rat`, so that this counts as not written
        pipelines: { "${each.n}": { for_each: [{ n: a }], rate: "${each.rat}" } }
                                                                 ^

        """
      ),
      (
        "pipelines: { \"${each.n}\": { for_each: [{ n: a, r: 1 }, { n: b }], x: \"<${each.r}>\" } }",
        """
        f.yaml:1:70: error: an item of `for_each` has no value for `${each.r}` within this text; f.yaml:1:56 is the item; give it one
        pipelines: { "${each.n}": { for_each: [{ n: a, r: 1 }, { n: b }], x: "<${each.r}>" } }
                                                                             ^~~~~~~~~~~~~

        """
      ),
      (
        "pipelines: { \"${each.n}\": { for_each: { n: a } } }",
        """
        f.yaml:1:39: error: `for_each` wants a list, or a file that holds one; for instance `for_each: [ { name: orders }, { name: customers } ]`
        pipelines: { "${each.n}": { for_each: { n: a } } }
                                              ^~~~~~~~

        """
      ),
      (
        "pipelines: { \"${each.n}\": { for_each: [a] } }",
        """
        f.yaml:1:40: error: `${each.n}` asks for a part of this item, which is a plain value; write `${each}`
        pipelines: { "${each.n}": { for_each: [a] } }
                                               ^

        """
      ),
      (
        "pipelines: { a: { x: \"${each.n}\" } }",
        """
        f.yaml:1:22: error: `${each.n}` has a value only in a pipeline with `for_each`; `for_each: [ { name: orders }, … ]` beside `source` makes one pipeline an item
        pipelines: { a: { x: "${each.n}" } }
                             ^~~~~~~~~~~

        """
      ),
      (
        "pipelines: { \"${each}\": { for_each: none.yaml } }",
        """
        f.yaml:1:37: error: `none.yaml` can't be read: No such file or directory; name a file that is there
        pipelines: { "${each}": { for_each: none.yaml } }
                                            ^~~~~~~~~

        """
      ),
      (
        "defaults: [rate]",
        """
        f.yaml:1:11: error: `defaults` wants a block of a pipeline's options; for instance `defaults: { rate: 100/s }`
        defaults: [rate]
                  ^~~~~~

        """
      ),
    ])
  func mistakes(text: String, wanted: String) {
    #expect(load(text).problems == wanted)
  }

  @Test("credentials stand under their connection, with paths from their own file, and no message shows them")
  func credentials() throws {
    let path = Option(required: "path", .path, "A file.", example: "a.db")
    let port = Option(optional: "port", .integer(in: 1...9), "A number.", example: "3")
    let password = Option(optional: "password", .secret, "A secret.", example: "\"${file:pw}\"")
    let database = Option(optional: "database", .text, "A name.", example: "x")
    let block = Specification("block", "A block.", options: [path, port, password, database])
    let surroundings = madeUp([
      "/w/conf/f.yaml": "connections: { a: { credentials: ../secret/a.json, port: 3 } }",
      "/w/secret/a.json": #"{"path": "x.db", "port": 99, "password": "hunter2${A}", "dbname": "shop"}"#,
    ])
    let tree = ConfigurationTree.load(["conf/f.yaml"], in: surroundings)
    #expect(tree.renderedProblems == "")
    let connection = try #require(tree.root["connections"]?["a"])
    #expect(connection["credentials"] == nil)
    var problems = Problems()
    let values = try #require(block.read(connection, in: surroundings.context, problems: &problems))
    #expect(problems.isEmpty)
    #expect(values[path].absolute == "/w/secret/x.db")
    #expect(values[port] == 3)
    #expect(values[password]?.reveal() == "hunter2${A}")
    #expect(values[database] == "shop")
  }

  @Test(
    "a mistake in credentials is told without what stands there",
    arguments: [
      (#"{"path": "x", "port": "hunter2"}"#, "is what `port` of `c.json` stands for"),
      (#"{"path": "x" "password": "hunter2"}"#, "c.json:1:10"), (#"["hunter2"]"#, "credentials are a block"),
      (#"{"path": "x", "pasword": "hunter2"}"#, "did you mean `password`?"),
      ("password: hunter2: x", "this is no YAML or JSON that can be read; its line is not shown"),
      ("hunter2", "credentials are a block"),
    ])
  func brokenCredentials(text: String, wanted: String) {
    let path = Option(required: "path", .path, "A file.", example: "a.db")
    let port = Option(optional: "port", .integer(in: 1...9), "A number.", example: "3")
    let password = Option(optional: "password", .secret, "A secret.", example: "\"${file:pw}\"")
    let block = Specification("block", "A block.", options: [path, port, password])
    let surroundings = madeUp(["/w/f.yaml": "connections: { a: { credentials: c.json } }", "/w/c.json": text])
    let tree = ConfigurationTree.load(["f.yaml"], in: surroundings)
    var problems = tree.problems
    _ = block.read(tree.root["connections"]?["a"] ?? [:], in: surroundings.context, problems: &problems)
    let shown = problems.rendered(with: tree.texts)
    #expect(shown.contains(wanted), "\(shown)")
    #expect(!shown.contains("hunter2"), "\(shown)")
  }
}

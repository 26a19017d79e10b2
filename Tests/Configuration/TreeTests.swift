import Configuration
import Specifications
import Testing

@Suite("Configurations of several files")
struct TreeTests {
  private func load(_ paths: [String], _ files: [String: String]) -> (tree: String, problems: String, home: String) {
    let tree = ConfigurationTree.load(paths, in: madeUp(files))
    return (outline(tree.root), tree.renderedProblems, tree.home)
  }

  @Test("files are one configuration, in which a later connection replaces an earlier one whole")
  func several() {
    let (tree, problems, home) = load(
      ["pipelines/", "env/prod.yaml"],
      [
        "/w/pipelines/b.yml": "pipelines: {b: {x: 1}}\nconnections: {s: {type: sqlite, path: b}}",
        "/w/pipelines/a.json": #"{"pipelines": {"a": {}}, "memory": "1GiB"}"#,
        "/w/pipelines/readme.md": "# none of ours", "/w/pipelines/.hidden.yaml": "memory: 2",
        "/w/env/prod.yaml": "connections: {s: {type: postgres}, t: {}}\nx-notes: [1]",
      ])
    #expect(
      tree == #"{pipelines: {a: {}, b: {x: 1}}, memory: "1GiB", connections: {s: {type: postgres}, t: {}}}"#)
    #expect(problems == "")
    #expect(home == "/w/pipelines")
  }

  @Test("an included file comes before the one that includes it, and each is read once")
  func includes() {
    let (tree, problems, home) = load(
      ["conf/main.yaml", "conf/base.yaml"],
      [
        "/w/conf/main.yaml": "include: [base.yaml, ../other]\nconnections: {s: main}",
        "/w/conf/base.yaml": "include: main.yaml\nconnections: {s: base, t: base}",
        "/w/other/c.yaml": "connections: {u: c}",
      ])
    #expect(tree == "{connections: {s: main, t: base, u: c}}")
    #expect(problems == "")
    #expect(home == "/w/conf")
  }

  @Test("what two files say differently is told with both places")
  func doubles() {
    let (_, problems, _) = load(
      ["a.yaml", "b.yaml"],
      ["/w/a.yaml": "memory: 1GiB\npipelines: {p: {}}", "/w/b.yaml": "pipelines:\n  p: {}\nmemory: 2GiB"])
    #expect(
      problems == """
        b.yaml:2:3: error: the pipeline `p` is given twice; a.yaml:2:13 has it already
          p: {}
          ^
        b.yaml:3:1: error: `memory` is given twice; a.yaml:1:1 has it already
        memory: 2GiB
        ^~~~~~

        """)
  }

  @Test(
    "what can't be read is told by its name",
    arguments: [
      (["none.yaml"], "none.yaml: error: it can't be read: No such file or directory; name a file that is there\n"),
      (["empty.yaml"], "empty.yaml: error: nothing stands in this file; `ouzel init` writes examples\n"),
      (["folder"], "folder: error: this folder has no YAML or JSON file; name another\n"),
      (
        ["list.yaml"],
        "list.yaml:1:1: error: a configuration is a block of `connections`, `pipelines` and their like\n- a\n^\n"
      ),
    ])
  func unreadable(paths: [String], wanted: String) {
    let files = [
      "/w/empty.yaml": "# nothing\n", "/w/folder/a.txt": "", "/w/list.yaml": "- a\n",
    ]
    #expect(load(paths, files).problems == wanted)
  }

  @Test("without a FILE the only one of the folder that has pipelines is taken")
  func only() {
    let pipeline = "pipelines: {p: {}}"
    let files = ["/w/orders.yaml": pipeline, "/w/compose.yaml": "services: {}", "/w/x.json": "{\"a\": 1}"]
    let one = ConfigurationTree.loadOnly(in: madeUp(files))
    #expect(outline(one.root) == "{pipelines: {p: {}}}")
    #expect(one.files.map(\.path) == ["orders.yaml"])
    let two = ConfigurationTree.loadOnly(in: madeUp(files.merging(["/w/more.yaml": pipeline]) { $1 }))
    #expect(
      two.renderedProblems == "error: `more.yaml` and `orders.yaml` of this folder have pipelines; name the FILE\n")
    let none = ConfigurationTree.loadOnly(in: madeUp(["/w/x.json": "{}"]))
    #expect(none.renderedProblems == "error: no file of this folder has pipelines; name the FILE\n")
  }

  @Test("the disk is read as a test's files are")
  func disk() {
    let files = FileAccess.disk
    #expect(throws: FileFailure("No such file or directory")) { try files.read("/nowhere/at/all") }
    #expect(throws: FileFailure("Is a directory")) { try files.read("/") }
    #expect(files.names("/nowhere/at/all") == nil)
    #expect(files.names("/")?.contains("tmp") == true)
    #expect((try? files.read(#filePath).starts(with: Array("import Configuration".utf8))) == true)
    #expect(Surroundings.ofProcess().workingDirectory.hasPrefix("/"))
    #expect(Surroundings.ofProcess().environment["PATH"] != nil)
  }
}

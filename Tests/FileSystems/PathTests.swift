import FileSystems
import Testing

@Suite("a path") struct PathTests {
  @Test(
    "is joined",
    arguments: [
      ("a", "b", "a/b"), ("a/", "b", "a/b"), ("a", "/b", "/b"), ("", "b", "b"), (".", "b", "b"), ("/", "b", "/b"),
    ])
  func joined(folder: String, path: String, expected: String) {
    #expect(Path.joined(folder, path) == expected)
  }

  @Test(
    "is made normal",
    arguments: [
      ("", "."), (".", "."), ("./a", "a"), ("a/./b//c/", "a/b/c"), ("a/../b", "b"), ("a/..", "."), ("../a", "../a"),
      ("a/../../b", "../b"), ("/../a", "/a"), ("/", "/"), ("//a", "/a"), ("../..", "../.."),
    ])
  func normal(path: String, expected: String) {
    #expect(Path.normal(path) == expected)
  }

  @Test(
    "is seen from a folder",
    arguments: [
      ("/a/b/c", "/a", "b/c"), ("/a/b", "/a/b", "."), ("/a", "/a/b", ".."), ("/a/x", "/a/b/c", "../../x"),
      ("x", ".", "x"), ("a/b", "a/./c", "../b"),
    ])
  func relative(path: String, folder: String, expected: String) {
    #expect(Path.relative(path, to: folder) == expected)
  }

  @Test(
    "has a folder and a name",
    arguments: [
      ("a/b/c.csv", "a/b", "c.csv"), ("c.csv", ".", "c.csv"), ("/c", "/", "c"), ("a/b/", "a", "b"), ("a//b", "a", "b"),
    ])
  func parts(path: String, folder: String, name: String) {
    #expect(Path.folder(of: path) == folder)
    #expect(Path.name(of: path) == name)
  }

  @Test("is absolute from where the process was started") func absolute() {
    #expect(Path.absolute("/a/../b") == "/b")
    #expect(Path.absolute("x").hasPrefix("/"))
    #expect(Path.absolute("x").hasSuffix("/x"))
  }
}

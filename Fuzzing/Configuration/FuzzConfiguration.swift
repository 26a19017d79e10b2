import Configuration
import OuzelCLI
import Specifications

/// Reads and checks what the fuzzer makes up as `ouzel check` does, without touching any file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfiguration(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The fuzzer keeps the bytes while this runs.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let files = FileAccess(
    read: { path throws(FileFailure) in
      if path == "/folder/fuzz.yaml" { return bytes }
      guard let known = others[path] else { throw FileFailure("No such file or directory") }
      return Array(known.utf8)
    },
    names: { _ in nil })
  let surroundings = Surroundings(
    environment: ["NAME": "orders", "NUMBER": "12", "TRICK": "x' or 'a' = 'a", "EMPTY": ""], files: files,
    workingDirectory: "/folder")
  let tree = ConfigurationTree.load(["fuzz.yaml"], in: surroundings)
  var problems = tree.problems
  let plan =
    problems.hasErrors
    ? nil
    : Plan.assemble(
      tree.root, home: tree.home, registry: .all, context: surroundings.context, files: files, problems: &problems)
  // Whoever finds no mistake makes a plan, and the other way round.
  precondition((plan != nil) != problems.hasErrors)
  _ = problems.rendered(with: tree.texts)
  return 0
}

/// The files that a configuration may name.
private let others = [
  "/folder/other.yaml": "connections: { store: { type: sqlite, path: a.db }, events: { type: embedded, path: b.db } }",
  "/folder/items.yaml": "[ { name: orders, rate: 5/s }, { name: customers } ]",
  "/folder/credentials.json": "{ \"path\": \"a.db\" }",
  "/folder/tables.sql": "CREATE TABLE orders (id uuid PRIMARY KEY, total decimal(12,2) NOT NULL, \"at\" timestamp);",
  "/folder/schema.json": "{ \"type\": \"object\", \"properties\": { \"id\": { \"type\": \"integer\" } } }",
  "/folder/columns.json": "{ \"orders\": { \"id\": \"uuid\", \"total\": \"double\" } }",
]

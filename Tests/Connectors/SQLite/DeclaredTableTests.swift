import Contracts
import Engine
import FileSystems
import SQLiteConnector
import Specifications
import Testing

@Suite("the contract of a table that is there") struct DeclaredTableTests {
  let bench = Bench()

  private func read(_ table: String) throws -> (contract: Contract?, told: [String]) {
    var problems = Problems()
    let context = ReadingContext(workingDirectory: bench.folder.path)
    let options = SQLiteOptions.connection.read(["path": "data/orders.db"], in: context, problems: &problems)
    let connection = ConnectionValues(name: "store", values: try #require(options))
    let read = try #require(Connector.sqlite.tableContract)
    do throws(ElsewhereFailure) {
      let contract = try read(connection, table, "table:store/orders", &problems)
      return (contract, problems.all.map(\.sentence))
    } catch {
      return (nil, [error.message, error.mend ?? ""])
    }
  }

  @Test("is read from what its columns declare, those that a pipeline made included") func reads() throws {
    try makeFolder(bench.folder.file("data"))
    try bench.execute(
      """
      CREATE TABLE orders (b TEXT, a INTEGER, at timestamp NOT NULL, total decimal(12,2) DEFAULT 1.5, "on" bool, n int32,
        note varchar(9), free, r REAL, twice INTEGER AS (a * 2), stamp TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (a, b))
      """)
    let (contract, told) = try read("Orders")
    #expect(told == [])
    #expect(contract?.describesSink == true && contract?.key == ["a", "b"])
    #expect(
      contract?.fields.map { "\($0.name): \($0.yaml)" } == [
        "b: { type: text, required: true }", "a: { type: int64, required: true }",
        "at: { type: timestamp, required: true }", "total: { type: \"decimal(12,2)\", default: 1.5 }", "on: bool",
        "n: int32", "note: { type: text, max_length: 9 }", "free: text", "r: float64", "stamp: text",
      ])
    try bench.execute("CREATE TABLE counted (id INTEGER PRIMARY KEY, x)")
    #expect(try read("counted").contract?.fields.map(\.isRequired) == [false, false])
  }

  @Test("needs the database and the table, and says so") func missing() throws {
    #expect(
      try read("orders").told == [
        "the database `data/orders.db` can't be opened, and the contract is that of its table `orders`",
        "make the database first, or write the contract's `fields` here",
      ])
    try makeFolder(bench.folder.file("data"))
    try bench.execute("CREATE TABLE orders (a)")
    #expect(
      try read("ordrs").told == ["the database `data/orders.db` has no table `ordrs`", "did you mean `orders`?"])
  }
}

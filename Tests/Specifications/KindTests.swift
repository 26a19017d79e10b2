import Specifications
import Testing

/// What one kind makes of some texts; nil where it refuses.
private struct Table: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let check: @Sendable () -> Void

  init<Value: Equatable & Sendable>(_ kind: ValueKind<Value>, _ rows: KeyValuePairs<Node, Value?>) {
    testDescription = kind.wanted
    check = {
      for (node, wanted) in Array(rows) {
        var reading = Reading(in: ReadingContext(workingDirectory: "/home/ada"))
        #expect(kind.read(node, &reading) == wanted, "\(node.text ?? "no text")")
        #expect(reading.problems.hasErrors == (wanted == nil))
      }
    }
  }
}

private enum Colour: String, CaseIterable, Sendable { case red, green }

@Suite("Kinds of value")
struct KindTests {
  @Test(
    "a kind takes what it wants and refuses the rest",
    arguments: [
      Table(.text, ["a": "a", "3": "3", "no": "no", "": nil, nil: nil, []: nil, [:]: nil]),
      Table(.anyText, ["": "", "a b": "a b", nil: nil]),
      Table(.character, [",": 44, "\t": 9, "": nil, "ab": nil, "é": nil]),
      Table(
        .integer(in: 1...10), [1: 1, 10: 10, "7": 7, 0: nil, 11: nil, "1.5": nil, "x": nil, nil: nil]),
      Table(.integer(in: -5 ... .max), [-5: -5, "1_000": 1000, "_1": nil, "99999999999999999999": nil]),
      Table(.number(in: 0...1), ["0.5": 0.5, "1": 1, "1.1": nil, "nan": nil]),
      Table(.share, ["50%": 0.5, "0.25": 0.25, "101%": nil, "50": nil, "%": nil]),
      Table(.boolean, [true: true, "False": false, "yes": nil, "on": nil, 1: nil]),
      Table(
        .byteCount(),
        [
          "256MiB": .mebibytes(256), "4 KiB": .kibibytes(4), "1gib": .gibibytes(1),
          "10MB": ByteCount(10_000_000),
          "7": ByteCount(7), "7B": ByteCount(7), "1.5KiB": ByteCount(1536), "-1": nil, "MiB": nil,
          "1.MiB": nil,
          "9999999TiB": nil, "1XB": nil, "": nil,
        ]),
      Table(.byteCount(in: .kibibytes(1) ... .kibibytes(2)), ["1KiB": .kibibytes(1), "3KiB": nil, "1023": nil]),
      Table(
        .duration(),
        [
          "250ms": .milliseconds(250), "1s": .seconds(1), "10m": .seconds(600), "30d": .seconds(2_592_000),
          "1h30m": .seconds(5400), "1.5s": .milliseconds(1500), "0s": .zero, "10": nil, "": nil, "s": nil,
          "30m1h": nil, "1s1s": nil, "-1s": nil, "1w": nil, "999999999999d": nil,
        ]),
      Table(.duration(in: .seconds(1) ... .seconds(60)), ["1m": .seconds(60), "61s": nil, "999ms": nil]),
      Table(
        .durations,
        [
          "1s..15s": .seconds(1) ... .seconds(15), "2s": .seconds(2) ... .seconds(2), "2s..1s": nil,
          "1..2s": nil,
        ]),
      Table(
        .rate,
        [
          "10/s": .records(perSecond: 10), "600/m": .records(perSecond: 10),
          "1MiB/s": .bytes(perSecond: 1_048_576),
          "0/s": nil, "10": nil, "10/d": nil, "/s": nil, "x/s": nil, "1/s/s": nil,
        ]),
      Table(.choice(of: Colour.self), ["red": .red, "Red": nil, "blue": nil, nil: nil]),
      Table(.secret, ["hunter2": Secret("hunter2"), "": nil, []: nil]),
      Table(
        .path,
        [
          "a/../b.csv": FilePath("a/../b.csv", in: "/home/ada"), "/data/x.db": FilePath("/data/x.db", in: "/"),
          "": nil, nil: nil,
        ]),
      Table(.expression, ["a + 1": ExpressionText("a + 1"), "": nil, [:]: nil]),
      Table(.list(of: .text), [["a", "b"]: ["a", "b"], []: [], "a": nil, ["a", ""]: nil, nil: nil]),
      Table(.oneOrMore(of: .integer(in: 1...9)), [[1, 2]: [1, 2], 3: [3], [1, 10]: nil, "x": nil]),
    ])
  private func readsItsValues(table: Table) { table.check() }

  @Test("values are written as a configuration writes them")
  func written() {
    #expect(ByteCount.mebibytes(256).description == "256MiB")
    #expect(ByteCount(1536).description == "1536")
    #expect(ByteCount(10_000_000).description == "10MB")
    #expect(ByteCount(0).description == "0")
    #expect(Duration.seconds(5400).written == "1h30m")
    #expect(Duration.milliseconds(1500).written == "1s500ms")
    #expect(Duration.zero.written == "0s")
    #expect("\(Rate.bytes(perSecond: 1_048_576)) \(Rate.records(perSecond: 10))" == "1MiB/s 10/s")
  }

  @Test("a path is resolved against the folder of the file that holds it")
  func paths() {
    let context = ReadingContext(workingDirectory: "/home/ada")
    func absolute(_ written: String, in file: String) -> String {
      context.path(written, at: Place(file: file, line: 1, column: 1)).absolute
    }
    #expect(absolute("data/orders.db", in: "orders.yaml") == "/home/ada/data/orders.db")
    #expect(absolute("../x.csv", in: "pipelines/orders.yaml") == "/home/ada/x.csv")
    #expect(absolute("x.csv", in: "/etc/ouzel/orders.yaml") == "/etc/ouzel/x.csv")
    #expect(absolute("x.csv", in: "/orders.yaml") == "/x.csv")
    #expect(absolute("/tmp//y/./z", in: "a/b.yaml") == "/tmp/y/z")
  }

  @Test("a secret shows itself to nothing but the one who reveals it")
  func secrets() {
    let secret = Secret("hunter2")
    struct Server { let password: Secret }
    var dumped = ""
    dump(Server(password: secret), to: &dumped)
    for shown in ["\(secret)", String(reflecting: secret), "\(Server(password: secret))", "\([secret])", dumped] {
      #expect(shown.contains("«secret»") && !shown.contains("hunter2"), "\(shown)")
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect(secret.reveal() == "hunter2")
  }

  @Test(
    "the nearest name is found, and none where none is near",
    arguments: [
      ("partitons", "partitions"), ("prtition", "partitions"), ("Key", "key"), ("kye", "key"), ("nmae", "name"),
      ("colour", nil), ("x", nil), ("", nil), ("format_", "format"),
    ] as [(String, String?)])
  func nearest(name: String, wanted: String?) {
    #expect(nearestName(to: name, among: ["partitions", "key", "name", "format"]) == wanted)
  }
}

import Columns
import Engine
import FilesConnector
import TestSupport
import Testing

@Suite("A file that was read before") struct RecognitionTests {
  let folder = TemporaryFolder()

  private func firstRun(_ name: String, _ lines: String) async -> Run {
    folder.write("id,n\n" + lines, to: name)
    return await read("*.csv", in: folder)
  }

  @Test("goes on where it was when it has grown, past its first 64 KiB too", arguments: [3, 10_000])
  func grown(first: Int) async {
    let run = await firstRun("a.csv", lines(0..<first))
    folder.write(lines(first..<20_000), to: "a.csv", adding: true)
    let second = await read("*.csv", in: folder, after: run.entries)
    #expect(second.text == lines(first..<20_000))
    #expect(second.notes.isEmpty)
    // The ledger's entry moves with it, under the fingerprint that is longer now.
    #expect(second.starts[0].entry == run.entries[0])
    #expect(second.entries.count == 1)
  }

  @Test("is recognised under another name")
  func renamed() async {
    let run = await firstRun("a.csv", lines(0..<100))
    folder.rename("a.csv", to: "b.csv")
    folder.write(lines(100..<200), to: "b.csv", adding: true)
    let second = await read("*.csv", in: folder, after: run.entries)
    #expect(second.texts == ["b.csv": lines(100..<200)])
    #expect(second.notes == ["a.csv is now b.csv: it is read on from where it was"])
    #expect(second.entries.map(\.lane.name) == ["b.csv"])
  }

  @Test("is recognised when it was rotated, and the new file of its name is read from its beginning")
  func rotated() async {
    let run = await firstRun("a.csv", lines(0..<100))
    folder.rename("a.csv", to: "a.old.csv")
    folder.write("id,n\n" + lines(500..<510), to: "a.csv")
    let second = await read("*.csv", in: folder, after: run.entries)
    #expect(second.texts == ["a.csv": lines(500..<510)])
    #expect(second.notes == ["a.csv is now a.old.csv: it is read on from where it was"])
  }

  @Test("isn't confused with a copy of it")
  func copied() async {
    let run = await firstRun("a.csv", lines(0..<100))
    folder.write("id,n\n" + lines(0..<100), to: "b.csv")
    let second = await read("*.csv", in: folder, after: run.entries)
    #expect(second.texts == ["b.csv": lines(0..<100)])
    #expect(second.notes.isEmpty)
  }

  @Test("is read anew when it is shorter, and this is said")
  func shorter() async {
    let run = await firstRun("a.csv", lines(0..<100))
    folder.write("id,n\n" + lines(0..<50), to: "a.csv")
    let second = await read("*.csv", in: folder, after: run.entries)
    #expect(second.text == lines(0..<50))
    #expect(second.notes == ["a.csv changed since it was read: it is read anew"])
  }

  @Test("is read anew when it is longer than its fingerprint, but shorter than the position")
  func shorterThanPosition() async {
    let run = await firstRun("a.csv", lines(0..<20_000))
    folder.write("id,n\n" + lines(0..<15_000), to: "a.csv")
    let second = await read("*.csv", in: folder, after: run.entries)
    #expect(second.text == lines(0..<15_000))
    #expect(second.notes == ["a.csv changed since it was read: it is read anew"])
    // The entry is the lane's own, so that its position is moved back and not forgotten.
    #expect(second.starts[0].entry == run.entries[0])
  }

  @Test("is read anew when it begins with other bytes")
  func different() async {
    let run = await firstRun("a.csv", lines(0..<100))
    folder.write("id,n\n" + lines(7..<200), to: "a.csv")
    let second = await read("*.csv", in: folder, after: run.entries)
    #expect(second.text == lines(7..<200))
    #expect(second.notes == ["a.csv changed since it was read: it is read anew"])
  }

  @Test("is read anew when the bytes before the position are others")
  func differentBeforePosition() async {
    let run = await firstRun("a.csv", lines(0..<20_000))
    folder.write("id,n\n" + lines(0..<19_990) + lines(500..<1000), to: "a.csv")
    let second = await read("*.csv", in: folder, after: run.entries)
    #expect(second.text == lines(0..<19_990) + lines(500..<1000))
    #expect(second.notes == ["a.csv changed since it was read: it is read anew"])
  }

  @Test("isn't checked before the position when the ledger has no check")
  func unchecked() async {
    let run = await firstRun("a.csv", lines(0..<100))
    var entry = run.entries[0]
    entry.check = ""
    #expect(await read("*.csv", in: folder, after: [entry]).batches.isEmpty)
    entry.check = "another"
    #expect(await read("*.csv", in: folder, after: [entry]).text == lines(0..<100))
  }

  @Test("fails by itself when it has gone, by a failure that names it")
  func gone() async throws {
    folder.write("id,n\n" + lines(0..<100), to: "a.csv")
    let source = source("a.csv", in: folder)
    try await source.open()
    let lanes = try await source.change().gained
    folder.remove("a.csv")
    let starts = try await source.begin(
      lanes, ledger: [LedgerEntry(lane: lanes[0].id, position: Position(message: 5))])
    let failure = await #expect(throws: Failure.self) {
      _ = try await source.read(lanes[0], from: starts[0].position, limit: ReadLimit(records: 1, bytes: 100))
    }
    #expect(failure?.kind == .fatal && failure?.isOfLane == true && failure?.message.contains("a.csv") == true)
  }

  @Test("is read anew when all of it is one record, and it has grown")
  func oneRecord() async throws {
    let whole = WholeStream(isBlankNothing: false, skipsMark: false)
    folder.write("abc", to: "a.bin")
    let first = await read("*.bin", in: folder, splitter: whole)
    #expect(first.text == "abc")
    #expect(await read("*.bin", in: folder, splitter: whole, after: first.entries).batches.isEmpty)
    folder.write("def", to: "a.bin", adding: true)
    let second = await read("*.bin", in: folder, splitter: whole, after: first.entries)
    #expect(second.text == "abcdef" && second.notes == ["a.bin changed since it was read: it is read anew"])
  }

  @Test("is read anew when what was read of it was no record, but the beginning of its header")
  func withinHeader() async throws {
    folder.write("id,n\n1,2\n", to: "a.csv")
    let source = source("a.csv", in: folder)
    try await source.open()
    let lanes = try await source.change().gained
    let start = try await source.begin(
      lanes, ledger: [LedgerEntry(lane: lanes[0].id, position: Position(message: 3))])[0]
    #expect(start.position == .start && start.note == "a.csv changed since it was read: it is read anew")
    await source.close()
  }
}

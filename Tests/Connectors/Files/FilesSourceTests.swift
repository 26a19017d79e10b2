import Columns
import Compression
import Digests
import Engine
import FilesConnector
import Glibc
import Specifications
import TestSupport
import Testing

@Suite("Files as a source") struct FilesSourceTests {
  let folder = TemporaryFolder()

  @Test("reads every file that matches, each a lane with its header")
  func lanes() async {
    folder.write("id,n\n" + lines(0..<3), to: "data/a.csv")
    folder.write("id,n\n" + lines(3..<6), to: "data/b.csv")
    folder.write("other", to: "data/c.txt")
    let run = await read("data/*.csv", in: folder)
    #expect(run.failure == nil)
    #expect(run.texts == ["data/a.csv": lines(0..<3), "data/b.csv": lines(3..<6)])
    #expect(run.batches.allSatisfy { unsafe String(decoding: $0.frames.prologue!.bytes, as: UTF8.self) == "id,n\n" })
  }

  @Test("hands out many files little by little, until all were read")
  func manyFiles() async {
    for file in 0..<100 { folder.write("h\n\(file)\n", to: "\(file).csv") }
    let run = await read("*.csv", in: folder)
    #expect(run.texts.count == 100)
    #expect(run.text.split(separator: "\n").count == 100)
  }

  @Test("gives the next file's lane when another has ended, and none to a run that is given up")
  func waiting() async throws {
    for file in 0..<19 { folder.write("h\n\(file)\n", to: "\(file).csv") }
    let source = source("*.csv", in: folder)
    try await source.open()
    let first = try await source.change()
    #expect(first.gained.count == 16 && !first.isFinal)
    let limit = ReadLimit(records: 10, bytes: 1000)
    for lane in first.gained.prefix(2) {
      async let next = source.change()
      guard case .batch(let batch) = try await source.read(lane, from: .start, limit: limit) else { return }
      guard case .ended = try await source.read(lane, from: batch.to, limit: limit) else { return }
      let change = try await next
      #expect(change.gained.count == 1 && !change.isFinal)
    }
    let given = Task { try await source.change() }
    given.cancel()
    #expect(try await given.value == LaneChange())
    await source.close()
  }

  @Test("names a file that isn't there, and where it was looked for", arguments: ["none.csv", "*.csv"])
  func noFile(pattern: String) async {
    let failure = await read(pattern, in: folder).failure
    #expect(failure?.kind == .fatal)
    #expect(failure?.message.contains("`\(pattern)`") == true)
    #expect(failure?.mend.contains(folder.path) == true)
  }

  @Test("goes on behind any stored position", arguments: ["a.csv", "a.csv.gz", "a.csv.zst"])
  func resume(name: String) async throws {
    folder.write(try packed("id,n\n" + lines(0..<30_000), as: name), to: name)
    let limit = ReadLimit(records: 1700, bytes: 1 << 20)
    for batches in [1, 2, 9, 17] {
      let first = await read(name, in: folder, limit: limit, batches: batches)
      #expect(first.texts[name]?.split(separator: "\n").count == batches * 1700)
      let second = await read(name, in: folder, after: first.entries)
      #expect(first.texts[name]! + second.texts[name, default: ""] == lines(0..<30_000))
      #expect(second.notes.isEmpty)
      let third = await read(name, in: folder, after: second.entries)
      #expect(third.texts.isEmpty && third.failure == nil)
    }
  }

  @Test("says where each record stands, in the unpacked bytes", arguments: ["a.csv", "a.csv.gz"])
  func positions(name: String) async throws {
    let text = "id,n\n" + lines(0..<10_000)
    folder.write(try packed(text, as: name), to: name)
    let run = await read(name, in: folder, limit: ReadLimit(records: 700, bytes: 1 << 20))
    for batch in run.batches {
      guard case .bytes(let base) = batch.positions, let range = batch.frames.ranges.first else { continue }
      let start = Int(base) + range.lowerBound
      let bytes = unsafe Array(batch.frames.bytes.bytes[range])
      #expect(Array(Array(text.utf8)[start..<start + range.count]) == bytes)
      #expect(batch.to.message == Int64(start + range.count))
    }
  }

  @Test("reads again from where a lane is rewound to, and from its beginning")
  func rewind() async throws {
    folder.write("id,n\n" + lines(0..<20_000), to: "a.csv")
    let source = source("a.csv", in: folder)
    try await source.open()
    let lane = try await source.change().gained[0]
    let limit = ReadLimit(records: 1000, bytes: 1 << 20)
    var batches: [RawBatch] = []
    for _ in 0..<3 {
      guard case .batch(let batch) = try await source.read(lane, from: batches.last?.to ?? .start, limit: limit) else {
        break
      }
      batches.append(batch)
    }
    for batch in batches + batches.reversed() {
      guard case .batch(let again) = try await source.read(lane, from: batch.from, limit: limit) else { break }
      #expect(again.to == batch.to && again.check == batch.check)
    }
    await source.close()
  }

  @Test(
    "reads an empty file, and one of a header alone, as no records", arguments: ["a.csv", "a.csv.gz"], ["", "id,n\n"])
  func nothing(name: String, text: String) async throws {
    folder.write(text.isEmpty ? [] : try packed(text, as: name), to: name)
    let run = await read(name, in: folder)
    #expect(run.failure == nil && run.batches.isEmpty)
  }

  @Test("takes a last row without its line end")
  func lastRow() async {
    folder.write("id\n1\n2", to: "a.csv")
    #expect(await read("a.csv", in: folder).text == "1\n2")
  }

  @Test("passes over a row of 5 MB in fixed memory, and keeps its place, length, hash and beginning")
  func oversized() async throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000)
    folder.write(Array("id\n1\n".utf8) + long + Array("\n2\n".utf8), to: "a.csv")
    let run = await read("a.csv", in: folder, maxRecord: .mebibytes(1))
    #expect(run.text == "1\n2\n")
    let oversized = try #require(run.batches.flatMap(\.oversized).first)
    #expect(oversized.position == Position(message: 5))
    #expect(oversized.length == 5_000_000)
    #expect(oversized.sha256 == SHA256.digest(of: long).hex)
    #expect(oversized.beginning.count == 65_536)
    // It is a place to go on from like any other.
    let behind = await read("a.csv", in: folder, batches: 2, maxRecord: .mebibytes(1))
    #expect(await read("a.csv", in: folder, after: behind.entries, maxRecord: .mebibytes(1)).text == "2\n")
  }

  @Test("going back into the midst of a batch, its lines are known")
  func linesWithin() async throws {
    folder.write("id,n\n" + lines(0..<20_000), to: "a.csv")
    let source = source("a.csv", in: folder)
    try await source.open()
    let lane = try #require(try await source.change().gained.first)
    _ = try await source.begin([lane], ledger: LedgerEntries([]))
    var positions: [Position] = [.start]
    for _ in 0..<3 {
      guard
        case .batch(let batch) = try await source.read(
          lane, from: positions.last!, limit: ReadLimit(records: 5_000, bytes: 4 << 20))
      else { break }
      positions.append(batch.to)
    }
    let text = Array("id,n\n\(lines(0..<20_000))".utf8)
    for row in [12_000, 3, 14_999, 4_999, 7_777, 5_000] {
      let position = "id,n\n\(lines(0..<row))".utf8.count
      let limit = ReadLimit(records: 10, bytes: 1 << 20)
      guard case .batch(let batch) = try await source.read(lane, from: Position(message: Int64(position)), limit: limit)
      else { continue }
      #expect(batch.lines == 1 + row && batch.from.message == position && position < text.count)
    }
    await source.close()
  }

  @Test("a pipe is told to be none, and how its bytes can be read all the same")
  func pipe() async {
    unsafe mkfifo(folder.file("in.fifo"), 0o600)
    let failure = await read("in.fifo", in: folder).failure
    #expect(
      failure?.description
        == "`in.fifo` is a pipe, a socket or a device, and no file; give its bytes to a `stdin` source: "
        + "`ouzel run … < in.fifo` · OZ-F001")
  }

  @Test("a file that is broken fails by itself, also where it was read in part, and makes room for others")
  func brokenAlone() async throws {
    folder.write([0x1f, 0x8b, 8, 0, 1, 2, 3], to: "00.csv.gz")
    for number in 1..<20 { folder.write("id\n1\n", to: "\(number < 10 ? "0" : "")\(number).csv") }
    let source = source("*", in: folder)
    try await source.open()
    let lanes = try await source.change().gained
    let entry = LedgerEntry(lane: lanes[0].id, position: Position(message: 4), check: "00")
    let starts = try await source.begin(lanes, ledger: LedgerEntries([entry]))
    #expect(starts[0].position == Position(message: 4))
    let failure = await #expect(throws: Failure.self) {
      _ = try await source.read(lanes[0], from: starts[0].position, limit: ReadLimit(records: 1, bytes: 10))
    }
    #expect(failure?.isOfLane == true && failure?.code == "OZ-F005")
    await source.release(lanes[0])
    #expect(try await source.change().gained.map(\.id.name) == ["16.csv"])
    await source.close()
  }

  @Test("refuses a header that is longer than a record may be")
  func longHeader() async {
    folder.write(String(repeating: "x", count: 5000), to: "a.csv")
    #expect(await read("a.csv", in: folder, maxRecord: ByteCount(1000)).failure?.code == "OZ-F006")
  }

  @Test("tells of a file that was shortened while it was read")
  func shortened() async throws {
    folder.write("id,n\n" + lines(0..<200_000), to: "a.csv")
    let source = source("a.csv", in: folder)
    try await source.open()
    let lane = try await source.change().gained[0]
    guard
      case .batch(let batch) = try await source.read(lane, from: .start, limit: .init(records: 10_000, bytes: 1 << 20))
    else { return }
    folder.write("id,n\n" + lines(0..<5), to: "a.csv")
    do throws(Failure) {
      _ = try await source.read(lane, from: batch.to, limit: .init(records: 10_000, bytes: 1 << 20))
      Issue.record("it was read on")
    } catch {
      #expect(error.kind == .fatal)
      #expect(error.message.hasPrefix("a.csv ends before byte"))
    }
  }

  @Test("tells of a compressed file that isn't whole, or isn't what its name says")
  func broken() async throws {
    let whole = try packed("id,n\n" + lines(0..<50_000), as: "a.csv.gz")
    folder.write(whole.prefix(whole.count / 2), to: "a.csv.gz")
    let half = await read("a.csv.gz", in: folder)
    #expect(half.failure?.code == "OZ-F005")
    #expect(half.failure?.mend.contains("may still be being written") == true)
    folder.write("id,n\n1,2\n", to: "b.csv.zst")
    #expect(await read("b.csv.zst", in: folder).failure?.message.contains("b.csv.zst can't be unpacked") == true)
  }

  @Test("declares its options, and names those to come")
  func options() {
    let kind = FilesKind.source([])
    #expect(kind.options.map(\.name) == ["path", "until", "format"])
    #expect(kind.later.contains("follow") && kind.later.contains("connection"))
  }

  @Test("isn't settled while files wait for a lane")
  func notSettled() async throws {
    for number in 0..<20 { folder.write("id,n\n1,2\n", to: "\(number).csv") }
    let source = source("*.csv", in: folder)
    try await source.open()
    let first = try await source.change().gained
    #expect(first.count == 16)
    #expect(try await !source.isSettledElsewhere(beside: first))
    for start in try await source.begin(first, ledger: []) {
      guard
        case .batch(let batch) = try await source.read(
          start.lane, from: .start, limit: ReadLimit(records: 9, bytes: 99)),
        case .ended = try await source.read(start.lane, from: batch.to, limit: ReadLimit(records: 9, bytes: 99))
      else {
        Issue.record("a file has one record")
        return
      }
      await source.release(start.lane)
    }
    let last = try await source.change().gained
    #expect(last.count == 4)
    // The engine may not have heard of them yet.
    #expect(try await !source.isSettledElsewhere(beside: []))
    #expect(try await source.isSettledElsewhere(beside: last))
    await source.close()
  }
}

/// The text as a file of that name holds it.
func packed(_ text: String, as name: String) throws -> [UInt8] {
  var compressor = try Compressor(CompressionKind(path: name))
  var result: [UInt8] = []
  var room = [UInt8](repeating: 0, count: 1 << 16)
  let bytes = Array(text.utf8)
  try unsafe bytes.withUnsafeBytes { bytes in
    var input = unsafe bytes
    while !compressor.isFinished {
      let isLast = unsafe input.isEmpty
      let count = try unsafe room.withUnsafeMutableBytes {
        isLast ? try unsafe compressor.finish(into: $0) : try unsafe compressor.compress(from: &input, into: $0)
      }
      result += room[..<count]
    }
  }
  return result
}

import Engine
import TestSupport
import Testing

@Suite("files of which one is broken") struct BrokenFileTests {
  /// Two files of notes, and between them others that can't be read: damaged, and cut off.
  private struct Rig: SourceRig {
    let folder: TemporaryFolder
    let name = "files, one of them broken"
    var mistakes: [(block: String, message: String)] { [] }

    func block(_ load: Load) -> String { "{ files: { path: \(folder.file("in/*")), format: csv } }" }

    func fill(_ load: Load) async throws {
      try await FilesRig(folder: folder).fill(load)
      folder.write([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], to: "in/aa.csv.gz")
      folder.write([0x28, 0xb5, 0x2f, 0xfd], to: "in/ab.csv.zst")
    }

    func expected(_ load: Load) -> Expected { CSVLines.expected(load) }
  }

  @Test("the others are read to their end, each broken one is told, and the pipeline fails; mended, it is done")
  func others() async throws {
    let subject = Subject(
      name: "broken files", source: { Rig(folder: $0) }, sink: { TableRig(folder: $0) }, isSink: false)
    let laboratory = Laboratory(subject)
    try await laboratory.source.fill(.small)
    let first = try await laboratory.run(Trial())
    let told = first.sayings.compactMap { saying in if case .failed(let failure) = saying { failure } else { nil } }
    #expect(told.map(\.code) == ["OZ-F005", "OZ-F005"])
    for name in ["aa.csv.gz", "ab.csv.zst"] { #expect(told.contains { $0.message.contains(name) }) }
    guard case .failed(let failure) = first.outcome else {
      Issue.record("it ended as \(String(describing: first.outcome))")
      return
    }
    #expect(told.first == failure)
    #expect(try laboratory.sink.arrived(key: laboratory.source.key).count == Load.small.count)
    laboratory.folder.remove("in/aa.csv.gz")
    laboratory.folder.remove("in/ab.csv.zst")
    let second = try await laboratory.run(Trial())
    #expect(second.outcome == .done && second.counts.read == 0)
  }
}

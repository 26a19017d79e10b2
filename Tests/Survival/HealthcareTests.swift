import Glibc
import SQLiteClient
import TestSupport
import Testing

/// The example of one topic of many kinds of record, with more of them, and killed.
@Suite("One topic into a table for each kind") struct HealthcareTests {
  private static let records = 4000

  @Test("however often it is killed, each record arrives once in the table of its kind, and unknown kinds as letters")
  func killed() async throws {
    let seed = surroundings("OUZEL_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: .min ... .max)
    try await alone { try Self.run(seed: seed) }
  }

  private static func run(seed: UInt64) throws {
    print("killing with OUZEL_SEED=\(seed)")
    var dice = Dice(seed: seed)
    let folder = TemporaryFolder()
    try put(in: folder)
    let command = ["run", folder.file("healthcare.yaml"), "--until", "end"]
    var kills = 0
    for _ in 0..<40 where kills < 12 {
      let program = try Program(command, isTracing: true)
      let stores = Int.random(in: 1...3, using: &dice)
      try program.until("something is stored or it ends") { program.trace.stored >= stores || program.end != nil }
      program.signal(SIGKILL)
      try program.wait()
      if program.end == .killed(by: SIGKILL) { kills += 1 } else { break }
    }
    #expect(kills > 3, "it was through before it could be killed, seed \(seed)")
    for _ in 0..<2 {
      let program = try Program(command)
      try program.wait()
      #expect(program.end == .exited(0), "\(program.said)")
    }
    for kind in ["allergies", "labs", "meds"] {
      let numbers = try column("SELECT PATIENT FROM patient_\(kind) ORDER BY 1", of: folder.file("ehr.db"))
      let wanted = (0..<records).map { "\($0 + 10000)" }
      #expect(numbers == wanted, "\(kind): \(numbers.count) rows, seed \(seed)")
    }
    let ids = try column(
      "SELECT count(DISTINCT ID) FROM (SELECT ID FROM patient_labs UNION ALL SELECT ID FROM patient_meds)",
      of: folder.file("ehr.db"))
    #expect(ids == ["\(2 * records)"])
    let quantities = try column("SELECT sum(QUANTITY) FROM patient_meds", of: folder.file("ehr.db"))
    #expect(quantities == ["\((0..<records).reduce(0, +))"])
    #expect(try tables(of: folder.file("ehr.db")) == ["patient_allergies", "patient_labs", "patient_meds"])
    let letters = try column(
      "SELECT count(*) FROM dead_letters WHERE is_settled AND pipeline = 'load'", of: folder.file(".ouzel/state.db"))
    #expect(letters == ["\(records)"])
  }

  /// The example's own configuration, a pace that leaves time to kill, and more records than it has.
  private static func put(in folder: TemporaryFolder) throws {
    let examples = String(#filePath.dropLast("/Tests/Survival/HealthcareTests.swift".count)) + "/Examples/healthcare/"
    let configuration = try text(examples + "healthcare.yaml")
    // The records of the kind that nobody knows come one behind the other: more than most would.
    let paced = configuration.replacing(
      "    retry: {", with: "    rate: 5000/s\n    dead_letters: { stop_above: none }\n    retry: {")
    folder.write(Array(paced.utf8), to: "healthcare.yaml")
    folder.write(Array(try text(examples + "database_config.json").utf8), to: "database_config.json")
    let fields = [
      "allergies": "\"START\":\"2011-03-02\",\"CODE\":#", "labs": "\"TEST\":\"Glucose\",\"VALUE\":#.5",
      "meds": "\"Q\":#", "notes": "\"TEXT\":\"#\"",
    ]
    for (kind, more) in fields {
      let lines = (0..<records).map { number in
        "{\"PATIENT\":\"\(number + 10000)\",\(more.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\(number)"))}\n"
      }
      folder.write(Array(lines.joined().utf8), to: "\(kind).json")
    }
  }

  private static func text(_ path: String) throws -> String {
    guard let file = unsafe fopen(path, "r") else { throw Unmet(what: path, why: "it isn't there", said: "") }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    // The array has as much room as is asked for.
    while case let count = unsafe fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func column(_ query: String, of path: String) throws -> [String] {
    let connection = try Connection(opening: path)
    var select = try connection.prepare(query)
    var values: [String] = []
    while try select.step() == .row { values.append(select.text(0)) }
    return values
  }

  private static func tables(of path: String) throws -> [String] {
    try column(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'ouzel%' ORDER BY 1", of: path)
  }
}

import Glibc
import SQLiteClient
import TestSupport
import Testing

/// What people meet where they send dead letters again.
@Suite("Sent again, by command") struct RedriveCommandTests {
  @Test("what no sink takes by the mended conditions goes to the one for the rest, once", arguments: [true, false])
  func conditions(areTogether: Bool) async throws {
    try await alone {
      let place = Letters()
      place.put("id,v,w\n1,0,0\n2,1,9\n3,9,1\n4,0,1\n5,0,9\n")
      let sinks = { (x: String, z: String) in
        """
        sinks:
              x: { table: { connection: store, name: x }, when: \(x) }
              z: { table: { connection: store, name: z }, when: \(z) }
              rest: { table: { connection: store, name: rest }, when: otherwise }
        """
      }
      let fields = "id: int32, v: int32, w: int32"
      place.configure(fields, sinks("100 // v = 100", "100 // w = 100"))
      try place.finish("run")
      #expect(try place.letters() == ["1 x when", "1 z when", "4 x when", "5 x when"])
      place.configure(fields, sinks("v = 1", "w = 1"))
      if areTogether {
        try place.redrive("--all", "--yes")
      } else {
        for number in [1, 2, 3, 4] { try place.redrive("\(number)", "--yes") }
      }
      #expect(try place.letters() == [])
      #expect(try place.numbers("SELECT id FROM x ORDER BY id") == [2])
      #expect(try place.numbers("SELECT id FROM z ORDER BY id") == [3, 4])
      #expect(try place.numbers("SELECT id FROM rest ORDER BY id") == [1, 5])
    }
  }

  @Test("what fails for one sink that went to all is a letter of that sink alone, and sent to it alone")
  func oneOfAll() async throws {
    try await alone {
      let place = Letters()
      place.put("id,v\n1,x\n2,0\n3,5\n")
      let sinks = { (divisor: String) in
        """
        sinks:
              x: { table: { connection: store, name: x }, steps: [ { select: [id] } ] }
              z: { table: { connection: store, name: z }, steps: [ { set: { q: "10 // \(divisor)" } }, { select: [id] } ] }
        """
      }
      place.configure("id: int32, v: int32", sinks("v"))
      try place.finish("run")
      #expect(try place.letters() == ["1 x decode", "2 z step 1 of z (set)"])
      place.configure("id: int32, v: text", sinks("(id - 1)"))
      try place.redrive("--all", "--yes")
      #expect(try place.letters() == ["1 z step 1 of z (set)"])
      #expect(try place.numbers("SELECT id FROM x ORDER BY id") == [1, 2, 3])
      #expect(try place.numbers("SELECT id FROM z ORDER BY id") == [2, 3])
      // Broken for all of them by now, it is still for the one sink that lacks it.
      place.configure("id: boolean, v: int32", sinks("1"))
      try place.redrive("--all", "--yes")
      #expect(try place.letters() == ["1 z decode"])
      place.configure("id: int32, v: text", sinks("id"))
      try place.redrive("--all", "--yes")
      #expect(try place.letters() == [])
      #expect(try place.numbers("SELECT id FROM x ORDER BY id") == [1, 2, 3])
      #expect(try place.numbers("SELECT id FROM z ORDER BY id") == [1, 2, 3])
    }
  }

  @Test("a redrive that is drained is finished by the next, and a run says so; no other is let in beside it")
  func drained() async throws {
    try await alone {
      let place = Letters()
      place.put("id,v\n" + (0..<300).map { "\($0),x\n" }.joined())
      let sink = "sink: { table: { connection: store, name: t } }\n    batch: { records: 10 }"
      place.configure("id: int32, v: int32", sink)
      try place.finish("run")
      place.configure("id: int32, v: text", sink + "\n    steps: [ { select: [id] } ]\n    rate: 40/s")
      let first = try Program(["dead-letters", "redrive", "--all", "--yes", place.configuration], isTracing: true)
      try first.until("something is stored") { first.trace.stored > 1 }
      let second = try Program(["dead-letters", "redrive", "--all", "--yes", place.configuration])
      #expect(try second.wait() == .exited(4))
      #expect(second.said.contains("another process redrives letters of `p`"), "\(second.said)")
      first.signal(SIGINT)
      #expect(try first.wait() == .exited(130), "\(first.said)")
      #expect(first.said.contains("unfinished; `ouzel dead-letters redrive \(place.configuration)`"), "\(first.said)")
      let run = try place.finish("run")
      #expect(run.said.contains("a redrive of 300 dead letters is unfinished; `ouzel dead-letters redrive "))
      place.configure("id: int32, v: text", sink + "\n    steps: [ { select: [id] } ]")
      let last = try place.redrive()
      #expect(last.said.contains("p: 300 went through · 0 failed again · 0 dead letters left"), "\(last.said)")
      #expect(try place.numbers("SELECT id FROM t ORDER BY id") == Array(0..<300))
      let none = try Program(["dead-letters", "redrive", place.configuration])
      #expect(try none.wait() == .exited(2), "\(none.said)")
    }
  }

  @Test("a redrive runs beside the pipeline's own run, and each has its records once")
  func beside() async throws {
    try await alone {
      let place = Letters(source: "topic: { connection: events, name: t, format: csv }")
      place.put("id,v\n" + (0..<200).map { $0 % 2 == 0 ? "\($0),x\n" : "\($0),5\n" }.joined())
      let sink = "sink: { table: { connection: store, name: t } }"
      let steps = "\n    steps: [ { select: [id] } ]\n    batch: { records: 10 }"
      place.configure("id: int32, v: int32", sink + steps, filling: true)
      try place.finish("run", "--only", "fill")
      let run = try Program(["run", place.configuration, "--only", "p"], isTracing: true)
      try run.until("all are settled") { try place.letters().count == 100 && place.count("t") == 100 }
      place.configure("id: int32, v: text", sink + steps, filling: true)
      try place.redrive("--all", "--yes")
      place.put("id,v\n" + (200..<300).map { "\($0),5\n" }.joined(), as: "more.csv")
      try place.finish("run", "--only", "fill")
      try run.until("the rest is there") { try place.count("t") == 300 }
      run.signal(SIGTERM)
      #expect(try run.wait() == .exited(0), "\(run.said)")
      #expect(try place.numbers("SELECT id FROM t ORDER BY id") == Array(0..<300))
      #expect(try place.letters() == [])
    }
  }

  @Test("letters are exported as lines of JSON, personal ones without their record unless it is noted who has it")
  func exported() async throws {
    try await alone {
      let place = Letters()
      place.put(Array("id,v\n1,x\"y\n2,".utf8) + [0xff] + Array("\n3,\n".utf8))
      let sink = "sink: { table: { connection: store, name: t } }"
      place.configure("id: int32, v: { type: int32, required: true }", sink)
      try place.finish("run")
      let open = try place.export()
      let lines = open.split(separator: "\n").map(String.init)
      #expect(try lines.map { try place.value("json_extract(?1, '$.letter')", of: $0) } == ["1", "2", "3"])
      #expect(
        try lines.map { try place.value("json_extract(?1, '$.stage')", of: $0) } == ["decode", "decode", "contract"])
      let bytes = try lines.map { try place.value("json_extract(?1, '$.bytes')", of: $0) }
      #expect(bytes == ["1,x\"y", nil, "3,"])
      #expect(try place.value("json_extract(?1, '$.bytes_base64')", of: lines[1]) == "Miz/")
      #expect(try place.export("--group", "1").split(separator: "\n").count == 2)

      let personal = Letters()
      personal.put("id,v\n1,Ada7741\n")
      personal.configure("id: int32, v: { type: int32, pii: true }", sink)
      try personal.finish("run")
      #expect(try !personal.export().contains("7741"))
      #expect(try personal.export("--reveal").contains("\"bytes\":\"1,Ada7741\""))
      let reveals = try Program(["dead-letters", "list", "--reveals", personal.configuration])
      try reveals.wait()
      #expect(reveals.printed.contains("letter 1 of p, to user ") && reveals.printed.hasSuffix("\n1 reveal"))
    }
  }

  @Test(
    "letters that go to a topic too are withdrawn there when they went through, and told anew when they failed again")
  func topic() async throws {
    try await alone {
      let place = Letters()
      place.put("id,v\n1,x\n2,y\n")
      let sinks = { (divisor: String) in
        """
        sinks:
              x: { table: { connection: store, name: x }, steps: [ { select: [id] } ] }
              z: { table: { connection: store, name: z }, steps: [ { set: { q: 1 // \(divisor) } }, { select: [id] } ] }
            dead_letters: { to: { topic: { connection: events, name: dead, partitions: 1 } } }
        """
      }
      place.configure("id: int32, v: int32", sinks("id"))
      try place.finish("run")
      #expect(try place.messages() == 2)
      place.configure("id: int32, v: text", sinks("(id - 1)"))
      try place.redrive("--all", "--yes")
      #expect(try place.letters() == ["1 z step 1 of z (set)"])
      // Of the first sink both are withdrawn; the one of the other sink is new.
      #expect(try place.messages() == 5)
      #expect(try place.unsent() == 0)
    }
  }

  @Test("a letter that is only a record's beginning is left out and told, and so is one that a sink is yet to come to")
  func leftOut() async throws {
    try await alone {
      let place = Letters()
      place.put("id,v\n1,x\n2," + String(repeating: "y", count: 100_000) + "\n3,z\n")
      let sink = "sink: { table: { connection: store, name: t } }\n    steps: [ { select: [id] } ]"
      let limit = "\nmax_record: 64KiB"
      place.configure("id: int32, v: int32", sink + limit)
      try place.finish("run")
      #expect(try place.letters().count == 3)
      place.configure("id: int32, v: text", sink + limit)
      let asking = try Program(["dead-letters", "redrive", "--all", place.configuration])
      #expect(try asking.wait() == .exited(2))
      #expect(asking.said.contains("`--yes` says that this is meant"), "\(asking.said)")
      let redrive = try place.redrive("--all", "--yes")
      #expect(redrive.said.contains(" in records.csv at 9): only the beginning"), "\(redrive.said)")
      #expect(redrive.said.contains("p: 2 went through · 0 failed again · 1 dead letter left"), "\(redrive.said)")
      #expect(try place.numbers("SELECT id FROM t ORDER BY id") == [1, 3])

      // Its table and ledger are gone: a run reads all again.
      let other = Letters()
      other.put("id,v\n1,x\n2,5\n")
      other.configure("id: int32, v: int32", sink)
      try other.finish("run")
      for end in ["", "-wal", "-shm"] { unlinkFile(other.database + end) }
      let behind = try other.redrive("--all", "--yes")
      #expect(behind.said.contains("yet to come to the record, or has lost it"), "\(behind.said)")
      #expect(try other.letters() == ["1 sink decode"])
    }
  }
}

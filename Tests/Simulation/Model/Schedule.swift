import Engine

/// One way in which things may happen: what is moved, in which order steps come, and what goes wrong.
package struct Schedule: Sendable, Equatable, CustomStringConvertible {
  /// What the pipelines are.
  package enum Shape: String, Sendable, CaseIterable {
    /// Files into a table.
    case table
    /// Files into a topic, that into a table of the same database, or of another.
    case topicAndTable, topicAndOtherTable
    /// Files into a topic, that into a topic and a table.
    case topicAndBoth
  }

  package var seed: UInt64
  package var shape: Shape
  package var processes: Int
  package var lanes: Int
  /// Of each lane.
  package var records: Int
  package var batch: Int
  /// Whether some records are broken, or refused by the table.
  package var hasBadRecords: Bool
  /// The order in which steps come; nil is that in which they became ready.
  package var order: UInt64?
  package var faults: [PlannedFault]

  /// The schedule that follows from a seed.
  package init(seed: UInt64) {
    var random = SplitMix(seed: seed)
    self.seed = seed
    shape = Shape.allCases.randomElement(using: &random)!
    processes = [1, 1, 2, 3].randomElement(using: &random)!
    lanes = Int.random(in: 1...3, using: &random)
    records = Int.random(in: 1...24, using: &random)
    batch = Int.random(in: 1...7, using: &random)
    hasBadRecords = Bool.random(using: &random)
    order = random.next()
    faults = []
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let process = Int.random(in: 0..<processes, using: &random)
      let fault = Self.fault(&random)
      var planned = PlannedFault(process: process, fault: fault, at: 0)
      planned = PlannedFault(
        process: process, fault: fault,
        at: planned.isOfDisk ? Int.random(in: 0..<120, using: &random) : Int.random(in: 0..<1500, using: &random))
      faults.append(planned)
    }
  }

  private static func fault(_ random: inout SplitMix) -> Fault {
    switch Int.random(in: 0..<16, using: &random) {
    case 0...4: .kill(Fault.Moment.allCases.randomElement(using: &random)!)
    case 5...6: .killAtStep
    case 7: .stop(seconds: [1, 4, 15, 40].randomElement(using: &random)!)
    case 8: .stall(seconds: [1, 6, 15, 90].randomElement(using: &random)!)
    case 9: .diskFails(changes: Int.random(in: 1...6, using: &random))
    case 10: .diskFull(changes: Int.random(in: 1...6, using: &random))
    case 11...12: .lostAnswer
    case 13: .powerLoss
    case 14: .clockSet(seconds: [-4000, -7, 7, 4000].randomElement(using: &random)!)
    default: .drain
    }
  }

  package var description: String {
    let order = order == nil ? "in turn" : "in any order"
    let what = "\(shape): \(lanes) × \(records) records, \(batch) a batch\(hasBadRecords ? ", some of them bad" : "")"
    return "seed \(seed) · \(what) · \(processes) \(processes == 1 ? "process" : "processes") · steps \(order)"
      + faults.map { "\n  \($0)" }.joined()
  }

  /// Schedules that are like this one, but simpler.
  package var simpler: [Schedule] {
    var all: [Schedule] = []
    func add(_ change: (inout Schedule) -> Void) {
      var other = self
      change(&other)
      if other != self { all.append(other) }
    }
    for index in faults.indices { add { $0.faults.remove(at: index) } }
    add { $0.order = nil }
    add { $0.hasBadRecords = false }
    if processes > 1 && !faults.contains(where: { $0.process == processes - 1 }) { add { $0.processes -= 1 } }
    add { $0.shape = .table }
    add { $0.lanes = 1 }
    add { $0.records = 1 }
    add { $0.records = max(1, records / 2) }
    add { $0.records = max(1, records - 1) }
    add { $0.batch = 7 }
    add { $0.batch = 1 }
    return all
  }
}

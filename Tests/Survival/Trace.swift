/// What a program under `OUZEL_TRACE` said that it was doing: the actions that were begun and not ended.
struct Trace {
  /// What a moment is called by what was under way in it.
  enum Phase: String, CaseIterable {
    case reading, writing, committing
    case takingLane = "taking a lane"
    /// Nothing was under way: the pace was waited for.
    case waiting
  }

  /// How many times each action of each pipeline is under way.
  private var open: [String: [String: Int]] = [:]
  /// Pipelines whose source has told its lanes: it is watched for others as long as they run.
  private var hasLanes: Set<String> = []
  /// How many times each action was begun, whatever the pipeline.
  private(set) var begun: [String: Int] = [:]
  /// How many transactions were stored.
  private(set) var stored = 0

  private static let actions = [
    "sinkOpened": "openSink", "sourceOpened": "openSource", "lanes": "watchLanes", "lanesFailed": "watchLanes",
    "began": "begin", "beginFailed": "begin", "read": "read", "processed": "process", "taken": "take", "kept": "keep",
    "stored": "store", "committed": "commit", "released": "release", "abandoned": "abandon",
  ]

  static func actions(of phase: Phase) -> Set<String> {
    switch phase {
    case .reading: ["read", "process"]
    case .writing: ["take", "keep"]
    case .committing: ["store", "commit"]
    case .takingLane: ["openSink", "openSource", "watchLanes", "begin", "release"]
    case .waiting: []
    }
  }

  /// Takes in `trace 12 store-orders > read(…`.
  mutating func take(_ line: String) {
    let words = line.split(separator: " ", maxSplits: 4)
    guard words.count >= 5, words[0] == "trace" else { return }
    let pipeline = String(words[2])
    let name = String(words[4].prefix { $0 != "(" })
    if words[3] == ">" {
      open[pipeline, default: [:]][name, default: 0] += 1
      begun[name, default: 0] += 1
    } else if let action = Self.actions[name] {
      open[pipeline]?[action]? -= 1
      if name == "lanes" { hasLanes.insert(pipeline) }
      if line.hasSuffix("stored(nil)") { stored += 1 }
    }
  }

  /// How many times an action of the phase was begun.
  func begun(_ phase: Phase) -> Int { Self.actions(of: phase).reduce(0) { $0 + begun[$1, default: 0] } }

  private func isOpen(_ phase: Phase) -> Bool {
    open.contains { pipeline, counts in
      Self.actions(of: phase).contains { action in
        counts[action, default: 0] > 0 && (action != "watchLanes" || !hasLanes.contains(pipeline))
      }
    }
  }

  /// What this moment is called; of several things under way the one that happens most seldom.
  var phase: Phase {
    [.committing, .takingLane, .writing, .reading].first { isOpen($0) } ?? .waiting
  }
}

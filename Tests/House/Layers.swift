/// The rows of the house, the top one first: a room uses only what lies in rows below its own. `x/` is every room of
/// that folder, and those don't use each other either. ARCHITECTURE.md says what each is for.
enum Layers {
  static let rows: [[String]] = [
    ["ouzel"],
    ["OuzelCLI"],
    ["Configuration"],
    ["Connectors/"],
    ["State"],
    ["Engine"],
    ["Steps"],
    ["Expressions"],
    ["Clients/"],
    ["Formats/"],
    ["Contracts"],
    ["TimeZones"],
    ["Encodings"],
    ["Columns"],
    ["Compression", "Digests", "Patterns"],
    ["FileSystems"],
    ["Specifications"],
    ["Telemetry", "Threads"],
    ["Libraries/"],
  ]

  /// The row of the room in that folder, counted from the top; nil if the house has none for it.
  static func row(ofPath path: String) -> Int? {
    rows.firstIndex { $0.contains { $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0 } }
  }

  /// The arrows of a manifest that don't go down, and the rooms that stand nowhere or out of order.
  static func complaints(about manifest: Manifest) -> [String] {
    var complaints: [String] = []
    var lowest = 0
    for room in manifest.rooms where manifest.isProduct(room) {
      guard let row = row(ofPath: room.path) else {
        complaints.append("\(room.name) in \(room.path) has no row: give it one in Tests/House/Layers.swift")
        continue
      }
      if row < lowest { complaints.append("\(room.name) is listed below rooms that lie under it") }
      lowest = max(lowest, row)
      for used in room.uses {
        guard let other = manifest.room(used) else {
          complaints.append("\(room.name) uses \(used), which the manifest doesn't list")
          continue
        }
        guard let otherRow = Self.row(ofPath: other.path), otherRow <= row else { continue }
        complaints.append("\(room.name) uses \(used), which doesn't lie below it")
      }
    }
    return complaints
  }
}

import Specifications

/// An offset for each of some partitions: `{"0": 5555}`.
package struct PartitionOffsets: Sendable, Equatable {
  package let byPartition: [Int: Int64]

  package init(_ byPartition: [Int: Int64]) { self.byPartition = byPartition }

  /// The offset in a lane, if it is named.
  package subscript(_ lane: LaneID) -> Int64? { lane.partition.flatMap { byPartition[$0] } }

  /// Reads `0=5555,1=20`, as a command line has it.
  package init?(parsing text: String) {
    var offsets: [Int: Int64] = [:]
    for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let partition = Int(parts[0]), partition >= 0, let offset = Int64(parts[1]), offset >= 0,
        offsets.updateValue(offset, forKey: partition) == nil
      else { return nil }
    }
    self.init(offsets)
  }

  /// Reads a block with the one key `offsets`. The outer nil: it is no such block; the inner: it has a mistake, which is
  /// recorded.
  static func read(_ node: Node, _ reading: inout Reading) -> PartitionOffsets?? {
    guard let entries = node.entries, entries.count == 1, entries[0].name == "offsets" else { return nil }
    guard let pairs = entries[0].value.entries, !pairs.isEmpty else {
      reading.misfit(entries[0].value, wanted: "partitions with their offsets", mend: "for instance `{\"0\": 5555}`")
      return .some(nil)
    }
    var offsets: [Int: Int64] = [:]
    for pair in pairs {
      guard let partition = Int(pair.name), partition >= 0 else {
        reading.problems.error(at: pair.key, "`\(pair.name)` is no partition", mend: "they are numbers from 0 on")
        return .some(nil)
      }
      guard let offset = pair.value.text.flatMap(Int64.init), offset >= 0 else {
        reading.misfit(
          pair.value, wanted: "an offset for partition \(partition)", mend: "offsets are numbers from 0 on")
        return .some(nil)
      }
      offsets[partition] = offset
    }
    return .some(PartitionOffsets(offsets))
  }
}

extension PartitionOffsets: CustomStringConvertible {
  package var description: String {
    "{" + byPartition.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
  }
}

extension LaneID {
  /// The partition of a topic's lane, whose name is the topic's with the partition behind a slash.
  package var partition: Int? {
    name.lastIndex(of: "/").flatMap { Int(name[name.index(after: $0)...]) }
  }
}

extension PartitionOffsets {
  /// The shape of `{offsets: {"0": 5555}}`.
  static let shape = ValueShape.block(
    Specification(
      "offsets", "An offset for each of some partitions.",
      options: [
        Option(
          required: "offsets", .map(of: .integer(in: 0...Int.max)), "The offset of each partition, by its number.",
          example: "{ \"0\": 5555 }")
      ]))
}

import Columns
import Specifications

extension Node {
  /// The metadata that expressions somewhere in the tree may mean: what is written there, in whatever place.
  var metadataNamed: Set<Metadata> {
    var found: Set<Metadata> = []
    collect(into: &found)
    return found
  }

  private func collect(into found: inout Set<Metadata>) {
    switch value {
    case .null: return
    case .sequence(let items): for item in items { item.collect(into: &found) }
    case .mapping(let entries):
      for entry in entries {
        entry.key.collect(into: &found)
        entry.value.collect(into: &found)
      }
    case .scalar(let scalar):
      for piece in scalar.pieces { Self.collect(Array(piece.text.utf8), into: &found) }
    }
  }

  /// All names begin with an underscore, so that most texts are passed over at once.
  private static func collect(_ text: [UInt8], into found: inout Set<Metadata>) {
    for start in text.indices where text[start] == UInt8(ascii: "_") {
      for (one, name) in names where !found.contains(one) {
        if text[start...].starts(with: name, by: { $0 | 0x20 == $1 | 0x20 }) { found.insert(one) }
      }
      // `record_uuid()` is made of it.
      if text[..<start].suffix(6).elementsEqual("record".utf8, by: { $0 | 0x20 == $1 }) { found.insert(.record) }
    }
  }

  private static let names = Metadata.allCases.map { ($0, Array($0.rawValue.utf8)) }
}

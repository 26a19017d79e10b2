package import Specifications

extension JSONOptions {
  /// A record that a configuration holds, as a file or message of its own, in which it stands where records do.
  package func sample(of record: Node) -> String {
    var text = record.asJSON
    if shape == .array || at != nil && shape == .auto { text = "[\(text)]" }
    for step in (at?.steps ?? []).reversed() { text = "{\(Node.quoted(step)):\(text)}" }
    return text
  }
}

import Configuration
import Specifications
import Testing

@testable import OuzelCLI

/// A block of YAML that stands in a document or an example, completed to a configuration.
struct DocumentedBlock: CustomTestStringConvertible {
  /// The document, and the block's first line: how the test's list names it.
  let name: String
  /// A whole configuration.
  let text: String
  /// Whether parts of it are left out, as `…` or in capitals.
  let isSketch: Bool
  /// The files that it goes with, before it.
  let besides: [String]

  var testDescription: String { name }

  /// All blocks of the documents, the README and the examples.
  static let all: [DocumentedBlock] = {
    var all: [DocumentedBlock] = []
    for document in documents { all += blocks(of: document) }
    for folder in Checkout.names("Examples") {
      let path = "Examples/\(folder)/\(folder).yaml"
      all.append(DocumentedBlock(name: path, text: Checkout.text(path) ?? "", isSketch: false, besides: []))
    }
    return all
  }()

  private static var documents: [String] {
    ["README.md", "CONTRIBUTING.md"]
      + Checkout.names("Documentation").filter { $0.hasSuffix(".md") }.map { "Documentation/\($0)" }
  }

  private static func blocks(of document: String) -> [DocumentedBlock] {
    var (blocks, lines): ([DocumentedBlock], [Substring]?) = ([], nil)
    for line in (Checkout.text(document) ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```yaml") {
        lines = []
      } else if line.hasPrefix("```") || line == "---" {
        if let written = lines { blocks.append(block(of: written, in: document)) }
        lines = line == "---" && lines != nil ? [] : nil
      } else if line.hasPrefix("cat > "), line.contains(".yaml <<'END'") {
        lines = []
      } else if line == "END" {
        if let written = lines { blocks.append(block(of: written, in: document)) }
        lines = nil
      } else {
        lines?.append(line)
      }
    }
    return blocks
  }

  private static func block(of lines: [Substring], in document: String) -> DocumentedBlock {
    let text = lines.joined(separator: "\n") + "\n"
    let first = lines.first { !$0.isEmpty } ?? ""
    let isSketch = text.contains("…") || text.contains("NAME: {")
    let name = "\(document): \(first)"
    if first.hasPrefix("steps:") {
      return DocumentedBlock(name: name, text: pipeline(with: text), isSketch: isSketch, besides: [])
    }
    if first.hasSuffix(":"), lines.contains(where: { $0.hasPrefix("  fields:") }) {
      return DocumentedBlock(name: name, text: contract(text), isSketch: isSketch, besides: [])
    }
    let isReplacing = first.contains("the embedded example with these connections")
    return DocumentedBlock(
      name: name, text: text, isSketch: isSketch, besides: isReplacing ? ["Examples/orders/orders.yaml"] : [])
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  /// A contract alone, with a pipeline that holds records against it.
  private static func contract(_ text: String) -> String {
    """
    contracts:
    \(indented(text))
    pipelines:
      p: { source: { stdin: { format: json } }, contract: order, sink: { stdout: { format: json } } }
    """
  }

  /// Steps alone, over columns that they name.
  private static func pipeline(with text: String) -> String {
    """
    contracts:
      order:
        fields: { id: uuid, placed: timestamp, due: timestamp, delivered: timestamp, total: float64, status: text, Q: int32 }
    pipelines:
      p:
        source: { stdin: { format: json } }
        contract: order
    \(indented(indented(text)))
        sink: { stdout: { format: json } }
    """
  }

  /// What is said of it; its variables and the files that it names are made up.
  func told() -> CheckedConfiguration {
    if name.hasPrefix("Examples/") {
      return CheckedConfiguration([name], in: Surroundings(environment: [:], workingDirectory: Checkout.folder))
    }
    var files = [
      "/w/block.yaml": text, "/run/secrets/kafka": "x", "/run/secrets/astra": "x",
      "/w/credentials.json": #"{"host": "db", "dbname": "d", "user": "u", "password": "x"}"#,
      "/w/database_config.json": #"{"patient_allergies": {"id": "uuid"}}"#,
      "/w/topics.yaml": "- { topic: a, group: g, from: earliest, count: 10 }\n- { topic: b, count: 5 }\n",
    ]
    for path in besides { files["/w/\(path)"] = Checkout.text(path) }
    let made = files
    let surroundings = Surroundings(
      environment: ["KAFKA": "h:9092", "KAFKA_USER": "u", "REGISTRY": "http://r:8081"],
      files: FileAccess(
        read: { path throws(FileFailure) in
          guard let text = made[path] else { throw FileFailure("No such file or directory") }
          return Array(text.utf8)
        }, names: { _ in nil }), workingDirectory: "/w")
    return CheckedConfiguration(besides + ["block.yaml"], in: surroundings)
  }
}

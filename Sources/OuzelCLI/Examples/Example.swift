/// A configuration with all that it needs to run, which `ouzel init` writes.
struct Example: Sendable {
  let name: String
  /// The names of its files and what stands in them; the configuration is called like the example.
  let files: [(name: String, text: String)]

  init(_ name: String, files: [(String, String)]) {
    self.name = name
    self.files = files.map { (name: $0.0, text: $0.1) }
  }

  /// What is run with it, in order: what the head of its configuration lists, in the example's own folder.
  var commands: [String] {
    text.split(separator: "\n").prefix { $0.hasPrefix("#") }.filter { $0.hasPrefix("#   ouzel ") }
      .map { String($0.dropFirst(4)) }
  }

  /// What it shows: the first line of its configuration.
  var sentence: String {
    text.split(separator: "\n").first.map { String($0.drop { $0 == "#" || $0 == " " }) } ?? ""
  }

  private var text: String { files.first { $0.name == "\(name).yaml" }?.text ?? "" }
}

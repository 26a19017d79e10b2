/// A configuration with all that it needs to run, which `ouzel init` writes.
struct Example: Sendable {
  let name: String
  /// The names of its files and what stands in them; the configuration is called like the example.
  let files: [(name: String, text: String)]

  init(_ name: String, files: [(String, String)]) {
    self.name = name
    self.files = files.map { (name: $0.0, text: $0.1) }
  }

  /// What it shows: the first line of its configuration.
  var sentence: String {
    let text = files.first { $0.name == "\(name).yaml" }?.text ?? ""
    return text.split(separator: "\n").first.map { String($0.drop { $0 == "#" || $0 == " " }) } ?? ""
  }
}

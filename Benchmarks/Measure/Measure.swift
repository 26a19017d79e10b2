import Glibc

/// Measures parts of the house on one thread: `Measure WHAT ARGUMENTS…` prints what it took as one line of JSON.
@main enum Measure {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    guard let name = arguments.first, let measure = measures[name] else {
      print("usage: Measure \(measures.keys.sorted().joined(separator: "|")) …")
      exit(2)
    }
    measure(Array(arguments.dropFirst()))
  }

  /// What can be measured, by name.
  private static let measures: [String: @Sendable ([String]) -> Void] = [:]
}

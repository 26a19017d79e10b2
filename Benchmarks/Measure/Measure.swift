import Glibc

/// Measures parts of the house beside their peers: `Measure WHAT ARGUMENTS…` prints what it took as one line of JSON.
@main enum Measure {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    guard let name = arguments.first, let measure = measures[name] else {
      print("usage: Measure \(measures.keys.sorted().joined(separator: "|")) …")
      exit(2)
    }
    await measure(Array(arguments.dropFirst()))
  }

  /// What can be measured, by name.
  private static let measures: [String: @Sendable ([String]) async -> Void] = [
    "decode": { await Decoding.measure($0) },
    "encode": { Encoding.measure($0) },
    "expressions": { ExpressionMeasure.run($0) },
    "ceiling": { Ceilings.measure($0) },
    "gather": { Gathering.measure($0) },
  ]

  /// Ends the program with what is wrong with its arguments.
  static func refuse(_ message: String) -> Never {
    print(message)
    exit(2)
  }
}

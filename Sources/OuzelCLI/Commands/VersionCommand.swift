import SQLiteClient

/// `ouzel version`
enum VersionCommand: Command {
  static let number = "0.1.0"
  static let name = "version"
  static let sentence = "tells the version, and those of the libraries in use"
  static let operands = ""
  static let operandCount = 0...0
  static let flags: [Flag] = []
  static let examples: [(line: String, purpose: String)] = []

  static func run(_ arguments: Arguments) async -> ExitCode {
    Terminal.out("ouzel \(number)\nSQLite \(sqliteVersion)")
    return .done
  }
}

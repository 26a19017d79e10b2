/// `ouzel schema`
enum SchemaCommand: Command {
  static let name = "schema"
  static let sentence = "writes the JSON Schema of the configuration, by which editors complete and check it"
  static let operands = ""
  static let operandCount = 0...0
  static let flags: [Flag] = []
  static let examples: [(line: String, purpose: String)] = [
    (
      "ouzel schema > ouzel.schema.json",
      "then `# yaml-language-server: $schema=ouzel.schema.json` as first line of a configuration"
    )
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    Terminal.out(String(ConfigurationSchema(.all).text.dropLast()))
    return .done
  }
}

import Configuration

/// `ouzel describe`
enum DescribeCommand: Command {
  static let name = "describe"
  static let sentence = "writes a configuration as a page of Markdown: a picture, pipelines, contracts, guarantees, DDL"
  static let operands = "[FILE…]"
  static let operandCount = 0...1000
  static let flags: [Flag] = []
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel describe orders.yaml > orders.md", "for a wiki; secrets and personal data are left out")
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    let checked = CheckedConfiguration(arguments.operands, in: .ofProcess())
    if !checked.told.isEmpty { Terminal.error(String(checked.told.dropLast())) }
    guard let plan = checked.plan else { return .usage }
    Terminal.out(String(Description(plan: plan, tree: checked.tree).text.dropLast()))
    return .done
  }
}

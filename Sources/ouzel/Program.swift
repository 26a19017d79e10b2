import OuzelCLI

@main struct Program {
  static func main() async { await OuzelCLI.run() }
}

/// The command line: reads arguments, runs a command, sets the exit code.
package enum OuzelCLI {
  package static func run() async {}
}

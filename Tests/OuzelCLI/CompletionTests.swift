import TestSupport
import Testing

@testable import OuzelCLI

/// Shells that are taught our command line, and really complete it.
@Suite("Completion") struct CompletionTests {
  private static let hasZsh = OtherProgram("zsh") != nil
  private static let hasFish = OtherProgram("fish") != nil
  private let folder = TemporaryFolder()

  private func script(for shell: Shell) -> String {
    folder.write("", to: "orders.yaml")
    return folder.write(CompletionScript(commands: OuzelCLI.commands).text(for: shell), to: "script")
  }

  @Test("in bash knows commands, options, words and files")
  func bash() throws {
    let script = script(for: .bash)
    folder.write(
      """
      source '\(script)'
      complete -p ouzel
      try() { COMP_WORDS=(ouzel "$@"); COMP_CWORD=$#; _ouzel; echo "$* => ${COMPREPLY[*]}"; }
      try ru; try run --on; try run ord; try run --only ord; try dead-letters sh; try explain OZ-D001; try nonsense x
      """, to: "test.sh")
    let (text, isRight) = try #require(OtherProgram("bash")).run("--norc test.sh", in: folder)
    #expect(isRight)
    #expect(
      text
        == """
        complete -F _ouzel ouzel
        ru => run
        run --on => --only
        run ord => orders.yaml
        run --only ord => orders.yaml
        dead-letters sh => show
        explain OZ-D001 => OZ-D001
        nonsense x =>

        """.replacing("x =>\n", with: "x => \n"))
  }

  @Test(
    "in zsh knows commands and words",
    .enabled(if: hasZsh, "zsh is not installed: `Scripts/install-libraries --tests` installs it"))
  func zsh() throws {
    let script = script(for: .zsh)
    folder.write(
      """
      zmodload zsh/zpty
      zpty z zsh -f -i
      zpty -w z 'PS1="> "; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source \(script); echo REA""DY'
      zpty -r z out '*READY*'
      zpty -w -n z $'ouzel comple\\t'
      zpty -r z out '*ouzel completions*'
      zpty -w -n z $'fi\\t'
      zpty -r z out '*fish*' && echo completed
      """, to: "test.zsh")
    let (text, isRight) = try #require(OtherProgram("zsh")).run("-f test.zsh", in: folder)
    #expect(isRight && text.contains("completed"), "\(text)")
  }

  @Test(
    "in fish knows commands, options, words and files",
    .enabled(if: hasFish, "fish is not installed: `Scripts/install-libraries --tests` installs it"))
  func fish() throws {
    let script = script(for: .fish)
    folder.write(
      "source '\(script)'; for line in 'ouzel ru' 'ouzel run --on' 'ouzel run ord' 'ouzel dead-letters s'; complete -C $line; end",
      to: "test.fish")
    let (text, isRight) = try #require(OtherProgram("fish")).run("--no-config test.fish", in: folder)
    #expect(isRight)
    let words = text.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
    for word in ["run", "--only", "orders.yaml", "show"] { #expect(words.contains(word), "\(text)") }
  }
}

/// A shell that can be taught to complete our command line.
enum Shell: String, CaseIterable {
  case bash, zsh, fish
}

/// What teaches a shell to complete the command line, written from what commands declare.
struct CompletionScript {
  let commands: [any Command.Type]

  func text(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  private var names: String { commands.map { $0.name }.joined(separator: " ") }

  // MARK: bash

  private var bash: String {
    let cases = commands.map { command in
      let valued = command.flags.filter { $0.value != nil }.map { "--\($0.name)" }.joined(separator: "|")
      let flags = (command.flags.map { "--\($0.name)" } + ["--help"]).joined(separator: " ")
      return """
            \(command.name))
              valued='\(valued)' flags='\(flags)' operands='\(command.operandWords.joined(separator: " "))' files=\(command.takesFiles ? 1 : 0) ;;
        """
    }
    return """
      # Completes the command line of ouzel in bash. Put it where bash looks, as
      #   ouzel completions bash > ~/.local/share/bash-completion/completions/ouzel
      _ouzel() {
        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
        local valued='' flags='' operands='' files=0
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W '\(names) --help --version' -- "$current"))
          return
        fi
        case ${COMP_WORDS[1]} in
      \(cases.joined(separator: "\n"))
          *) return ;;
        esac
        case "|$valued|" in
          *"|$before|"*)
            compopt -o filenames 2>/dev/null
            COMPREPLY=($(compgen -f -- "$current"))
            return ;;
        esac
        case $current in
          -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
          *)
            COMPREPLY=($(compgen -W "$operands" -- "$current"))
            if [ "$files" -eq 1 ]; then
              compopt -o filenames 2>/dev/null
              COMPREPLY+=($(compgen -f -- "$current"))
            fi ;;
        esac
      }
      complete -F _ouzel ouzel
      """
  }

  // MARK: zsh

  private var zsh: String {
    let described = commands.map { "    '\($0.name):\(Self.quoted($0.sentence))'" }
    let cases = commands.map { command in
      var lines = command.flags.map { flag in
        let value = flag.value.map { ":\($0):\($0 == "FILE" || $0 == "DIR" ? "_files" : "")" } ?? ""
        return "'\(flag.isRepeatable ? "*" : "")--\(flag.name)[\(Self.quoted(flag.sentence, "[]:"))]\(value)'"
      }
      lines.append("'--help[tells more of it]'")
      let words = command.operandWords.joined(separator: " ")
      if !words.isEmpty { lines.append("'1:\(command.name):(\(words))'") }
      if command.takesFiles { lines.append("'*:file:_files'") }
      return "    \(command.name)) _arguments \(lines.joined(separator: " ")) ;;"
    }
    return """
      #compdef ouzel
      # Completes the command line of ouzel in zsh. Put it where zsh looks, as
      #   ouzel completions zsh > "${fpath[1]}/_ouzel"
      _ouzel() {
        local -a commands
        commands=(
      \(described.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in
      \(cases.joined(separator: "\n"))
        esac
      }
      if [ "$funcstack[1]" = _ouzel ]; then _ouzel "$@"; else compdef _ouzel ouzel; fi
      """
  }

  // MARK: fish

  private var fish: String {
    var lines = [
      "# Completes the command line of ouzel in fish. Put it where fish looks, as",
      "#   ouzel completions fish > ~/.config/fish/completions/ouzel.fish", "complete -c ouzel -f",
    ]
    for command in commands {
      lines.append(
        "complete -c ouzel -n __fish_use_subcommand -a \(command.name) -d '\(Self.quoted(command.sentence, ""))'")
      let here = "complete -c ouzel -n '__fish_seen_subcommand_from \(command.name)'"
      for flag in command.flags {
        let value = flag.value.map { $0 == "FILE" || $0 == "DIR" ? " -r -F" : " -x" } ?? ""
        lines.append("\(here) -l \(flag.name)\(value) -d '\(Self.quoted(flag.sentence, ""))'")
      }
      if !command.operandWords.isEmpty { lines.append("\(here) -a '\(command.operandWords.joined(separator: " "))'") }
      if command.takesFiles { lines.append("\(here) -F") }
    }
    return lines.joined(separator: "\n")
  }

  /// A text within single quotes of a shell, without what means more to a completion.
  private static func quoted(_ text: String, _ more: String = ":") -> String {
    var result = ""
    for letter in text {
      if letter == "'" {
        result += "’"
      } else if more.contains(letter) {
        result += "\\\(letter)"
      } else {
        result.append(letter)
      }
    }
    return result
  }
}

import Specifications

/// The point at which libyaml could not go on, explained so that it can be mended: with the line as it should be.
struct YAMLStumble {
  private let source: YAMLSource
  private let failure: YAMLFailure
  /// A scalar in quotes that ends in the line of the failure: what stands behind it is mostly the cause.
  private let quoted: YAMLEvent?
  private let index: Int
  private let line: Range<Int>

  init(_ failure: YAMLFailure, in source: YAMLSource, after last: YAMLEvent?) {
    self.source = source
    self.failure = failure
    index = min(failure.mark.index, source.letters.count)
    line = source.line(of: failure.mark)
    switch last?.kind {
    case .scalar(_, .singleQuoted), .scalar(_, .doubleQuoted):
      quoted = last.flatMap { $0.stop.line == failure.mark.line ? $0 : nil }
    default: quoted = nil
    }
  }

  var problem: Problem {
    let (mark, message, mend) = explanation
    return Problem(.error, at: source.place(mark), message, mend: mend)
  }

  private var isInline: Bool { failure.context.contains("flow") }

  private var explanation: (mark: YAMLMark, message: String, mend: String?) {
    let found = index < source.letters.count ? source.letters[index] : "\n"
    let before = index > 0 ? source.letters[index - 1] : "\n"
    if failure.problem.contains("end of stream"), failure.context.contains("quoted") {
      return (failure.contextMark, "the quote that opens here is never closed", "put the same quote at its end")
    }
    if let quoted, found != "}", found != "]" {
      let mend = rewritten(from: quoted.start.index)
      return (quoted.start, "a value that begins with a quote ends with it, and more stands behind it", mend)
    }
    if found == "{", before == "$" {
      let reference = source.letters[(index - 1)...].prefix { $0 != "}" && $0 != "\n" && $0 != "," }
      let written = String(String.UnicodeScalarView(reference)) + "}"
      return (failure.mark, "`\(written)` needs quotes in a block in one line", "write \"\(written)\"")
    }
    if failure.problem.contains("mapping values are not allowed") || found == ":" { return colon }
    if found == "\t" || source.letters[line].prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
      return (failure.mark, "YAML takes no tabs for indentation", "use spaces")
    }
    return needsQuotes(found) ?? template ?? structure(found)
  }

  /// `{_contract}_x` and `x_{region}` in a block in one line, where braces are the block's.
  private var template: (YAMLMark, String, String?)? {
    guard isInline, line.contains(valueStart) else { return nil }
    let value = source.letters[valueStart..<inlineEnd(from: valueStart)]
    guard let first = value.first, first != "[", let open = value.firstIndex(of: "{"),
      let close = value[open...].firstIndex(of: "}"), open + 1 < close, source.letters[open + 1] != " ",
      !value[open..<close].contains(":")
    else { return nil }
    return (failure.mark, "a value with braces needs quotes here", rewritten(from: valueStart))
  }

  /// `a: b: c`, and what else comes to the same for libyaml.
  private var colon: (YAMLMark, String, String?) {
    let key = source.letters[line.lowerBound..<max(index, line.lowerBound)]
    let isFirst = !key.indices.contains { key[$0] == ":" && key.dropFirst($0 + 1 - key.startIndex).first == " " }
    if key.allSatisfy({ $0 == " " }) { return (failure.mark, "a key is missing before `:`", nil) }
    guard isFirst, failure.mark.line > 0, !key.contains("{"), !key.contains("[") else {
      let mend = rewritten(from: valueStart)
      return (failure.mark, "`: ` within a value makes a key of what stands before it", secondKey(mend) ?? mend)
    }
    let name = String(String.UnicodeScalarView(key.drop { $0 == " " }))
    if isInline, failure.contextMark.line < failure.mark.line { return structure(",") }
    if let assignment { return assignment }
    return (
      failure.mark, "`\(name):` is read as going on with the line above",
      "indent it like its neighbours, or end the line above with `:`"
    )
  }

  /// `memory = 256MiB` or `memory:256MiB` in the line above, which is no key to YAML.
  private var assignment: (YAMLMark, String, String?)? {
    guard line.lowerBound > 0 else { return nil }
    let above = source.letters[..<(line.lowerBound - 1)].suffix(while: { $0 != "\n" })
    let written = above.drop { $0 == " " }
    let mark = YAMLMark(
      index: written.startIndex, line: failure.mark.line - 1, column: written.startIndex - above.startIndex)
    let text = String(String.UnicodeScalarView(written))
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    let rest = text[name.endIndex...].drop { $0 == " " }
    guard !name.isEmpty, let sign = rest.first, sign == "=" || sign == ":", rest.count > 1 else { return nil }
    if sign == ":", rest.dropFirst().first == " " || rest.startIndex > name.endIndex { return nil }
    let value = rest.dropFirst().drop { $0 == " " || $0 == "=" }
    let mend = soundsSecret(name) ? "write `\(name): …`" : "write `\(name): \(value)`"
    if sign == "=" { return (mark, "a key and its value are parted by `: `, and here by `=`", mend) }
    return (mark, "a space is missing behind `\(name):`", mend)
  }

  /// `contract: order rate: 10/s` may be two options in one line.
  private func secondKey(_ mend: String?) -> String? {
    let value = source.letters[valueStart..<index]
    guard !isInline, let space = value.lastIndex(of: " "), let mend else { return nil }
    let word = value[(space + 1)...]
    guard !word.isEmpty, word.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || $0 == "_") }) else {
      return nil
    }
    return "put `\(String(String.UnicodeScalarView(word))):` on a line of its own, or \(mend)"
  }

  /// `placed:timestamp` in the line above is one word to YAML.
  private var missingSpace: (YAMLMark, String, String?)? {
    let mark = failure.contextMark
    let text = source.letters[min(mark.index, source.letters.count)...].prefix { $0 != "\n" && $0 != " " }
    guard let colon = text.firstIndex(of: ":"), colon > text.startIndex, colon + 1 < text.endIndex else { return nil }
    let name = String(String.UnicodeScalarView(text[..<colon]))
    let rest = String(String.UnicodeScalarView(text[(colon + 1)...]))
    guard name.allSatisfy({ $0.isLetter || $0.isNumber || "_-".contains($0) }) else { return nil }
    let mend = soundsSecret(name) ? "put one there" : "write `\(name): \(rest)`"
    return (mark, "a space is missing behind `\(name):`", mend)
  }

  private func needsQuotes(_ found: Unicode.Scalar) -> (YAMLMark, String, String?)? {
    if failure.problem.contains("escape") {
      let mend = "write `\\\\` for a backslash, or use single quotes"
      return (failure.mark, "this is no escape that YAML knows", mend)
    }
    let isName = failure.context.contains("alias") || failure.context.contains("anchor")
    let isBlock = failure.context.contains("block scalar")
    guard isName || isBlock || "@`%!".unicodeScalars.contains(found) else { return nil }
    let mark = isName || isBlock ? failure.contextMark : failure.mark
    let first = mark.index < source.letters.count ? source.letters[mark.index] : found
    let shown = first == "`" ? "a backtick" : "`\(first)`"
    return (mark, "a value that begins with \(shown) needs quotes", rewritten(from: mark.index))
  }

  private func structure(_ found: Unicode.Scalar) -> (YAMLMark, String, String?) {
    if found == "}" || found == "]" { return (failure.mark, "this `\(found)` closes nothing", "leave it out") }
    if isInline, found == ",", source.letters[..<index].last(where: { $0 != " " && $0 != "\n" }) == "," {
      return (failure.mark, "nothing stands between two commas", "leave one out")
    }
    if isInline {
      let closing = failure.context.contains("mapping") ? "}" : "]"
      let opened = "line \(failure.contextMark.line + 1)"
      return (failure.mark, "a `,` or the `\(closing)` of what opens in \(opened) is missing before this", comment)
    }
    if failure.problem.contains("block sequence entries") {
      return (failure.mark, "a list can't begin here", "put each `- ` on a line of its own, or write `[a, b]`")
    }
    if failure.problem.contains("could not find expected ':'") {
      return missingSpace ?? (failure.mark, "a `:` is missing in the line above", "write `name: value`")
    }
    if failure.problem.contains("did not find expected key") || failure.problem.contains("'-' indicator") {
      let mend = "begin it in the same column as its neighbours"
      return (failure.mark, "this line is not indented like those it belongs to", mend)
    }
    if failure.problem.contains("<document start>") {
      return (failure.mark, "nothing more can stand here, since what is above has ended", nil)
    }
    return (failure.mark, "this is no YAML: \(failure.problem)", nil)
  }

  /// A `#` in the line where a block in one line opens makes a comment of the rest, and so of what closes it.
  private var comment: String? {
    let opened = failure.contextMark.index
    guard opened < index else { return nil }
    let line = source.letters[opened..<index].prefix { $0 != "\n" }
    guard let sign = line.indices.first(where: { line[$0] == "#" && $0 > opened && line[$0 - 1] == " " }) else {
      return nil
    }
    let text = String(String.UnicodeScalarView(line[sign...].prefix { $0 != " " && $0 != "," && $0 != "}" }))
    return "what stands behind ` #` is a comment: write \"\(text)\" in quotes if it is meant as text"
  }

  /// Where the value begins in which the failure stands: behind the last `: ` before it.
  private var valueStart: Int {
    let before = line.lowerBound..<index
    let colon = before.last { source.letters[$0] == ":" && $0 + 1 < index && source.letters[$0 + 1] == " " }
    var start = colon.map { $0 + 1 } ?? line.lowerBound
    while start < index, source.letters[start] == " " { start += 1 }
    return start
  }

  /// `write name: "value"`: the value that begins at `start`, in quotes, with its key.
  private func rewritten(from start: Int) -> String? {
    guard line.contains(start) else { return nil }
    var end = isInline || opensBlock(before: start) ? inlineEnd(from: start) : line.upperBound
    if let comment = (start..<end).dropFirst().first(where: {
      source.letters[$0] == "#" && source.letters[$0 - 1] == " "
    }) {
      end = comment
    }
    while end > start, source.letters[end - 1] == " " { end -= 1 }
    guard end > start else { return nil }
    let key = key(before: start)
    if soundsSecret(key.prefix { $0 != ":" && $0 != "\"" }) { return "put the whole value in quotes" }
    let value = source.text(start..<end)
    let isPlain = !value.contains("\"") && !value.contains("\\")
    let inQuotes =
      isPlain
      ? "\"\(value)\""
      : "'" + value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    return "write `\(key)\(inQuotes)`"
  }

  /// Whether a block in one line is open where a value begins: what libyaml tells of aliases doesn't say so.
  private func opensBlock(before start: Int) -> Bool {
    source.letters[line.lowerBound..<start].reduce(0) {
      $0 + ("{[".contains(Character($1)) ? 1 : "}]".contains(Character($1)) ? -1 : 0)
    } > 0
  }

  /// `name: `, if a key of the same line stands before a value.
  private func key(before start: Int) -> String {
    let text = source.letters[line.lowerBound..<start]
    let key = text.suffix(while: { $0 != "{" && $0 != "," && $0 != "[" }).drop { $0 == " " || $0 == "-" }
    return key.contains(":") ? String(String.UnicodeScalarView(key)) : ""
  }

  /// Where a value in a block in one line ends: at the comma or brace that stands in no bracket of the value itself.
  private func inlineEnd(from start: Int) -> Int {
    var open = 0
    for index in start..<line.upperBound {
      switch source.letters[index] {
      case "(", "<", "{", "[": open += 1
      case ")", ">": open -= 1
      case "}", "]":
        if open <= 0 { return index }
        open -= 1
      case ",": if open <= 0 { return index }
      default: break
      }
    }
    return line.upperBound
  }
}

extension ArraySlice {
  /// The longest stretch at the end whose elements all fit.
  fileprivate func suffix(while fits: (Element) -> Bool) -> ArraySlice {
    self[(lastIndex { !fits($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}

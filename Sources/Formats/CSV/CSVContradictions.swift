import Specifications

extension CSVOptions {
  /// Options that are each in order, but not beside each other.
  static func contradictions(_ values: OptionValues, _ problems: inout Problems) {
    let options = CSVOptions(values)
    func refuse(_ option: some AnyOption, _ message: String, mend: String) {
      problems.error(at: values.place(of: option), message, mend: mend)
    }
    if let escape = options.escape {
      let mark = String(Unicode.Scalar(escape))
      if escape == options.quote {
        refuse(
          escapeOption, "`escape` is the same as `quote`",
          mend: "leave `escape` out: two quotes within quotes are one anyway")
      } else if options.delimiter.contains(mark) {
        refuse(escapeOption, "`escape` is a character of `delimiter`", mend: "name another of the two")
      }
    }
    if !options.comment.isEmpty {
      let marks = [options.quote, options.escape].compactMap { $0 }.map { Character(Unicode.Scalar($0)) }
      if let shared = options.comment.first(where: { options.delimiter.contains($0) || marks.contains($0) }) {
        let other = options.delimiter.contains(shared) ? "delimiter" : shared == marks.first ? "quote" : "escape"
        refuse(
          commentOption, "`comment` has the character `\(shared)`, which `\(other)` has too",
          mend: "name another `comment`")
      } else if options.nullText.hasPrefix(options.comment) {
        refuse(
          nullTextOption, "`null_text` begins as a `comment` does, so that a line could begin with either",
          mend: "name another of the two")
      }
    }
    if options.trim && options.delimiter.contains(" ") {
      refuse(
        trimOption, "`trim` takes off the space that `delimiter` consists of",
        mend: options.delimiter.contains { $0 != " " }
          ? "with `trim`, the space around the delimiter needn't be named" : "leave `trim` out")
    }
    if options.nullText.contains(options.delimiter) || options.nullText.contains(where: \.isNewline) {
      refuse(
        nullTextOption, "no field says `null_text`, which holds a delimiter or line end", mend: "name another text")
    } else if options.nullTextRunsOn {
      refuse(
        nullTextOption, "`null_text` ends with what takes the delimiter behind it for itself", mend: "name another text"
      )
    } else if let quote = options.quote, options.nullText.utf8.first == quote {
      refuse(
        nullTextOption, "`null_text` begins with a quote, and a quoted field is never null",
        mend: "write it without quotes")
    } else if options.trim,
      [" ", "\t"].contains(options.nullText.last) || [" ", "\t"].contains(options.nullText.first)
    {
      refuse(
        nullTextOption, "`null_text` has space around it, which `trim` takes off", mend: "write it without the space")
    }
  }

  /// Whether a field of the null text wouldn't end where that does, for an escape at its end or half a delimiter.
  private var nullTextRunsOn: Bool {
    let delimiter = Array(delimiter.utf8)
    let field = Array(nullText.utf8) + delimiter
    let end = field.count - delimiter.count
    var at = 0
    while at < end {
      if field[at...].starts(with: delimiter) { return true }
      at += field[at] == escape ? 2 : 1
    }
    return at > end
  }
}

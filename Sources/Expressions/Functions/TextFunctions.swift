import Columns

/// Functions of text. Characters are code points, as DuckDB counts them.
enum TextFunctions {
  static let all: [Function] = [
    Function(
      "||", .operators, "Texts one behind the other; other values stand as their text.", example: "'a' || 'b'",
      "ab", [joined]),
    Function(
      "lower", .text, "The text in small letters.", example: "lower('Ouzel')", "ouzel",
      [Overload([.text], .text) { TextCase.lowercased($1[0], &$0) }], aliases: ["lcase"]),
    Function(
      "upper", .text, "The text in capitals.", example: "upper('Ouzel')", "OUZEL",
      [Overload([.text], .text) { TextCase.uppercased($1[0], &$0) }], aliases: ["ucase"]),
    Function(
      "trim", .text, "The text without spaces, or the characters named, at both ends.", example: "trim('  a ')",
      "a", TextTrimming.overloads(start: true, end: true)),
    Function(
      "ltrim", .text, "The text without spaces, or the characters named, at its beginning.",
      example: "ltrim('xxa', 'x')", "a", TextTrimming.overloads(start: true, end: false)),
    Function(
      "rtrim", .text, "The text without spaces, or the characters named, at its end.",
      example: "rtrim('a  ')", "a", TextTrimming.overloads(start: false, end: true)),
    Function(
      "length", .text, "How many characters the text has.", example: "length('ouzel')", "5",
      [
        Overload([.text], .int64) { evaluation, arguments in
          if arguments[0].isASCII { return evaluation.lengths(arguments[0]) }
          let texts = arguments[0].texts
          return evaluation.values(arguments, .int64) { unsafe Int64(UTF8Text.count(texts[$0])) }
        }
      ], aliases: ["char_length", "character_length"]),
    Function(
      "substring", .text, "The text from a character on, counted from 1, or from the end by a negative number.",
      example: "substring('ouzel', 2, 3)", "uze", TextSlicing.substring,
      aliases: ["substr"]),
    Function(
      "left", .text, "The first so many characters; a negative number leaves off so many at the end.",
      example: "left('ouzel', 2)", "ou", [TextSlicing.left]),
    Function(
      "right", .text, "The last so many characters; a negative number leaves off so many at the beginning.",
      example: "right('ouzel', 2)", "el", [TextSlicing.right]),
    Function(
      "split_part", .text, "One of the parts between separators, counted from 1, or from the end by a negative number.",
      example: "split_part('a,b,c', ',', 2)", "b", [TextSlicing.splitPart]),
    Function(
      "replace", .text, "The text with every occurrence of a second replaced by a third.",
      example: "replace('a-b', '-', '+')", "a+b", [TextBuilding.replace]),
    Function(
      "reverse", .text, "The text from its end to its beginning.", example: "reverse('abc')", "cba",
      [TextBuilding.reverse]),
    Function(
      "lpad", .text, "The text filled up at its beginning, or cut, to so many characters.",
      example: "lpad('7', 3, '0')", "007", [TextBuilding.pad(isLeft: true)]),
    Function(
      "rpad", .text, "The text filled up at its end, or cut, to so many characters.",
      example: "rpad('7', 3, '0')", "700", [TextBuilding.pad(isLeft: false)]),
    Function(
      "concat", .text, "Values as text, one behind the other; null counts as nothing.",
      example: "concat('a', null, 1)", "a1", [TextBuilding.concat]),
    Function(
      "concat_ws", .text, "Values as text with a separator between them; null is left out.",
      example: "concat_ws('-', 'a', null, 'b')", "a-b", [TextBuilding.concatWithSeparator]),
    Function(
      "starts_with", .text, "Whether the text begins with a second.", example: "starts_with('ouzel', 'ou')",
      "true", [unsafe test { unsafe TextSearch.hasPrefix($0, $1) }], aliases: ["prefix"]),
    Function(
      "ends_with", .text, "Whether the text ends with a second.", example: "ends_with('ouzel', 'el')", "true",
      [unsafe test { unsafe TextSearch.hasSuffix($0, $1) }], aliases: ["suffix"]),
    Function(
      "contains", .text, "Whether a second text occurs in the text.", example: "contains('ouzel', 'uz')",
      "true", [unsafe test { unsafe TextSearch.find($1, in: $0) != nil }]),
    Function(
      "strpos", .text, "At which character a second text begins first, 0 if it doesn't occur.",
      example: "strpos('ouzel', 'z')", "3",
      [
        Overload([.text, .text], .int64) { evaluation, arguments in
          let (texts, parts, isASCII) = (arguments[0].texts, arguments[1].texts, arguments[0].isASCII)
          return evaluation.values(arguments, .int64) { row -> Int64 in
            let text = unsafe texts[row]
            if isASCII { return unsafe Int64((TextSearch.find(parts[row], in: text) ?? -1) + 1) }
            guard let place = unsafe TextSearch.find(parts[row], in: text) else { return 0 }
            return unsafe Int64(UTF8Text.count(UnsafeRawBufferPointer(rebasing: text[..<place]))) + 1
          }
        }
      ], aliases: ["instr"]),
  ]

  /// `a || b`
  private static let joined: Overload = {
    var overload = Overload([.text, .text], .text) { evaluation, arguments in
      let (a, b) = (arguments[0].texts, arguments[1].texts)
      let count = evaluation.rows(of: arguments)
      let bytes =
        (arguments[0].isConstant ? a.byteCount * count : a.byteCount)
        + (arguments[1].isConstant ? b.byteCount * count : b.byteCount)
      return evaluation.texts(arguments, bytes: bytes) { row, out in
        unsafe out.append(piece: a[row])
        unsafe out.append(piece: b[row])
      }
    }
    overload.takesAnyAsText = true
    return overload
  }()

  private static func test(
    _ body: @escaping @Sendable (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Bool
  ) -> Overload {
    Overload([.text, .text], .bool) { evaluation, arguments in
      let (a, b) = (arguments[0].texts, arguments[1].texts)
      return evaluation.bits(arguments) { unsafe body(a[$0], b[$0]) }
    }
  }
}

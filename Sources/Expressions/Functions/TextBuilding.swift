import Columns

/// Functions that put texts together.
enum TextBuilding {
  static let replace = Overload([.text, .text, .text], .text, canFail: true) { evaluation, arguments in
    let (texts, wanted, substitutes) = (arguments[0].texts, arguments[1].texts, arguments[2].texts)
    return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
      let (text, part, substitute) = unsafe (texts[row], wanted[row], substitutes[row])
      var from = 0
      while part.count > 0,
        let found = unsafe TextSearch.find(part, in: UnsafeRawBufferPointer(rebasing: text[from...]))
      {
        unsafe out.append(piece: UnsafeRawBufferPointer(rebasing: text[from..<from + found]))
        unsafe out.append(piece: substitute)
        from += found + part.count
        if out.count > TextWriter.most { return }
      }
      unsafe out.append(piece: UnsafeRawBufferPointer(rebasing: text[from...]))
    }
  }

  /// Characters that belong together stay so.
  static let reverse = Overload([.text], .text) { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
      let text = unsafe texts[row]
      if unsafe UTF8Text.isASCII(text) {
        out.reserve(text.count)
        let end = unsafe out.end.assumingMemoryBound(to: UInt8.self)
        for place in 0..<text.count { unsafe end[place] = text[text.count - 1 - place] }
        out.advance(by: text.count)
      } else {
        out.append(String(unsafe String(decoding: text, as: UTF8.self).reversed()))
      }
    }
  }

  static func pad(isLeft: Bool) -> Overload {
    let name = isLeft ? "lpad" : "rpad"
    return Overload([.text, .int64, .text], .text, canFail: true) { evaluation, arguments in
      let (texts, counts, fillings) = (arguments[0].texts, arguments[1].fixed(Int64.self), arguments[2].texts)
      var (empty, long): ([Int], [Int]) = ([], [])
      let padded = evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
        let (text, filling) = unsafe (texts[row], fillings[row])
        let count = Int(min(max(counts[row], 0), Int64(Int32.max)))
        let missing = unsafe count - UTF8Text.count(text)
        if missing <= 0 {
          unsafe out.append(piece: UTF8Text.slice(text, from: 0, to: max(count, 0)))
        } else if filling.count == 0 {
          empty.append(row)
        } else if missing > TextWriter.most {
          long.append(row)
        } else {
          if !isLeft { unsafe out.append(piece: text) }
          unsafe fill(&out, filling, missing)
          if isLeft { unsafe out.append(piece: text) }
        }
      }
      for row in empty { evaluation.fail(row, "`\(plain: name)` has nothing to fill up with") }
      for row in long { evaluation.fail(row, TextWriter.refusal) }
      return padded
    }
  }

  private static func fill(_ out: inout RawMemory, _ filling: UnsafeRawBufferPointer, _ missing: Int) {
    let length = unsafe UTF8Text.count(filling)
    for _ in 0..<(missing / length) {
      unsafe out.append(piece: filling)
      if out.count > TextWriter.most { return }
    }
    unsafe out.append(piece: UTF8Text.slice(filling, from: 0, to: missing % length))
  }

  static let concat: Overload = {
    var overload = Overload([.text, .text], .text, isStrict: false) { evaluation, arguments in
      assembled(&evaluation, arguments[...], separator: nil)
    }
    overload.isVariadic = true
    overload.takesAnyAsText = true
    return overload
  }()

  static let concatWithSeparator: Overload = {
    var overload = Overload([.text, .text, .text], .text, isStrict: false) { evaluation, arguments in
      arguments[0].isNull
        ? Vector(.null(.text)) : assembled(&evaluation, arguments.dropFirst(), separator: arguments[0])
    }
    overload.isVariadic = true
    overload.takesAnyAsText = true
    overload.mayBeNull = true
    return overload
  }()

  /// The texts of each row that aren't null, one behind the other.
  private static func assembled(
    _ evaluation: inout Evaluation, _ arguments: ArraySlice<Vector>, separator: Vector?
  ) -> Vector {
    let everything = arguments + [separator].compactMap { $0 }
    let count = evaluation.rows(of: Array(everything))
    let parts = arguments.filter { !$0.isNull }.map { (texts: $0.texts, valid: BitReader(validityOf: $0)) }
    let separators = separator?.texts
    var writer = TextWriter(rows: count, bytes: parts.reduce(0) { $0 + $1.texts.byteCount })
    for row in 0..<count {
      var isFirst = true
      for part in parts where part.valid[row] {
        if !isFirst, let separators { unsafe writer.append(separators[row]) }
        unsafe writer.append(part.texts[row])
        isFirst = false
      }
      writer.finish()
    }
    for row in writer.refused { evaluation.fail(row, TextWriter.refusal) }
    let validity = separator.flatMap { Bitmap.validity([$0], count: count) }
    return Vector(
      writer.column(validity: validity), isConstant: everything.allSatisfy(\.isConstant))
  }
}

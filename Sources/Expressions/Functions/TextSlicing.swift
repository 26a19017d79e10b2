import Columns

/// Functions that give a part of a text.
enum TextSlicing {
  static let left = Overload([.text, .int64], .text) { evaluation, arguments in
    slices(&evaluation, arguments) { text, counts in
      let count = counts.first
      if count >= 0 { return (0, clamped(count)) }
      return (0, max(text.count + clamped(count), 0))
    }
  }

  static let right = Overload([.text, .int64], .text) { evaluation, arguments in
    slices(&evaluation, arguments) { text, counts in
      let count = clamped(counts.first)
      if count < 0 { return (-count, .max) }
      return (max(text.count - count, 0), .max)
    }
  }

  static let substring = [
    Overload([.text, .int64], .text) { evaluation, arguments in
      slices(&evaluation, arguments) { text, numbers in (start(numbers.first, in: text), .max) }
    },
    Overload([.text, .int64, .int64], .text) { evaluation, arguments in
      slices(&evaluation, arguments) { text, numbers in
        // A negative length takes what stands before the start.
        let start = start(numbers.first, in: text)
        let end = start + clamped(numbers.second)
        return (min(start, end), max(start, end))
      }
    },
  ]

  /// The index of the character that is number `number`, which may lie before the text.
  @inline(__always) private static func start(_ number: Int64, in text: Characters) -> Int {
    let number = clamped(number)
    return number >= 0 ? number - 1 : text.count + number
  }

  /// Numbers beyond what any text has, brought where sums don't overflow.
  @inline(__always) private static func clamped(_ number: Int64) -> Int { Int(min(max(number, -1 << 40), 1 << 40)) }

  /// For each row the characters of a range that `body` says.
  @inline(__always) private static func slices(
    _ evaluation: inout Evaluation, _ arguments: [Vector],
    _ body: (Characters, (first: Int64, second: Int64)) -> (from: Int, to: Int)
  ) -> Vector {
    let texts = arguments[0].texts
    let first = arguments[1].fixed(Int64.self)
    let second = arguments.count > 2 ? arguments[2].fixed(Int64.self) : first
    if arguments[0].isASCII {
      return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
        let text = unsafe texts[row]
        let (from, to) = unsafe body(Characters(text: text, isASCII: true), (first[row], second[row]))
        let (start, end) = (min(max(from, 0), text.count), min(to, text.count))
        if end > start { unsafe out.append(piece: UnsafeRawBufferPointer(rebasing: text[start..<end])) }
      }
    }
    return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
      let text = unsafe texts[row]
      let (from, to) = unsafe body(Characters(text: text, isASCII: false), (first[row], second[row]))
      if to > max(from, 0) { unsafe out.append(piece: UTF8Text.slice(text, from: max(from, 0), to: to)) }
    }
  }

  /// The characters of a text, counted where somebody asks.
  @safe private struct Characters {
    let text: UnsafeRawBufferPointer
    let isASCII: Bool

    @inline(__always) init(text: UnsafeRawBufferPointer, isASCII: Bool) {
      unsafe self.text = text
      self.isASCII = isASCII
    }

    @inline(__always) var count: Int { unsafe isASCII ? text.count : UTF8Text.count(text) }
  }

  static let splitPart = Overload([.text, .text, .int64], .text) { evaluation, arguments in
    let (texts, separators) = (arguments[0].texts, arguments[1].texts)
    let numbers = arguments[2].fixed(Int64.self)
    return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
      let (text, separator) = unsafe (texts[row], separators[row])
      var number = clamped(numbers[row])
      // Without a separator each character is a part.
      if separator.count == 0 {
        let count = unsafe UTF8Text.count(text)
        if number < 0 { number += count + 1 }
        if number > 0 { unsafe out.append(UTF8Text.slice(text, from: number - 1, to: number)) }
        return
      }
      if number < 0 {
        var parts = 1
        unsafe eachPart(text, separator) { _, _ in
          parts += 1
          return true
        }
        number += parts
        // `eachPart` calls once for the last part too.
      }
      guard number > 0 else { return }
      var left = number
      unsafe eachPart(text, separator) { from, to in
        left -= 1
        if left == 0 { unsafe out.append(piece: UnsafeRawBufferPointer(rebasing: text[from..<to])) }
        return left > 0
      }
    }
  }

  /// Calls `body` for each part between separators, until it says no.
  @inline(__always) private static func eachPart(
    _ text: UnsafeRawBufferPointer, _ separator: UnsafeRawBufferPointer, _ body: (Int, Int) -> Bool
  ) {
    var from = 0
    while let found = unsafe TextSearch.find(separator, in: UnsafeRawBufferPointer(rebasing: text[from...])) {
      guard body(from, from + found) else { return }
      from += found + separator.count
    }
    _ = body(from, text.count)
  }
}

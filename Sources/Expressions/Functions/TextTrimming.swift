import Columns

/// `trim`, `ltrim` and `rtrim`.
enum TextTrimming {
  /// Without a second argument spaces go, those of Unicode included, but neither tabs nor line ends.
  static func overloads(start: Bool, end: Bool) -> [Overload] {
    [
      Overload([.text], .text) { evaluation, arguments in
        let texts = arguments[0].texts
        return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
          unsafe out.append(piece: trimmed(texts[row], start, end) { $0 == " " || $0.isOtherSpace })
        }
      },
      Overload([.text, .text], .text) { evaluation, arguments in
        let (texts, signs) = (arguments[0].texts, arguments[1].texts)
        return evaluation.texts(arguments, bytes: texts.byteCount) { row, out in
          let unwanted = unsafe String(decoding: signs[row], as: UTF8.self).unicodeScalars
          unsafe out.append(piece: trimmed(texts[row], start, end) { unwanted.contains($0) })
        }
      },
    ]
  }

  @inline(__always) private static func trimmed(
    _ text: UnsafeRawBufferPointer, _ start: Bool, _ end: Bool, _ isUnwanted: (Unicode.Scalar) -> Bool
  ) -> UnsafeRawBufferPointer {
    var (first, last) = (0, text.count)
    while start, first < last {
      let length = unsafe UTF8Text.length(at: first, in: text)
      guard isUnwanted(unsafe scalar(text, first, first + length)) else { break }
      first += length
    }
    while end, first < last {
      var before = last - 1
      while before > first, unsafe text[before] & 0xC0 == 0x80 { before -= 1 }
      guard isUnwanted(unsafe scalar(text, before, last)) else { break }
      last = before
    }
    return unsafe UnsafeRawBufferPointer(rebasing: text[first..<last])
  }

  @inline(__always) private static func scalar(
    _ text: UnsafeRawBufferPointer, _ from: Int, _ to: Int
  ) -> Unicode.Scalar {
    let lead = unsafe text[from]
    if lead < 0x80 { return Unicode.Scalar(lead) }
    let character = unsafe String(decoding: UnsafeRawBufferPointer(rebasing: text[from..<to]), as: UTF8.self)
    return character.unicodeScalars.first ?? "\u{FFFD}"
  }
}

extension Unicode.Scalar {
  /// Whether it is one of Unicode's spaces beyond ASCII.
  fileprivate var isOtherSpace: Bool { value >= 0x80 && properties.generalCategory == .spaceSeparator }
}

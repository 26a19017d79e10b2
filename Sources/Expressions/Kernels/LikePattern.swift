import Columns

/// A pattern of `like`, taken apart: the pieces that stand between its `%`.
struct LikePattern {
  /// Bytes and single characters that follow each other.
  private struct Piece {
    var bytes: [UInt8] = []
    /// Whether each of the bytes stands for any character.
    var isAny: [Bool] = []
    var isPlain = true
  }

  /// The first begins where the text does, the last ends where it ends; one alone is all of it.
  private var pieces: [Piece] = [Piece()]

  /// Nil if the pattern ends with its escape character.
  init?(_ pattern: UnsafeRawBufferPointer, escape: UInt8?) {
    var isEscaped = false
    for place in 0..<pattern.count {
      let byte = unsafe pattern[place]
      if !isEscaped, byte == escape {
        isEscaped = true
        continue
      }
      if !isEscaped, byte == UInt8(ascii: "%") {
        pieces.append(Piece())
      } else {
        pieces[pieces.count - 1].bytes.append(byte)
        let isAny = !isEscaped && byte == UInt8(ascii: "_")
        pieces[pieces.count - 1].isAny.append(isAny)
        if isAny { pieces[pieces.count - 1].isPlain = false }
      }
      isEscaped = false
    }
    if isEscaped { return nil }
    // Nothing between two `%` is as good as one of them.
    let middle = pieces.dropFirst().dropLast().filter { !$0.bytes.isEmpty }
    if let first = pieces.first, let last = pieces.last, pieces.count > 2 { pieces = [first] + middle + [last] }
  }

  /// Where texts match. The patterns that people write most have loops of their own.
  func matches(in texts: TextReader, of arguments: [Vector], _ evaluation: Evaluation) -> Vector {
    if pieces.allSatisfy(\.isPlain) {
      let (first, last) = (pieces[0].bytes, pieces[pieces.count - 1].bytes)
      switch (pieces.count, first.isEmpty, last.isEmpty) {
      case (1, _, _):
        return unsafe first.withUnsafeBytes { all in
          evaluation.bits(arguments) { unsafe TextSearch.isEqual(texts[$0], all) }
        }
      case (2, _, true):
        if let short = ShortText(first) { return evaluation.bits(arguments) { short.isPrefix($0, of: texts) } }
        return unsafe first.withUnsafeBytes { start in
          evaluation.bits(arguments) { unsafe TextSearch.hasPrefix(texts[$0], start) }
        }
      case (2, true, _):
        return unsafe last.withUnsafeBytes { end in
          evaluation.bits(arguments) { unsafe TextSearch.hasSuffix(texts[$0], end) }
        }
      case (3, true, true):
        return unsafe pieces[1].bytes.withUnsafeBytes { middle in
          evaluation.bits(arguments) { unsafe TextSearch.find(middle, in: texts[$0]) != nil }
        }
      default: break
      }
    }
    return evaluation.bits(arguments) { unsafe matches(texts[$0]) }
  }

  /// Whether a text matches. Each piece is best taken where it is found first, so that no pattern takes more than the
  /// product of the lengths.
  func matches(_ text: UnsafeRawBufferPointer) -> Bool {
    guard var place = unsafe end(of: pieces[0], in: text, at: 0) else { return false }
    if pieces.count == 1 { return place == text.count }
    for index in 1..<pieces.count - 1 {
      guard let end = unsafe find(pieces[index], in: text, from: place) else { return false }
      place = end
    }
    let last = pieces.count - 1
    if pieces[last].isPlain {
      let start = text.count - pieces[last].bytes.count
      return unsafe start >= place && end(of: pieces[last], in: text, at: start) != nil
    }
    // Characters have several lengths: the place from which a piece reaches the end isn't known.
    while place <= text.count {
      if unsafe end(of: pieces[last], in: text, at: place) == text.count { return true }
      place += unsafe place < text.count ? UTF8Text.length(at: place, in: text) : 1
    }
    return false
  }

  /// The end of the first place from `from` on at which a piece stands.
  @inline(__always) private func find(_ piece: Piece, in text: UnsafeRawBufferPointer, from: Int) -> Int? {
    if piece.isPlain {
      return unsafe piece.bytes.withUnsafeBytes { bytes in
        unsafe TextSearch.find(bytes, in: UnsafeRawBufferPointer(rebasing: text[from...])).map {
          from + $0 + bytes.count
        }
      }
    }
    var place = from
    while place <= text.count {
      if let end = unsafe end(of: piece, in: text, at: place) { return end }
      place += unsafe place < text.count ? UTF8Text.length(at: place, in: text) : 1
    }
    return nil
  }

  /// Where a piece ends that stands at a place; nil if it doesn't.
  @inline(__always) private func end(of piece: Piece, in text: UnsafeRawBufferPointer, at start: Int) -> Int? {
    var place = start
    for index in piece.bytes.indices {
      guard place < text.count else { return nil }
      if piece.isAny[index] {
        place += unsafe UTF8Text.length(at: place, in: text)
      } else if unsafe text[place] == piece.bytes[index] {
        place += 1
      } else {
        return nil
      }
    }
    return place
  }
}

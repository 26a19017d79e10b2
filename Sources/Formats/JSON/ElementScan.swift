import CScan
import Columns

/// Looks for where an element of an array ends, or an object among others, by strings and brackets alone: whether it is
/// JSON the decoder says. It goes on where it stopped, so that the bytes may come piece by piece.
///
/// What is broken ends as soon as brackets allow, so that what follows is read again: a line end ends a string that
/// nobody closed; a closing bracket closes all that was opened within its own; and in an object a line that begins with
/// a bracket, and no further in than the element did, begins another element. Behind a colon it may be the value, and
/// is that, unless the element has no end then, or gets deeper than any may be: so it is never looked for that end
/// through all of a text, from each of many elements.
@safe struct ElementScan: Sendable {
  /// How elements stand.
  enum Place: Sendable {
    /// In an array that is all of the text, with commas between.
    case array
    /// In an array within the text.
    case nestedArray
    /// Behind one another.
    case stream
  }

  /// What was found.
  enum Finding: Equatable {
    /// The bytes end within the element.
    case more
    /// The element ends before `end`; the next one begins at `next`.
    case element(end: Int, next: Int)
    /// No element comes, but the array's bracket, at this place.
    case close(Int)
  }

  private let place: Place
  /// One bit a level, set where it is an object; those deeper than it has bits aren't told apart.
  private var levels: UInt128 = 0
  private var depth = 0
  /// How many levels are open beyond those.
  private var deeper = 0
  private var hasBegun = false
  private var isInString = false
  private var isEscaped = false
  /// Whether nothing but space has come since the last line end, and how much.
  private var isLineStart = true
  private var indentation = 0
  /// How far in the element's first line begins.
  private var ownIndentation = 0
  /// The last byte that is no space.
  private var last: UInt8 = 0
  /// The first line, of those seen by the last call, that may begin another element though a colon stands before it: if
  /// this one has no end, it does.
  private(set) var doubt: Int?

  init(_ place: Place) { self.place = place }

  /// Goes on with `p[at..<end]`; `isEnd` tells that nothing follows.
  @unsafe mutating func next(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, isEnd: Bool) -> Finding {
    var i = at
    doubt = nil
    while i < end {
      if isInString {
        i = unsafe string(p, i, end)
        continue
      }
      let byte = unsafe p[i]
      if byte <= 0x20 {
        if byte == 0x0a {
          if place == .stream && hasBegun && depth == 0 { return .element(end: i, next: i + 1) }
          isLineStart = true
          indentation = 0
        } else if isLineStart {
          indentation += 1
        }
        i += 1
        continue
      }
      if let found = unsafe token(byte, p, i, end, isEnd: isEnd) { return found }
      last = byte
      isLineStart = false
      i += 1
    }
    // An element of an array isn't whole before its comma or the array's bracket is there: reading goes on behind those.
    return place == .stream && hasBegun && depth == 0 && isEnd && !isInString ? .element(end: end, next: end) : .more
  }

  /// Takes in a byte that is no space and stands in no string.
  @unsafe @inline(__always)
  private mutating func token(
    _ byte: UInt8, _ p: UnsafePointer<UInt8>, _ i: Int, _ end: Int, isEnd: Bool
  ) -> Finding? {
    switch byte {
    case 0x22: isInString = true
    case 0x7b:
      if mayBeNext {
        if last != 0x3a { return .element(end: i, next: i) }
        doubt = doubt ?? i
      }
      open(isObject: true)
      if isTooDeep, let doubt { return .element(end: doubt, next: doubt) }
    case 0x5b:
      open(isObject: false)
      if isTooDeep, let doubt { return .element(end: doubt, next: doubt) }
    case 0x7d:
      close(isObject: true)
      if place == .stream && depth == 0 && hasBegun { return .element(end: i + 1, next: i + 1) }
    case 0x5d:
      if !close(isObject: false) && place != .stream {
        if !hasBegun { return .close(i) }
        if unsafe depth == 0 || endsArray(p, i + 1, end, isEnd: isEnd) { return .element(end: i, next: i) }
      }
    case 0x2c where depth == 0 && place != .stream: return .element(end: i, next: i + 1)
    default: break
    }
    begin()
    return nil
  }

  @inline(__always) private mutating func begin() {
    if hasBegun { return }
    hasBegun = true
    ownIndentation = indentation
  }

  @inline(__always) private mutating func open(isObject: Bool) {
    if depth == 128 {
      deeper += 1
      return
    }
    levels = levels << 1 | (isObject ? 1 : 0)
    depth += 1
  }

  /// Closes the innermost level of its kind and all within it; false where there is none.
  @inline(__always) @discardableResult
  private mutating func close(isObject: Bool) -> Bool {
    if deeper > 0 {
      deeper -= 1
      return true
    }
    if depth > 0 && (levels & 1 == 1) == isObject {
      levels >>= 1
      depth -= 1
      return true
    }
    return closeOuter(isObject: isObject)
  }

  @inline(never) private mutating func closeOuter(isObject: Bool) -> Bool {
    var (rest, left) = (levels, depth)
    while left > 0 {
      let isIt = (rest & 1 == 1) == isObject
      rest >>= 1
      left -= 1
      if isIt {
        (levels, depth) = (rest, left)
        return true
      }
    }
    return false
  }

  /// Whether a brace that comes now can be another element's; unless it is the value behind a colon, it is.
  private var mayBeNext: Bool { isLineStart && depth > 0 && levels & 1 == 1 && indentation <= ownIndentation }

  /// Whether levels are open that no decoder reads: a record may be one deeper than its values.
  private var isTooDeep: Bool { depth + deeper > JSONSyntax.deepest + 1 }

  /// Whether a bracket that closes nothing of the element closes the array, of which it is the last then.
  @unsafe private func endsArray(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int, isEnd: Bool) -> Bool {
    if place == .nestedArray { return true }
    return unsafe isEnd && JSONSyntax.skipSpace(p, at, end) == end
  }

  /// Passes over what a string holds; returns where it came to.
  @unsafe @inline(__always)
  private mutating func string(_ p: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    var i = at
    if isEscaped {
      isEscaped = false
      if unsafe p[i] != 0x0a { i += 1 }
    }
    while i < end {
      i += unsafe Int(ouzel_plain_prefix(p + i, end - i, 0x22, 0x5c))
      guard i < end else { break }
      switch unsafe p[i] {
      case 0x22:
        isInString = false
        last = 0x22
        return i + 1
      case 0x5c:
        if i + 1 == end { isEscaped = true }
        // An escaped line end ends the string all the same.
        i += unsafe i + 1 < end && p[i + 1] == 0x0a ? 1 : 2
      case 0x0a:
        isInString = false
        last = 0x22
        return i
      default: i += 1
      }
    }
    return end
  }
}

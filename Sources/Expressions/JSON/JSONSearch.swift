import Columns

/// A search through a JSON text that nothing is built for.
@unsafe struct JSONSearch {
  let start: UnsafePointer<UInt8>
  let count: Int

  init(_ bytes: UnsafeRawBufferPointer) {
    unsafe start = (bytes.baseAddress ?? Buffer.empty.start).assumingMemoryBound(to: UInt8.self)
    unsafe count = bytes.count
  }

  /// Where the value lies to which a path leads; nil where there is none.
  func find(_ path: JSONPath) throws(JSONFault) -> Range<Int>? {
    var at = unsafe JSONSyntax.skipSpace(start, 0, count)
    for step in path.steps {
      guard unsafe at < count else { return nil }
      let found: Int?
      switch unsafe start[at] {
      case UInt8(ascii: "{"): found = try step.key.flatMap { key throws(JSONFault) in try unsafe member(key, at) }
      case UInt8(ascii: "["):
        found = try step.index.flatMap { index throws(JSONFault) in try unsafe element(index, at) }
      default: found = nil
      }
      guard let found else { return nil }
      at = found
    }
    return try unsafe at..<JSONSyntax.skipValue(start, at, count)
  }

  /// Where the value of a key begins in the object at `at`.
  private func member(_ key: [UInt8], _ at: Int) throws(JSONFault) -> Int? {
    var at = unsafe JSONSyntax.skipSpace(start, at + 1, count)
    if unsafe at < count && start[at] == UInt8(ascii: "}") { return nil }
    while true {
      guard unsafe at < count && start[at] == UInt8(ascii: "\"") else { throw JSONFault(at, "a key is missing") }
      let first = at + 1
      let (close, isEscaped) = try unsafe JSONSyntax.skipString(start, first, count)
      let isFound = unsafe isKey(key, first..<close, isEscaped)
      at = unsafe JSONSyntax.skipSpace(start, close + 1, count)
      guard unsafe at < count && start[at] == UInt8(ascii: ":") else { throw JSONFault(at, "a colon is missing") }
      at = unsafe JSONSyntax.skipSpace(start, at + 1, count)
      if isFound { return at }
      at = try unsafe JSONSyntax.skipSpace(start, JSONSyntax.skipValue(start, at, count), count)
      guard unsafe at < count && start[at] == UInt8(ascii: ",") else { return nil }
      at = unsafe JSONSyntax.skipSpace(start, at + 1, count)
    }
  }

  private func isKey(_ key: [UInt8], _ range: Range<Int>, _ isEscaped: Bool) -> Bool {
    if !isEscaped {
      let found = unsafe UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
      return unsafe key.withUnsafeBytes { unsafe TextSearch.isEqual($0, found) }
    }
    var text = RawMemory(capacity: range.count)
    unsafe Self.unescape(start + range.lowerBound, range.count, to: &text)
    return unsafe key.withUnsafeBytes { key in
      unsafe TextSearch.isEqual(key, UnsafeRawBufferPointer(start: text.start, count: text.count))
    }
  }

  /// Where an element begins in the array at `at`.
  private func element(_ index: Int, _ at: Int) throws(JSONFault) -> Int? {
    var wanted = index
    if index < 0 {
      wanted += try unsafe length(at)
      if wanted < 0 { return nil }
    }
    var at = unsafe JSONSyntax.skipSpace(start, at + 1, count)
    if unsafe at < count && start[at] == UInt8(ascii: "]") { return nil }
    while wanted > 0 {
      at = try unsafe JSONSyntax.skipSpace(start, JSONSyntax.skipValue(start, at, count), count)
      guard unsafe at < count && start[at] == UInt8(ascii: ",") else { return nil }
      at = unsafe JSONSyntax.skipSpace(start, at + 1, count)
      wanted -= 1
    }
    return at
  }

  /// How many elements the array at `at` has.
  func length(_ at: Int) throws(JSONFault) -> Int {
    var at = unsafe JSONSyntax.skipSpace(start, at + 1, count)
    if unsafe at < count && start[at] == UInt8(ascii: "]") { return 0 }
    var length = 1
    while true {
      at = try unsafe JSONSyntax.skipSpace(start, JSONSyntax.skipValue(start, at, count), count)
      guard unsafe at < count && start[at] == UInt8(ascii: ",") else { return length }
      at = unsafe JSONSyntax.skipSpace(start, at + 1, count)
      length += 1
    }
  }

  /// Appends what a string means, of which `count` bytes stand between its quotes.
  static func unescape(_ p: UnsafePointer<UInt8>, _ count: Int, to out: inout RawMemory) {
    out.reserve(count)
    out.advance(by: unsafe Escapes.json.resolve(p, count, to: out.end.assumingMemoryBound(to: UInt8.self)))
  }

  /// Appends a value without the space around its parts.
  func minify(_ range: Range<Int>, to out: inout RawMemory) {
    out.reserve(range.count)
    let to = unsafe out.end.assumingMemoryBound(to: UInt8.self)
    var (at, written) = (range.lowerBound, 0)
    while at < range.upperBound {
      let byte = unsafe start[at]
      if byte == UInt8(ascii: "\"") {
        let end =
          unsafe ((try? JSONSyntax.skipString(start, at + 1, range.upperBound).close) ?? range.upperBound - 1) + 1
        unsafe (to + written).update(from: start + at, count: end - at)
        written += end - at
        at = end
        continue
      }
      if byte > 0x20 {
        unsafe to[written] = byte
        written += 1
      }
      at += 1
    }
    out.advance(by: written)
  }
}

package import Columns

/// Cuts a stream of any encoding into records, by a splitter of UTF-8: what it looks at is turned into that, piece by
/// piece, and lengths are counted back.
package struct TranscodingSplitter: Splitter {
  private let encoding: TextEncoding
  private let inner: any Splitter
  /// Known once the beginning was seen.
  private let form: CharacterForm?

  /// How much is looked at at first: mostly the records that are wanted stand in it.
  private static let least = 1 << 16

  /// A splitter around one that cuts lines: what has a structure of its own is cut as it is.
  package init(_ encoding: TextEncoding, _ inner: any Splitter) {
    precondition(inner.structure == nil, "only lines are cut in another encoding")
    self.init(encoding, inner, encoding == .utf16 ? nil : CharacterForm(encoding))
  }

  private init(_ encoding: TextEncoding, _ inner: any Splitter, _ form: CharacterForm?) {
    self.encoding = encoding
    self.inner = inner
    self.form = form
  }

  package var prologueName: String { inner.prologueName }
  package var lineEnd: LineEnd { known.lineEnd(inner.lineEnd) }

  package var hasHeader: Bool { inner.hasHeader }

  package func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    guard let form = unsafe self.form ?? CharacterForm(encoding, of: bytes, isEnd: isEnd) else { return nil }
    guard let mark = unsafe form.markLength(of: bytes, isEnd: isEnd) else { return nil }
    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[mark...])
    let length = unsafe look(at: rest, isEnd: isEnd, as: form) { text, isEnd, _ in
      unsafe inner.prologue(in: text, isEnd: isEnd)
    }
    return length.map { mark + $0 }
  }

  package func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    var found = 0
    let length = unsafe look(at: bytes, isEnd: isEnd, as: known) { text, isEnd, isAll in
      let split = unsafe inner.split(text, isEnd: isEnd, atMost: records)
      if split.records < records && !isAll { return nil }
      found = split.records
      return split.length
    }
    return Split(length: length ?? 0, records: found)
  }

  /// Its first characters tell.
  package func isComment(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var text = RawMemory()
    unsafe known.append(UnsafeRawBufferPointer(rebasing: bytes.prefix(64)), isEnd: false, to: &text)
    return unsafe inner.isComment(UnsafeRawBufferPointer(start: text.start, count: text.count))
  }

  package func following(_ prologue: Buffer) -> any Splitter {
    let form = unsafe self.form ?? CharacterForm(encoding, of: prologue.bytes, isEnd: true) ?? known
    return TranscodingSplitter(encoding, inner.following(form.text(of: prologue)), form)
  }

  /// Low bytes first where no mark was seen.
  private var known: CharacterForm { form ?? .utf16(isBig: false) }

  /// Calls `find` with as much of the text as it wants, until it finds a length, and returns that counted in `bytes`.
  @unsafe private func look(
    at bytes: UnsafeRawBufferPointer, isEnd: Bool, as form: CharacterForm,
    _ find: (_ text: UnsafeRawBufferPointer, _ isEnd: Bool, _ isAll: Bool) -> Int?
  ) -> Int? {
    var size = min(Self.least, bytes.count)
    while true {
      let isAll = size == bytes.count
      var text = RawMemory()
      unsafe form.append(
        UnsafeRawBufferPointer(rebasing: bytes[..<size]), isEnd: isEnd && isAll, to: &text)
      let whole = unsafe UnsafeRawBufferPointer(start: text.start, count: text.count)
      if let found = unsafe find(whole, isEnd && isAll, isAll) {
        // What is left of a character at the end counts as a whole one.
        return unsafe min(bytes.count, form.count(UnsafeRawBufferPointer(rebasing: whole[..<found])))
      }
      if isAll { return nil }
      size = min(bytes.count, size * 4)
    }
  }
}

extension CharacterForm {
  /// What a file begins with as UTF-8, but for a mark of that.
  func text(of bytes: Buffer) -> Buffer {
    var text = RawMemory()
    // At its end every text tells.
    let mark = unsafe markLength(of: bytes.bytes, isEnd: true)!
    unsafe append(UnsafeRawBufferPointer(rebasing: bytes.bytes[mark...]), isEnd: true, to: &text)
    return text.buffer()
  }

  /// The length of a mark of UTF-8 where characters are single bytes, which no text of those begins with; nil where too
  /// few bytes are there to tell.
  @unsafe func markLength(of bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    if case .single = self { unsafe ByteOrderMark.length(in: bytes, isEnd: isEnd) } else { 0 }
  }
}

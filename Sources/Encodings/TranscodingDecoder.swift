import CScan
package import Columns

/// Decodes text of any encoding, by a decoder of UTF-8; where rows stand is told of the original bytes.
package struct TranscodingDecoder: Decoder {
  private let encoding: TextEncoding
  private let inner: any Decoder

  package init(_ encoding: TextEncoding, _ inner: any Decoder) {
    self.encoding = encoding
    self.inner = inner
  }

  package var schema: Schema { inner.schema }

  package func decode(_ frames: Frames) -> Decoded {
    let text = TranscodedFrames(frames, encoding)
    var decoded = inner.decode(text.frames)
    let original = text.original(decoded.rows)
    decoded.failures = decoded.failures.map { text.told($0, at: decoded.rows, original) }
    decoded.unfit = decoded.unfit.map { text.told($0, at: decoded.rows, original) }
    decoded.rows = original
    return decoded
  }

  package func prologue(of frame: Int, in frames: Frames) -> Buffer? {
    if let prologue = frames.prologue { return prologue }
    let range = frames.ranges[frame]
    let text = TranscodedFrames(Frames(bytes: frames.bytes, ranges: [range]), encoding)
    let own = inner.prologue(of: 0, in: text.frames)
    // A byte order mark tells how all behind it is written.
    if own == nil && encoding != .utf16 { return nil }
    let length = own.map { unsafe text.form(of: 0).count($0.bytes) } ?? text.markLength
    let prologue = range.lowerBound..<min(range.upperBound, range.lowerBound + length)
    return unsafe .copying(UnsafeRawBufferPointer(rebasing: frames.bytes.bytes[prologue]))
  }

  package var needsNoPrologue: Bool { encoding != .utf16 && inner.needsNoPrologue }

  package func fault(of prologue: Buffer, required: [String]) -> RowFailure? {
    // At its end every text has a form.
    let form = unsafe CharacterForm(encoding, of: prologue.bytes, isEnd: true)!
    return inner.fault(of: form.text(of: prologue), required: required)
  }

  package func lineEnd(of frame: Int, in frames: Frames) -> LineEnd? {
    let isFile = frames.prologue != nil
    let one = Frames(
      bytes: frames.bytes, ranges: isFile ? [] : [frames.ranges[frame]], prologue: frames.prologue)
    let text = TranscodedFrames(one, encoding)
    return inner.lineEnd(of: 0, in: text.frames).map(text.form(of: 0).lineEnd)
  }
}

/// Frames as UTF-8, with where all of it stood.
private struct TranscodedFrames {
  let frames: Frames
  private let originals: Frames
  private let encoding: TextEncoding
  /// The form of all frames of a file; nil where each message has its own.
  private let shared: CharacterForm?
  private let forms: [CharacterForm]

  init(_ originals: Frames, _ encoding: TextEncoding) {
    self.originals = originals
    self.encoding = encoding
    let shared = originals.prologue.map { unsafe CharacterForm(encoding, of: $0.bytes, isEnd: true)! }
    var forms: [CharacterForm] = []
    var text = RawMemory()
    var ranges: [Range<Int>] = []
    for range in originals.ranges {
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: originals.bytes.bytes[range])
      let start = text.count
      // At its end a text has a form always.
      let form = unsafe shared ?? CharacterForm(encoding, of: bytes, isEnd: true)!
      unsafe form.append(bytes, isEnd: true, to: &text)
      ranges.append(start..<text.count)
      if shared == nil { forms.append(form) }
    }
    self.shared = shared
    self.forms = forms
    frames = Frames(
      bytes: text.buffer(), ranges: ranges, prologue: originals.prologue.map { shared!.text(of: $0) },
      areRecords: originals.areRecords)
  }

  /// The length of the byte order mark that the first frame begins with, as it stood there.
  var markLength: Int {
    let text = unsafe UnsafeRawBufferPointer(rebasing: frames.bytes.bytes[frames.ranges[0]])
    let mark = unsafe ByteOrderMark.length(in: text, isEnd: true) ?? 0
    return unsafe form(of: 0).count(UnsafeRawBufferPointer(rebasing: text[..<mark]))
  }

  func form(of frame: Int) -> CharacterForm { shared ?? forms[frame] }

  /// Where rows stood, which are in the order of the text.
  func original(_ rows: DecodedRows) -> DecodedRows {
    var original = DecodedRows()
    original.reserve(rows.count)
    let isMessages = originals.ranges.count > 1
    var (frame, place, at) = (-1, 0, 0)
    for row in 0..<rows.count {
      let range = rows.range(of: row)
      if rows.frame(of: row) != frame || range.lowerBound < place {
        frame = rows.frame(of: row)
        (place, at) = (frames.ranges[frame].lowerBound, originals.ranges[frame].lowerBound)
      }
      let end = originals.ranges[frame].upperBound
      let start = min(end, at + count(place..<range.lowerBound, frame))
      let stop = min(end, start + count(range, frame))
      (place, at) = (range.upperBound, stop)
      if isMessages { original.append(start..<stop, frame: frame) } else { original.append(start..<stop) }
    }
    return original
  }

  /// In how many original bytes a part of the text stood.
  private func count(_ range: Range<Int>, _ frame: Int) -> Int {
    unsafe form(of: frame).count(UnsafeRawBufferPointer(rebasing: frames.bytes.bytes[range]))
  }

  /// A failure as it is told: that something is no UTF-8 is so since it is none of the encoding's characters.
  func told(_ failure: RowFailure, at rows: DecodedRows, _ original: DecodedRows) -> RowFailure {
    guard failure.kind == .notUTF8 else { return failure }
    let (range, frame) = (rows.range(of: failure.row), rows.frame(of: failure.row))
    guard let bad = range.first(where: { isBad($0, before: range.upperBound) }) else { return failure }
    let offset = count(range.lowerBound..<bad, frame)
    let whole = originals.ranges[frame]
    let place = original.range(of: failure.row).lowerBound + offset
    let bytes = unsafe originals.bytes.bytes[place..<min(whole.upperBound, place + form(of: frame).length)]
    let hex = unsafe bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    var failure = failure
    failure.message = "byte \(offset) of the record (\(hex)) begins no character of \(encoding.rawValue)"
    return failure
  }

  /// Whether what is no character begins at `place`.
  private func isBad(_ place: Int, before end: Int) -> Bool {
    let bytes = unsafe frames.bytes.bytes
    if unsafe bytes[place] == noCharacter { return true }
    return unsafe bytes[place] == 0xed && place + 1 < end && bytes[place + 1] >= 0xa0
  }
}

import CScan
public import Columns

/// Cuts JSON into records: lines, objects behind one another, or the elements of an array, by the options and by what
/// the file begins with. An array is cut element by element, so that none has to be held whole.
public struct JSONSplitter: Splitter {
  /// How far it is looked for the end of the first object's line.
  private static let sight = 1 << 16
  /// No string of JSON holds a line end, so that each ends a record.
  private static let lines = LineSplitter(skipsBlank: true)
  private let options: JSONOptions

  public init(_ options: JSONOptions = JSONOptions()) { self.options = options }

  /// A byte order mark, and all up to the bracket of the array that holds the records.
  public func prologue(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    guard let mark = unsafe ByteOrderMark.length(in: bytes, isEnd: isEnd) else { return nil }
    guard options.looksAhead, let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      return options.looksAhead && !isEnd ? nil : mark
    }
    if let at = options.at { return unsafe bracket(at, start, mark, bytes.count, isEnd: isEnd) }
    let first = unsafe JSONSyntax.skipSpace(start, mark, bytes.count)
    if first == bytes.count { return isEnd ? mark : nil }
    if unsafe start[first] == 0x5b { return first + 1 }
    if options.shape == .auto, unsafe objects(start, first, bytes.count, isEnd: isEnd) == nil { return nil }
    return mark
  }

  public var prologueName: String {
    "what stands before the \(options.at.map { "records at `\($0.text)`" } ?? "first record")"
  }

  /// The first record begins all that is seen: as far as that goes, it tells how all stand.
  public func prologue(ofLongRecord bytes: UnsafeRawBufferPointer) -> Int? {
    guard options.at == nil, let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
      unsafe JSONSyntax.skipSpace(start, 0, bytes.count) < bytes.count
    else { return nil }
    return unsafe prologue(in: bytes, isEnd: true)
  }

  /// The beginning of objects that take several lines is kept, which says that they do.
  public func kept(ofPrologue length: Int, in bytes: UnsafeRawBufferPointer) -> Int {
    guard options.shape == .auto && options.at == nil,
      let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
      unsafe length == 0 || start[length - 1] != 0x5b
    else { return length }
    let first = unsafe JSONSyntax.skipSpace(start, length, bytes.count)
    let areObjects = unsafe objects(start, first, bytes.count, isEnd: true) ?? false
    return areObjects ? first + 1 : length
  }

  /// Whether what begins at `first` are objects that end elsewhere than lines do; nil where that can't be told yet.
  @unsafe private func objects(_ p: UnsafePointer<UInt8>, _ first: Int, _ end: Int, isEnd: Bool) -> Bool? {
    guard first < end, unsafe p[first] == 0x7b else { return false }
    let most = min(end, first + Self.sight)
    let isDecided = isEnd || most < end
    var scan = ElementScan(.stream)
    let line = unsafe first + Int(ouzel_find(p + first, most - first, 0x0a))
    switch unsafe scan.next(p, first, most, isEnd: false) {
    case .element(let stop, _):
      // One that a line broke off isn't one that goes on there.
      if unsafe p[stop - 1] != 0x7d { return false }
      if line < stop { return true }
      var i = stop
      while i < most, unsafe p[i] == 0x20 || p[i] == 0x09 || p[i] == 0x0d { i += 1 }
      if i == most { return isDecided ? false : nil }
      return unsafe p[i] == 0x7b
    case .more, .close: return isDecided ? line < most : nil
    }
  }

  /// The length of all up to the array that is pointed to; nothing but the mark where none is.
  @unsafe private func bracket(
    _ at: JSONPointer, _ p: UnsafePointer<UInt8>, _ mark: Int, _ end: Int, isEnd: Bool
  ) -> Int? {
    do throws(JSONFault) {
      switch try unsafe at.find(p, mark, end, notFinite: options.nan != .reject) {
      case .value(let value): return unsafe p[value] == 0x5b ? value + 1 : mark
      case .nothing: return mark
      }
    } catch {
      // What is broken may be whole with what follows.
      return isEnd ? mark : nil
    }
  }

  public func split(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, atMost records: Int) -> Split {
    unsafe Self.lines.split(bytes, isEnd: isEnd, atMost: records)
  }

  public func following(_ prologue: Buffer) -> any Splitter {
    switch unsafe JSONLayout(options, prologue.bytes) {
    case .lines: Self.lines
    case .objects: JSONElementSplitter(place: .stream, closing: nil)
    case .elements(let isNested):
      unsafe JSONElementSplitter(
        place: isNested ? .nestedArray : .array, closing: JSONClosing(behind: prologue.bytes))
    case .document: WholeStream(isBlankNothing: true, skipsMark: false)
    }
  }
}

import CScan
import Columns

/// Records that aren't lines: elements of arrays, objects behind one another, and whole texts. What is broken ends where
/// the splitter ends it too.
extension JSONIndexer {
  /// Adds the records of a message.
  mutating func addMessage(_ range: Range<Int>, frame: Int?) {
    if options.shape == .lines { return addLines(range, frame: frame) }
    let start = unsafe JSONSyntax.skipSpace(bytes, range.lowerBound, range.upperBound)
    if start == range.upperBound {
      refuse(JSONFault(start, "there is no JSON value"), in: start)
      return finish(range, frame: frame)
    }
    let text = start..<range.upperBound
    if options.at != nil { return addPointed(text, frame: frame) }
    if unsafe bytes[start] == 0x5b && options.shape != .document { return addArray(start, in: text, frame: frame) }
    if options.shape == .auto { addObjects(text, frame: frame) } else { addDocument(text, frame: frame) }
  }

  /// Adds what one record is that was found before.
  mutating func addRecord(_ range: Range<Int>, frame: Int?) {
    do throws(JSONFault) {
      let rest = try unsafe JSONSyntax.skipSpace(bytes, aside(range.lowerBound, range.upperBound), range.upperBound)
      if rest < range.upperBound { throw JSONFault(rest, "the text goes on behind its record") }
    } catch {
      refuse(error, in: range.lowerBound)
    }
    finish(range, frame: frame)
  }

  /// Adds a text that is one record, or holds it where it is pointed to.
  mutating func addDocument(_ range: Range<Int>, frame: Int?) {
    let text = withoutSpace(range)
    do throws(JSONFault) {
      _ = try document(text)
    } catch {
      refuse(error, in: text.lowerBound)
    }
    finish(text, frame: frame)
  }

  /// Adds a record for each line, each a text of its own.
  mutating func addPointedLines(_ range: Range<Int>, frame: Int?) {
    var at = range.lowerBound
    while at < range.upperBound {
      let end = unsafe at + Int(ouzel_find(bytes + at, range.upperBound - at, 0x0a))
      let text = withoutSpace(at..<end)
      if !text.isEmpty { addDocument(text, frame: frame) }
      at = end + 1
    }
  }

  /// Adds the records of a message that are pointed to: those of an array, or the one that stands there.
  private mutating func addPointed(_ range: Range<Int>, frame: Int?) {
    let text = withoutSpace(range)
    var record = text
    do throws(JSONFault) {
      let value = try pointed(in: text)
      if unsafe bytes[value] == 0x5b { return addArray(value, in: text, frame: frame) }
      record = try document(text)
    } catch {
      refuse(error, in: text.lowerBound)
    }
    finish(record, frame: frame)
  }

  /// Where in a text the records stand.
  private func pointed(in text: Range<Int>) throws(JSONFault) -> Int {
    guard let at = options.at else { return text.lowerBound }
    switch try unsafe at.find(bytes, text.lowerBound, text.upperBound, notFinite: isLenient) {
    case .value(let value): return value
    case .nothing(let place, let path):
      throw JSONFault(place, "nothing stands at \(path), and `at` looks for records at \(at.text)")
    }
  }

  /// Reads the one record of a text, all of which is checked; returns where in it the record stands.
  private mutating func document(_ text: Range<Int>) throws(JSONFault) -> Range<Int> {
    if text.isEmpty { throw JSONFault(text.lowerBound, "there is no JSON value") }
    if options.shape == .array && options.at == nil {
      throw JSONFault(text.lowerBound, "`shape: array` wants an array of records, and this is none")
    }
    let start = try pointed(in: text)
    let stop = try aside(start, text.upperBound)
    if options.at != nil { pointed[rows.count] = start..<stop }
    var end = stop
    if start > text.lowerBound {
      end = try unsafe JSONSyntax.skipValue(bytes, text.lowerBound, text.upperBound, notFinite: isLenient)
    }
    end = unsafe JSONSyntax.skipSpace(bytes, end, text.upperBound)
    if end < text.upperBound { throw JSONFault(end, "the text goes on behind its record") }
    return start..<stop
  }

  /// Adds the elements of a message's array, and a failure for what is wrong behind them.
  private mutating func addArray(_ bracket: Int, in text: Range<Int>, frame: Int?) {
    let stop = addElements(bracket + 1..<text.upperBound, frame: frame, isNested: bracket > text.lowerBound)
    let beginning = unsafe UnsafeRawBufferPointer(start: bytes + text.lowerBound, count: bracket + 1 - text.lowerBound)
    var closing = unsafe JSONClosing(behind: beginning)
    do throws(StreamFault) {
      if stop == text.upperBound { throw StreamFault(0, "the array of records has no end") }
      _ = try unsafe closing.pass(
        UnsafeRawBufferPointer(start: bytes + stop + 1, count: text.upperBound - stop - 1), isEnd: true)
    } catch {
      let at = min(stop + 1, text.upperBound) + error.offset
      refuse(JSONFault(at, error.reason), in: stop)
      finish(stop..<text.upperBound, frame: frame)
    }
  }

  /// Adds a record for each element, up to the bracket that closes their array; returns where that stands.
  mutating func addElements(_ range: Range<Int>, frame: Int?, isNested: Bool) -> Int {
    let end = range.upperBound
    var at = range.lowerBound
    // The comma behind the last element.
    var comma: Int?
    while true {
      let start = unsafe JSONSyntax.skipSpace(bytes, at, end)
      if start == end { return end }
      let byte = unsafe bytes[start]
      if byte == 0x2c || byte == 0x5d {
        guard let lone = byte == 0x2c ? start : comma else { return start }
        refuse(JSONFault(lone, "an element is missing beside the comma"), in: lone)
        finish(lone..<lone + 1, frame: frame)
        if byte == 0x5d { return start }
        at = start + 1
        comma = nil
        continue
      }
      var stop: Int
      do throws(JSONFault) {
        stop = try aside(start, end)
        let next = unsafe JSONSyntax.skipSpace(bytes, stop, end)
        comma = unsafe next < end && bytes[next] == 0x2c ? next : nil
        if unsafe next < end && comma == nil && bytes[next] != 0x5d {
          throw JSONFault(next, "a comma or ] is missing")
        }
        at = comma == nil ? next : next + 1
      } catch {
        (stop, at) = passBroken(from: at, to: end, isNested ? .nestedArray : .array)
        refuse(fault(error, start..<stop), in: start)
        comma = unsafe at > stop && bytes[at - 1] == 0x2c ? at - 1 : nil
      }
      finish(withoutSpace(start..<stop), frame: frame)
    }
  }

  /// Adds a record for each of the objects that stand behind one another.
  mutating func addObjects(_ range: Range<Int>, frame: Int?) {
    let end = range.upperBound
    var at = range.lowerBound
    while true {
      let start = unsafe JSONSyntax.skipSpace(bytes, at, end)
      if start == end { return }
      var stop: Int
      do throws(JSONFault) {
        stop = try aside(start, end)
        at = stop
      } catch {
        (stop, at) = passBroken(from: at, to: end, .stream)
        refuse(fault(error, start..<stop), in: start)
      }
      finish(withoutSpace(start..<stop), frame: frame)
    }
  }

  /// Where a broken element ends that begins at `at` or behind the space there, and where the next one begins.
  private func passBroken(from at: Int, to end: Int, _ place: ElementScan.Place) -> (stop: Int, next: Int) {
    var scan = ElementScan(place)
    if case .element(let stop, let next) = unsafe scan.next(bytes, at, end, isEnd: true) { return (stop, next) }
    let stop = scan.doubt ?? end
    return (stop, stop)
  }

  /// What is wrong with a broken element, as its own bytes tell: what follows them is others'.
  private func fault(_ found: JSONFault, _ element: Range<Int>) -> JSONFault {
    if found.offset < element.upperBound && !found.isOpen { return found }
    do throws(JSONFault) {
      let end = try unsafe JSONSyntax.skipValue(bytes, element.lowerBound, element.upperBound, notFinite: isLenient)
      return found.offset < element.upperBound ? found : JSONFault(end, found.reason)
    } catch {
      return error
    }
  }

  /// The same as `record`, for all that isn't the loop over lines.
  @inline(never) private mutating func aside(_ start: Int, _ end: Int) throws(JSONFault) -> Int {
    try record(start, end)
  }

  /// A range without the space at its ends.
  private func withoutSpace(_ range: Range<Int>) -> Range<Int> {
    let start = unsafe JSONSyntax.skipSpace(bytes, range.lowerBound, range.upperBound)
    var end = range.upperBound
    while end > start, unsafe JSONSyntax.isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}

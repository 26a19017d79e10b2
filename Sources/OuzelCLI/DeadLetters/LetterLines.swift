import Columns
import Engine
import State

/// Dead letters as lines of JSON.
struct LetterLines: ~Copyable {
  private var memory = RawMemory()
  private var isFirst = true

  /// Adds the line of a letter; what a personal one is about is in it only where that is `shown`.
  mutating func add(_ letter: StoredLetter, isShown: Bool) {
    isFirst = true
    memory.append("{")
    add("letter", letter.id)
    add("pipeline", letter.pipeline)
    add("sink", letter.sink)
    add("lane", letter.lane.name)
    add("position", letter.position.message)
    add("row", Int64(letter.position.row))
    if let line = letter.line { add("line", Int64(line)) }
    add("stage", letter.stage)
    add("reason", letter.message)
    add("configuration", letter.configurationHash)
    add("kept_at", "\(Moment(microseconds: letter.keptAt * 1_000_000))")
    if let time = letter.time { add("time", "\(Moment(microseconds: time))") }
    add("length", letter.length)
    if let sha256 = letter.sha256 { add("sha256", sha256) }
    if letter.isPersonal { add("is_personal", raw: "true") }
    if isShown || !letter.isPersonal {
      if let key = letter.key { add("key", key) }
      // Headers were written by ourselves, as an object on one line.
      if !letter.headers.isEmpty { add("headers", raw: letter.headers) }
      add("bytes", letter.bytes)
    }
    memory.append("}\n")
  }

  /// All lines.
  consuming func buffer() -> Buffer { memory.buffer() }

  private mutating func add(_ name: String, raw text: String) {
    if !isFirst { memory.append(",") }
    isFirst = false
    append(string: .copying(name))
    memory.append(":")
    memory.append(text)
  }

  private mutating func add(_ name: String, _ number: Int64) { add(name, raw: "\(number)") }

  private mutating func add(_ name: String, _ text: String) {
    add(name, raw: "")
    append(string: .copying(text))
  }

  /// Bytes as text where they are UTF-8, else in base64 under a name that says so.
  private mutating func add(_ name: String, _ value: [UInt8]) {
    let span = value.span
    // The copy is made while the array lives.
    let bytes = unsafe span.withUnsafeBytes { unsafe Buffer.copying($0) }
    let start = unsafe bytes.start.assumingMemoryBound(to: UInt8.self)
    if unsafe UTF8Check.isValid(start, bytes.count) {
      add(name, raw: "")
      return append(string: bytes)
    }
    var text = RawMemory(capacity: Base64.length(of: bytes.count))
    // There is room for all of it.
    let length = unsafe Base64.encode(bytes.bytes, to: text.end.assumingMemoryBound(to: UInt8.self))
    text.advance(by: length)
    add(name + "_base64", raw: "")
    append(string: text.buffer())
  }

  private mutating func append(string text: Buffer) {
    memory.reserve(JSONText.room(forString: text.count))
    // There is room for the longest way of writing it, and both have bytes behind their ends.
    let length = unsafe JSONText.string(
      text.start.assumingMemoryBound(to: UInt8.self), text.count, to: memory.end.assumingMemoryBound(to: UInt8.self))
    memory.advance(by: length)
    withExtendedLifetime(text) {}
  }
}

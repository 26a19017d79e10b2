import Columns
import Engine
import State

/// A dead letter as a line of JSON.
struct LetterLine {
  private(set) var bytes: [UInt8] = [UInt8(ascii: "{")]

  /// The line of a letter; what a personal one is about is in it only where that is `shown`.
  init(_ letter: StoredLetter, isShown: Bool) {
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
    if letter.isPersonal { add(name: "is_personal", raw: "true") }
    if isShown || !letter.isPersonal {
      if let key = letter.key { add("key", key) }
      // Headers were written by ourselves, as an object on one line.
      if !letter.headers.isEmpty { add(name: "headers", raw: letter.headers) }
      add("bytes", letter.bytes)
    }
    bytes += [UInt8(ascii: "}"), UInt8(ascii: "\n")]
  }

  private mutating func add(name: String, raw text: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    add(string: Array(name.utf8))
    bytes.append(UInt8(ascii: ":"))
    bytes += text.utf8
  }

  private mutating func add(_ name: String, _ number: Int64) { add(name: name, raw: "\(number)") }

  private mutating func add(_ name: String, _ text: String) {
    add(name: name, raw: "")
    add(string: Array(text.utf8))
  }

  /// Bytes as text where they are UTF-8, else in base64 under a name that says so.
  private mutating func add(_ name: String, _ value: [UInt8]) {
    let isText = unsafe value.withUnsafeBufferPointer { text in
      unsafe text.baseAddress.map { unsafe UTF8Check.isValid($0, text.count) } ?? true
    }
    if isText {
      add(name: name, raw: "")
      return add(string: value)
    }
    // The array has room for all of it.
    let encoded = unsafe [UInt8](unsafeUninitializedCapacity: Base64.length(of: value.count)) { out, count in
      count = unsafe value.withUnsafeBytes { unsafe Base64.encode($0, to: out.baseAddress!) }
    }
    add(name: name + "_base64", raw: "")
    add(string: encoded)
  }

  private mutating func add(string text: [UInt8]) {
    // The array has room for the longest way of writing it; a text of no length has no place.
    let written = unsafe [UInt8](unsafeUninitializedCapacity: JSONText.room(forString: text.count)) { out, count in
      count = unsafe text.withUnsafeBufferPointer { text in
        guard let start = text.baseAddress else {
          unsafe (out[0], out[1]) = (0x22, 0x22)
          return 2
        }
        return unsafe JSONText.string(start, text.count, to: out.baseAddress!)
      }
    }
    bytes += written
  }
}

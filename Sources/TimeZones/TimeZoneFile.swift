/// Reads a file of the system's time zone database (RFC 9636).
enum TimeZoneFile {
  static func read(_ bytes: [UInt8], name: String) -> TimeZone? {
    guard let old = Header(bytes, at: 0) else { return nil }
    // The first part holds moments in 32 bits, for programs of another time; what counts stands behind it.
    let start = old.version == 0 ? 0 : Header.size + old.length(ofMoment: 4)
    guard let header = Header(bytes, at: start) else { return nil }
    let width = old.version == 0 ? 4 : 8
    let body = start + Header.size
    let end = body + header.length(ofMoment: width)
    guard end <= bytes.count, header.types > 0 else { return nil }

    let typesStart = body + header.moments * (width + 1)
    let names = typesStart + header.types * 6
    var phases: [TimeZone.Phase] = []
    for index in 0..<header.types {
      let at = typesStart + index * 6
      let letters = Int(bytes[at + 5])
      guard letters < header.letters else { return nil }
      let abbreviation = bytes[(names + letters)..<(names + header.letters)].prefix { $0 != 0 }
      phases.append(
        TimeZone.Phase(
          offset: Int(number(bytes, at: at, width: 4)), abbreviation: String(decoding: abbreviation, as: UTF8.self)))
    }
    var transitions: [TimeZone.Transition] = []
    for index in 0..<header.moments {
      let phase = Int(bytes[body + header.moments * width + index])
      guard phase < phases.count else { return nil }
      transitions.append(
        TimeZone.Transition(moment: number(bytes, at: body + index * width, width: width), phase: phases[phase]))
    }
    let isOrdered = zip(transitions, transitions.dropFirst()).allSatisfy { $0.moment < $1.moment }
    let footer = bytes[end...].split(separator: UInt8(ascii: "\n")).first
    let rule = width == 8 ? footer.flatMap { YearlyRule(parsing: String(decoding: $0, as: UTF8.self)) } : nil
    return isOrdered ? TimeZone(name: name, first: phases[0], transitions: transitions, rule: rule) : nil
  }

  /// A signed number, most significant byte first.
  private static func number(_ bytes: [UInt8], at start: Int, width: Int) -> Int64 {
    let value = bytes[start..<(start + width)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }

  private struct Header {
    static let size = 44

    let version: UInt8
    let marks: Int
    let moreMarks: Int
    let leaps: Int
    let moments: Int
    let types: Int
    let letters: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard bytes.count >= start + Self.size, Array(bytes[start..<(start + 4)]) == Array("TZif".utf8) else {
        return nil
      }
      version = bytes[start + 4]
      let counts = (0..<6).map { Int(number(bytes, at: start + 20 + $0 * 4, width: 4)) }
      guard counts.allSatisfy({ (0...1_000_000).contains($0) }) else { return nil }
      (moreMarks, marks, leaps, moments, types, letters) = (
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]
      )
    }

    func length(ofMoment width: Int) -> Int {
      moments * (width + 1) + types * 6 + letters + leaps * (width + 4) + marks + moreMarks
    }
  }
}

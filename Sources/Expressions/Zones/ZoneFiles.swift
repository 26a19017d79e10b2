import Glibc
import Specifications
import Synchronization

/// The system's time zones, as TZif files (RFC 9636) under `/usr/share/zoneinfo`. Each is read once.
enum ZoneFiles {
  /// Why there are no rules for a name.
  struct Problem: Error {
    let message: String
    let mend: String?
  }

  private static let folder = "/usr/share/zoneinfo"
  private static let known = Mutex<[String: ZoneRules]>([:])

  /// The rules of a zone, met without regard to case.
  static func rules(of name: String) throws(Problem) -> ZoneRules {
    let folded = name.lowercased()
    if let rules = known.withLock({ $0[folded] }) { return rules }
    if folded == "utc" || folded == "z" {
      return ZoneRules(name: "UTC", changes: [], offsets: [0], yearly: nil)
    }
    guard !names.isEmpty else {
      throw Problem(
        message: "this machine knows no time zones: \(folder) is missing or empty",
        mend: "install them, for instance by `apt-get install tzdata`")
    }
    guard let exact = names.first(where: { $0.lowercased() == folded }) else {
      let near = nearest(folded)
      throw Problem(
        message: "`\(name)` is no time zone",
        mend: near.map { "did you mean `\($0)`?" } ?? "for instance 'Europe/Vienna'")
    }
    guard let bytes = read(folder + "/" + exact), let rules = TZif.rules(bytes, name: exact) else {
      throw Problem(message: "the file of the time zone `\(exact)` can't be read: \(folder)/\(exact)", mend: nil)
    }
    known.withLock { $0[folded] = rules }
    return rules
  }

  /// A zone whose name, or whose city, is near.
  private static func nearest(_ folded: String) -> String? {
    if let near = nearestName(to: folded, among: names) { return near }
    let city = folded.split(separator: "/").last.map(String.init) ?? folded
    return names.first { $0.lowercased().split(separator: "/").last.map(String.init) == city }
      ?? names.first { $0.lowercased().contains(city) && city.count > 3 }
  }

  /// The names of all zones that there are.
  static let names: [String] = list("").sorted()

  private static func list(_ path: String) -> [String] {
    guard let directory = unsafe opendir(path.isEmpty ? folder : folder + "/" + path) else { return [] }
    defer { unsafe _ = closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      // Zones and regions begin with a capital; what doesn't is a table, or another view of the same zones.
      guard let first = name.unicodeScalars.first, ("A"..."Z").contains(first), !name.contains(".") else { continue }
      let whole = path.isEmpty ? name : path + "/" + name
      let inner = list(whole)
      names += inner.isEmpty ? [whole] : inner
    }
    return names
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = unsafe fopen(path, "r") else { return nil }
    defer { unsafe _ = fclose(file) }
    // The largest zone has less than four kilobytes.
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }
}

/// The format of a zone's file.
enum TZif {
  /// The rules that a file's bytes hold; nil if they are no such file.
  static func rules(_ bytes: [UInt8], name: String) -> ZoneRules? {
    guard let first = Header(bytes, at: 0) else { return nil }
    if first.version == 0 { return body(bytes, first, wordSize: 4, name) }
    guard let second = Header(bytes, at: first.end(wordSize: 4)) else { return nil }
    return body(bytes, second, wordSize: 8, name)
  }

  private struct Header {
    let start: Int
    let version: UInt8
    let isUTCCount, isStandardCount, leapCount, timeCount, typeCount, characterCount: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
      func count(_ place: Int) -> Int { Int(TZif.number(bytes, start + 20 + 4 * place, 4)) }
      self.start = start
      version = bytes[start + 4]
      isUTCCount = count(0)
      isStandardCount = count(1)
      leapCount = count(2)
      timeCount = count(3)
      typeCount = count(4)
      characterCount = count(5)
      guard [isUTCCount, isStandardCount, leapCount, timeCount, typeCount, characterCount].allSatisfy({ $0 < 10_000 })
      else { return nil }
    }

    func end(wordSize: Int) -> Int {
      start + 44 + timeCount * (wordSize + 1) + typeCount * 6 + characterCount + leapCount * (wordSize + 4)
        + isStandardCount + isUTCCount
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64 {
    var value: Int64 = bytes[start] >= 0x80 ? -1 : 0
    for byte in bytes[start..<start + count] { value = value << 8 | Int64(byte) }
    return value
  }

  private static func body(_ bytes: [UInt8], _ header: Header, wordSize: Int, _ name: String) -> ZoneRules? {
    let times = header.start + 44
    let indices = times + header.timeCount * wordSize
    let types = indices + header.timeCount
    let end = header.end(wordSize: wordSize)
    guard end <= bytes.count, header.typeCount > 0 else { return nil }
    let offsets = (0..<header.typeCount).map { number(bytes, types + 6 * $0, 4) }
    let changes = (0..<header.timeCount).map { number(bytes, times + wordSize * $0, wordSize) }
    let kinds = bytes[indices..<types].map(Int.init)
    guard kinds.allSatisfy({ $0 < offsets.count }), changes == changes.sorted() else { return nil }
    let footer = bytes[end...].dropFirst().prefix { $0 != UInt8(ascii: "\n") }
    let yearly = wordSize == 8 ? YearlyRule(String(decoding: footer, as: UTF8.self)) : nil
    return ZoneRules(name: name, changes: changes, offsets: [offsets[0]] + kinds.map { offsets[$0] }, yearly: yearly)
  }
}

import CScan
import Columns
import FileSystems

/// `ceiling FILE OUT`: what the machine does with a file's bytes where nothing is made of them. Reading it, passing
/// over it in memory (`memchr` for a byte that isn't there), and writing so many bytes, in bytes a second each.
enum Ceilings {
  private static let block = 4 << 20

  static func measure(_ arguments: [String]) {
    guard arguments.count == 2 else { Measure.refuse("ceiling FILE OUT") }
    do {
      let file = try ReadableFile(opening: arguments[0])
      let size = Int(try file.status().size)
      let watch = Stopwatch()
      let reading = try time {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: block, alignment: 64)
        defer { unsafe room.deallocate() }
        var at: Int64 = 0
        while case let count = try unsafe file.read(at: at, into: room), count > 0 { at += Int64(count) }
      }
      let bytes = try file.bytes(count: size)
      var found = 0
      let passing = unsafe bytes.withUnsafeBytes { bytes in
        let start = unsafe bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
        return time { found = unsafe Int(ouzel_find(start, size, 0)) }
      }
      let out = OutFile(arguments[1])
      let writing = unsafe bytes.withUnsafeBytes { bytes in
        time {
          for at in stride(from: 0, to: size, by: block) {
            unsafe out.write(UnsafeRawBufferPointer(rebasing: bytes[at..<min(at + block, size)]))
          }
        }
      }
      let rate = { (seconds: Double) in Int(Double(size) / seconds) }
      watch.report([
        "bytes": size, "read": rate(reading), "memchr": rate(passing), "write": rate(writing), "found": found,
      ])
    } catch {
      Measure.refuse("\(arguments[0]) can't be read: \(error)")
    }
  }

  private static func time<E: Error>(_ work: () throws(E) -> Void) throws(E) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try work()
    let taken = start.duration(to: clock.now)
    return Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
  }
}

import Digests
import Foundation

/// One record of people, as its keys are written.
struct Person: Decodable {
  let person_name, user_name, email, personal_number, birth_date, address, phone_number, mac_address: String
  let ip_address, iban, accessed_at: String
  let session_duration, download_speed, upload_speed: Int32
  let consumed_traffic: Int64
  let unique_id: String
}

/// `MeasureFoundation FILE [sums]`: a file of people to structs by Foundation's `JSONDecoder`, line by line on one
/// thread, its dates left as text. Prints what it took as one line of JSON.
@main enum MeasureFoundation {
  static func main() throws {
    let arguments = CommandLine.arguments
    let sumsUp = arguments.contains("sums")
    var sums = PeopleSums()
    let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
    let file = try Data(contentsOf: URL(fileURLWithPath: arguments[1]), options: .alwaysMapped)
    let decoder = JSONDecoder()
    var rows = 0
    var traffic: Int64 = 0
    var start = file.startIndex
    while start < file.endIndex {
      let end = file[start...].firstIndex(of: 0x0a) ?? file.endIndex
      let person = try decoder.decode(Person.self, from: file[start..<end])
      rows += 1
      traffic += person.consumed_traffic
      if sumsUp { sums.add(person) }
      start = min(end + 1, file.endIndex)
    }
    var members = [
      "\"wall\": \(seconds(CLOCK_MONOTONIC) - wall)", "\"cpu\": \(seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu)",
      "\"rows\": \(rows)", "\"traffic\": \(traffic)",
    ]
    if sumsUp { members.append(sums.json) }
    print("{" + members.joined(separator: ", ") + "}")
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// The sums by which programs tell that they read the same: those of `Measure decode … sums`.
struct PeopleSums {
  private var sums: [String: (count: Int, sum: Int)] = [:]
  private var names: [String] = []

  mutating func add(_ person: Person) {
    for member in Mirror(reflecting: person).children {
      guard let name = member.label else { continue }
      var text = "\(member.value)"
      // As SQL writes a time.
      if name == "accessed_at" { text = text.replacingOccurrences(of: "T", with: " ") }
      if sums[name] == nil { names.append(name) }
      let (count, sum) = sums[name] ?? (0, 0)
      sums[name] = (count + 1, sum + hash(text))
    }
  }

  private func hash(_ text: String) -> Int {
    var digits = [UInt8](repeating: 0, count: DigestText.md5.length)
    var text = text
    text.withUTF8 { text in
      unsafe digits.withUnsafeMutableBytes {
        unsafe DigestText.md5.write(UnsafeRawBufferPointer(text), to: $0.baseAddress!)
      }
    }
    return Int(String(decoding: digits[..<8], as: UTF8.self), radix: 16)!
  }

  var json: String {
    let members = names.map { "\"\($0)\": [\(sums[$0]!.count), \(sums[$0]!.sum)]" }
    return "\"sums\": {\(members.joined(separator: ", "))}"
  }
}

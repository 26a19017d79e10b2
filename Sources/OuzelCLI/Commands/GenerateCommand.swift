import FileSystems
import GeneratorConnector

/// `ouzel generate`
enum GenerateCommand: Command {
  static let name = "generate"
  static let sentence = "writes a made-up data set, the same for the same seed"
  static let operands = "orders"
  static let operandCount = 1...1
  static let operandWords = ["orders"]
  static let flags = [
    Flag(name: "count", value: "N", sentence: "how many records; 99,441 if none is given"),
    Flag(name: "seed", value: "N", sentence: "what they follow from; 1 if none is given"),
    Flag(name: "out", value: "FILE", sentence: "where to; standard output if none is given"),
  ]
  static let examples: [(line: String, purpose: String)] = [
    ("ouzel generate orders --count 1000 --out orders.csv", "a CSV of orders, in the shape of a web shop's")
  ]

  static func run(_ arguments: Arguments) async -> ExitCode {
    guard arguments.operands[0] == "orders" else {
      Terminal.error("ouzel generate: `\(arguments.operands[0])` is not in this build; there is `orders`")
      return .usage
    }
    do throws(UsageProblem) {
      let count = try arguments.integer("count", in: 0...Int.max) ?? 99_441
      let seed = try arguments.integer("seed", in: 0...Int.max) ?? 1
      return write(OrdersGenerator(seed: UInt64(seed)), count, to: arguments.value("out"))
    } catch {
      Terminal.error("ouzel generate: \(error.message)")
      return .usage
    }
  }

  private static func write(_ orders: OrdersGenerator, _ count: Int, to path: String?) -> ExitCode {
    do {
      guard let path else {
        try unsafe orders.writeFile(count: Int64(count)) { bytes throws(FileFailure) in
          let code = unsafe Terminal.write(bytes, to: 1)
          if code != 0 { throw FileFailure(.write, "standard output", code: code) }
        }
        return .done
      }
      if let there = try FileStatus.of(path), there.kind != .file {
        Terminal.error("ouzel generate: \(path) is no regular file; name another, or leave out --out and redirect")
        return .usage
      }
      try makeFolder(Path.folder(of: Path.absolute(path)))
      var file = try AtomicFile(at: path)
      try unsafe orders.writeFile(count: Int64(count)) { bytes throws(FileFailure) in try unsafe file.write(bytes) }
      try file.publish()
      Terminal.error("\(count.grouped) orders in \(path)")
      return .done
    } catch {
      Terminal.error("ouzel generate: \(error)")
      return .failed
    }
  }
}

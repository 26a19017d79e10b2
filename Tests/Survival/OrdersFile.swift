import GeneratorConnector

/// A CSV of orders, some of which are broken in known ways.
struct OrdersFile {
  /// A way in which an order is broken.
  enum Poison: CaseIterable {
    case quoteNeverClosed, textBehindQuote, tooFewFields, tooManyFields, brokenID, noID, brokenTime, noTime
    case brokenUTF8, unknownStatus

    /// What only the second pipeline's contract knows passes the first one.
    var passesFirst: Bool { self == .unknownStatus }

    fileprivate func spoil(_ fields: inout [[UInt8]]) {
      switch self {
      case .quoteNeverClosed: fields[2] = Array("\"delivered".utf8)
      case .textBehindQuote: fields[2] = Array("\"delivered\"x".utf8)
      case .tooFewFields: fields.removeLast(3)
      case .tooManyFields: fields.append(Array("x".utf8))
      case .brokenID: fields[0].replaceSubrange(..<2, with: Array("zz".utf8))
      case .noID: fields[0] = []
      case .brokenTime: fields[3] = Array("2018-13-45 00:00:00".utf8)
      case .noTime: fields[3] = []
      case .brokenUTF8: fields[2] = [0xc3, 0x28, 0xff]
      case .unknownStatus: fields[2] = Array("lost".utf8)
      }
    }
  }

  /// An order that is broken.
  struct Broken {
    let poison: Poison
    /// Where it begins in the file.
    let position: Int64
    /// Its bytes, without the line end.
    let bytes: [UInt8]
    /// Its id as it was before it was broken.
    let id: String
  }

  private(set) var bytes: [UInt8] = []
  /// The ids of orders that aren't broken, with hyphens, and their statuses.
  private(set) var good: [String: String] = [:]
  private(set) var broken: [Broken] = []

  /// Orders `range` of a seed, of which each way of breaking takes one in 1,000 where they are to be broken.
  init(_ range: Range<Int64>, seed: UInt64 = 1, isBroken: Bool = false, hasHeader: Bool = true) {
    let clean = Self.clean(range, seed: seed)
    var dice = Dice(seed: seed)
    var poisons: [Int: Poison] = [:]
    for poison in isBroken ? Poison.allCases : [] {
      for _ in 0..<max(1, range.count / 1000) {
        var line = Int.random(in: 1..<clean.count, using: &dice)
        while poisons[line] != nil { line = Int.random(in: 1..<clean.count, using: &dice) }
        poisons[line] = poison
      }
    }
    for (number, line) in clean.enumerated() where number > 0 || hasHeader {
      var fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Array.init)
      let id = Self.hyphenated(fields[0])
      if let poison = poisons[number] {
        poison.spoil(&fields)
        let spoiled = Array(fields.joined(separator: [UInt8(ascii: ",")]))
        broken.append(Broken(poison: poison, position: Int64(bytes.count), bytes: spoiled, id: id))
        bytes += spoiled
      } else {
        if number > 0 { good[id] = String(decoding: fields[2], as: UTF8.self) }
        bytes += line
      }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// Cuts the last row off in its middle, which breaks it: it has too few fields.
  mutating func truncate() {
    let last = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n"))! + 1
    let id = Self.hyphenated(Array(bytes[last..<(last + 32)]))
    good[id] = nil
    bytes.removeSubrange((last + 70)...)
    broken.append(Broken(poison: .tooFewFields, position: Int64(last), bytes: Array(bytes[last...]), id: id))
  }

  /// Gives the last order another time, of the same length.
  mutating func restateLast() {
    bytes[bytes.count - 2] = bytes[bytes.count - 2] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
  }

  /// The lines of the generator, the header first.
  private static func clean(_ range: Range<Int64>, seed: UInt64) -> [ArraySlice<UInt8>] {
    var all: [UInt8] = []
    // The bytes are copied before the call returns.
    unsafe OrdersGenerator(seed: seed).writeFile(count: range.upperBound) { unsafe all.append(contentsOf: $0) }
    let lines = all.split(separator: UInt8(ascii: "\n"))
    return [lines[0]] + lines[(1 + Int(range.lowerBound))...]
  }

  private static func hyphenated(_ digits: [UInt8]) -> String {
    var text = String(decoding: digits, as: UTF8.self)
    for place in [8, 13, 18, 23] where digits.count == 32 {
      text.insert("-", at: text.index(text.startIndex, offsetBy: place))
    }
    return text
  }
}

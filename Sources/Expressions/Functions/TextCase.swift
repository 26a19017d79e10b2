import Columns

/// `lower` and `upper`. One character stays one.
enum TextCase {
  static func lowercased(_ argument: Vector, _ evaluation: inout Evaluation) -> Vector {
    mapped(argument, &evaluation, first: UInt8(ascii: "A"), small)
  }

  static func uppercased(_ argument: Vector, _ evaluation: inout Evaluation) -> Vector {
    mapped(argument, &evaluation, first: UInt8(ascii: "a"), capital)
  }

  /// Turns the case of the 26 letters from `first` on, and of other characters by `mapping`.
  private static func mapped(
    _ argument: Vector, _ evaluation: inout Evaluation, first: UInt8, _ mapping: Mapping
  ) -> Vector {
    let texts = argument.texts
    if argument.isASCII {
      return evaluation.texts([argument], bytes: texts.byteCount) { row, out in
        let text = unsafe texts[row]
        out.reserve(text.count)
        let end = unsafe out.end.assumingMemoryBound(to: UInt8.self)
        for place in 0..<text.count { unsafe end[place] = turned(text[place], first) }
        out.advance(by: text.count)
      }
    }
    return evaluation.texts([argument], bytes: texts.byteCount) { row, out in
      let text = unsafe texts[row]
      var place = 0
      while place < text.count {
        let byte = unsafe text[place]
        if byte < 0x80 {
          out.append(turned(byte, first))
          place += 1
        } else {
          out.append(scalar: mapping(unsafe UTF8Text.scalar(at: place, in: text)))
          place += unsafe UTF8Text.length(at: place, in: text)
        }
      }
    }
  }

  @inline(__always) private static func turned(_ byte: UInt8, _ first: UInt8) -> UInt8 {
    byte ^ (byte &- first < 26 ? 0x20 : 0)
  }

  /// Characters by their code points: those of the scripts that have case are looked up, since asking for a character's
  /// properties makes a text of them.
  private struct Mapping: Sendable {
    private let known: [Unicode.Scalar]
    private let other: @Sendable (Unicode.Scalar) -> Unicode.Scalar

    init(_ other: @escaping @Sendable (Unicode.Scalar) -> Unicode.Scalar) {
      self.other = other
      known = (0..<0x2000).map { UInt32($0) }.map { Unicode.Scalar($0).map(other) ?? "\u{FFFD}" }
    }

    @inline(__always) func callAsFunction(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
      scalar.value < 0x2000 ? known[Int(scalar.value)] : other(scalar)
    }
  }

  private static let small = Mapping { scalar in
    // Of the dotted I only the letter is kept.
    let mapping = scalar.properties.lowercaseMapping.unicodeScalars
    return mapping.count == 1 || scalar == "İ" ? mapping.first ?? scalar : scalar
  }

  private static let capital = Mapping { scalar in
    if scalar == "ß" { return "ẞ" }
    let mapping = scalar.properties.uppercaseMapping.unicodeScalars
    return mapping.count == 1 ? mapping.first ?? scalar : scalar
  }
}

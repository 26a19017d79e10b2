package import Specifications

/// How characters are written as bytes.
public enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case latin1 = "latin-1"
  case windows1252 = "windows-1252"
  /// A byte order mark decides; without one, the low byte comes first.
  case utf16 = "utf-16"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"

  /// Reads a name as people write it: `UTF-8`, `iso-8859-1`, `cp1252`.
  public init?(named name: String) {
    let plain = name.lowercased().filter { !"-_ ".contains($0) }
    switch plain {
    case "utf8": self = .utf8
    case "latin1", "iso88591", "l1": self = .latin1
    case "windows1252", "cp1252", "win1252": self = .windows1252
    case "utf16": self = .utf16
    case "utf16le": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    default: return nil
    }
  }
}

extension TextEncoding {
  /// The option `encoding` of a text format.
  package static let option = Option(
    "encoding", .textEncoding, default: .utf8,
    "How characters are written as bytes. Of `utf-16`, a byte order mark decides which byte comes first.",
    example: "latin-1")
}

extension ValueKind where Value == TextEncoding {
  /// An encoding's name, without regard to case and hyphens.
  fileprivate static var textEncoding: Self {
    let names = TextEncoding.allCases.map { "`\($0.rawValue)`" }
    return ValueKind(
      wanted: names.dropLast().joined(separator: ", ") + " or \(names.last ?? "")", written: \.rawValue,
      mend: { text in
        switch text.lowercased().filter({ !"-_ ".contains($0) }) {
        case "utf8sig", "utf8bom", "ascii", "usascii":
          "leave `encoding` out: it is UTF-8, and a byte order mark is passed over anyway"
        case "ansi", "windows", "western": "that is mostly `windows-1252`"
        case "unicode", "ucs2": "that is mostly `utf-16`"
        case "iso885915", "latin9": "`latin-1` differs from it in eight characters, `€` among them"
        default: nil
        }
      },
      parse: { TextEncoding(named: $0) })
  }
}

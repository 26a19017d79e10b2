import TestSupport
import Columns

/// Random rows of every type, with nulls and the values at which types and functions end.
struct JudgedTable {
  let batch: ColumnBatch
  private static let rows = 160

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var fields: [Field] = []
    var columns: [Column] = []
    for (name, type) in Self.fields {
      let edges = Self.edges(name, type)
      var values: [String?] = edges
      while values.count < Self.rows {
        let made = Self.random(name, type, &random)
        values.append(random.below(9) == 0 ? nil : random.below(7) == 0 ? edges[random.below(edges.count)] : made)
      }
      values.shuffle(using: &random)
      fields.append(Field(name, type))
      columns.append(column(type, values))
    }
    batch = ColumnBatch(schema: Schema(fields), columns: columns, count: Self.rows)
  }

  /// Two columns of each type; `k` holds small numbers, `a` moderate ones, `w` words, `n` numbers written as text.
  private static let fields: [(String, ColumnType)] = [
    ("b", .bool), ("bx", .bool), ("i8", .int8), ("i8x", .int8), ("i16", .int16), ("i16x", .int16), ("i32", .int32),
    ("i32x", .int32), ("i64", .int64), ("i64x", .int64), ("u8", .uint8), ("u8x", .uint8), ("u16", .uint16),
    ("u16x", .uint16), ("u32", .uint32), ("u32x", .uint32), ("u64", .uint64), ("u64x", .uint64), ("f32", .float32),
    ("f32x", .float32), ("f64", .float64), ("f64x", .float64), ("k", .int32), ("kx", .int32), ("a", .float64),
    ("ax", .float64), ("t", .text), ("tx", .text), ("w", .text), ("wx", .text), ("n", .text), ("day", .date),
    ("dayx", .date), ("tm", .time), ("tmx", .time), ("ts", .timestamp), ("tsx", .timestamp), ("tl", .localTimestamp),
    ("tlx", .localTimestamp), ("id", .uuid), ("idx", .uuid), ("bs", .bytes), ("bsx", .bytes), ("j", .json),
    ("jx", .json), ("d", .decimal(precision: 12, scale: 2)), ("dx", .decimal(precision: 12, scale: 2)),
    ("e", .decimal(precision: 5, scale: 4)), ("dd", .decimal(precision: 38, scale: 10)), ("li", .list(.int32)),
    ("lix", .list(.int32)), ("lt", .list(.text)), ("m", .map(.int32)),
    ("st", .structure([Field("a", .int32), Field("b", .text)])),
  ]

  private static func edges(_ name: String, _ type: ColumnType) -> [String] {
    switch type {
    case .bool: ["true", "false"]
    case .int8: ["0", "1", "-1", "127", "-128", "10"]
    case .int16: ["0", "1", "-1", "32767", "-32768", "100"]
    case .int32 where name.hasPrefix("k"): ["0", "1", "-1", "2", "-12", "12"]
    case .int32: ["0", "1", "-1", "2147483647", "-2147483648", "1000"]
    case .int64: ["0", "1", "-1", "9223372036854775807", "-9223372036854775808", "9007199254740993"]
    case .uint8: ["0", "1", "255", "128"]
    case .uint16: ["0", "1", "65535", "32768"]
    case .uint32: ["0", "1", "4294967295", "2147483648"]
    case .uint64: ["0", "1", "18446744073709551615", "9223372036854775808"]
    case .float32: ["0", "-0", "1", "-1.5", "2.5", "3.4028235e38", "1e-45", "inf", "-inf", "nan", "16777216"]
    case .float64 where name.hasPrefix("a"): ["0", "1", "-1", "0.5", "2.5", "-2.5", "0.285", "1.005", "100", "-0.4"]
    case .float64:
      ["0", "-0", "1", "-1", "2.5", "-3.5", "1e308", "5e-324", "inf", "-inf", "nan", "9007199254740992", "1e15"]
    case .text where name.hasPrefix("w"): ["", "ouzel", "a", "A-B", "2018-06-08", "x=1;y=2", "  two  words ", "a,b,,c"]
    case .text where name == "n":
      ["0", "-1", "12", "2.5", "abc", "", " 7 ", "1e3", "127", "128", "99999999999", "true", "2018-06-08", "nan"]
    case .text:
      [
        "", " ", "héllo wörld", "ÀÉ", "straße", "日本語テキスト", "a\u{301}e\u{301}", "😀x😀", "A\tB\nC", "O'Brien",
        "100%_\\x", "ﬁ İı", "\u{a0}nbsp\u{2003}", String(repeating: "long ", count: 130),
      ]
    case .date: ["1970-01-01", "1969-12-31", "2000-02-29", "1900-03-01", "0001-01-01", "9999-12-31", "2018-01-31"]
    case .time: ["00:00:00", "23:59:59.999999", "12:00:00", "01:02:03.5"]
    case .timestamp, .localTimestamp:
      [
        "1970-01-01 00:00:00", "1969-12-31 23:59:59.999999", "2000-02-29 12:30:00", "2018-06-08 16:26:05.25",
        "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999", "2020-12-31 23:59:59", "1582-10-15 06:00:00",
      ]
    case .uuid: ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]
    case .bytes: ["", "AA==", "w6k=", "b3V6ZWw=", "/w=="]
    case .decimal(5, _): ["0", "1", "-1", "9.9999", "-9.9999", "0.0001", "0.5", "2.5"]
    case .decimal(12, _): ["0", "1", "-1", "9999999999.99", "-9999999999.99", "0.01", "2.50", "-0.05"]
    case .decimal:
      ["0", "1", "-1", "9999999999999999999999999999.9999999999", "-0.0000000001", "12345678901234567890.5", "2.5"]
    case .list(.int32): ["[]", "[1]", "[1,2,3]", "[null]", "[3,null,1,3]", "[2147483647]"]
    case .list: ["[]", "[\"a\"]", "[\"a\",\"b\",\"a\"]", "[null,\"\"]", "[\"é\",\"O'Brien\"]"]
    case .map: ["{}", "{\"a\":1}", "{\"a\":1,\"b\":null}", "{\"\":0,\"é\":5}"]
    case .structure: ["{\"a\":1,\"b\":\"x\"}", "{\"a\":null,\"b\":null}", "{\"a\":-5,\"b\":\"\"}"]
    default:
      [
        "{}", "[]", "null", "1", "\"text\"", "{\"a\":1,\"b\":[1,2,{\"c\":null}]}",
        name == "j" ? "{\"a\":\"x\",\"b\":2.5}" : "{\"b\":2.50}",
        "[1,\"é\"]",
        "{\"a\":null}", "{\"a\":true,\"A\":{\"b\":3}}",
      ]
    }
  }

  private static func random(_ name: String, _ type: ColumnType, _ random: inout SeededRandom) -> String {
    switch type {
    case .bool: random.below(2) == 0 ? "true" : "false"
    case .int8: "\(Int8(truncatingIfNeeded: random.next()))"
    case .int16: "\(Int16(truncatingIfNeeded: random.next()))"
    case .int32 where name.hasPrefix("k"): "\(random.below(25) - 12)"
    case .int32: "\(Int32(truncatingIfNeeded: random.next()))"
    case .int64: "\(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(60)))"
    case .uint8: "\(random.below(256))"
    case .uint16: "\(random.below(65536))"
    case .uint32: "\(UInt32(truncatingIfNeeded: random.next()))"
    case .uint64: "\(random.next() >> UInt64(random.below(60)))"
    case .float32: "\(Float(Int16(truncatingIfNeeded: random.next())) / 8)"
    case .float64 where name.hasPrefix("a"): "\(Double(random.below(200_000) - 100_000) / 1000)"
    case .float64: "\((Double(random.below(2_000_000)) - 1_000_000) * [1e-6, 1, 1e9, 1e200][random.below(4)])"
    case .text where name.hasPrefix("w"): random.text(["a", "b", "c", "A", "o", " ", "-", "=", ",", "1"])
    case .text where name == "n": "\(random.below(2000) - 1000)"
    case .text: random.text(["a", "B", "é", "ß", "日", "😀", " ", "'", "%", "z", "Ω", "0"])
    case .date: date(&random)
    case .time: time(&random)
    case .timestamp, .localTimestamp: "\(date(&random)) \(time(&random))"
    case .uuid:
      (0..<16).map { place in
        let byte = random.below(256)
        return ([4, 6, 8, 10].contains(place) ? "-" : "") + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
    case .bytes: ["AAEC", "/v8=", "aGVsbG8=", "w7zDpA==", "4oKs"][random.below(5)]
    case .decimal(5, _): "\(Double(random.below(199_999) - 99_999) / 10000)"
    case .decimal(12, _): "\(Double(random.below(2_000_000) - 1_000_000) / 100)"
    case .decimal: "\(random.below(2_000_000_000) - 1_000_000_000).\(padded(random.below(1_000_000_000), 9))"
    case .list(.int32): "[" + (0..<random.below(5)).map { _ in "\(random.below(9))" }.joined(separator: ",") + "]"
    case .list:
      "[" + (0..<random.below(4)).map { _ in "\"\(random.text(["a", "b", "é"]))\"" }.joined(separator: ",") + "]"
    case .map: "{\"a\":\(random.below(10)),\"k\":\(random.below(10))}"
    case .structure: "{\"a\":\(random.below(10)),\"b\":\"\(random.text(["x", "y", "ß"]))\"}"
    default: "{\"a\":\(random.below(100)),\"b\":[\(random.below(9)),\"\(random.text(["x", "é"]))\"],\"c\":{\"d\":1.5}}"
    }
  }

  private static func date(_ random: inout SeededRandom) -> String {
    let year = random.below(3) == 0 ? 1 + random.below(9998) : 1960 + random.below(100)
    let month = 1 + random.below(12)
    let day = 1 + random.below(CivilCalendar.days(inMonth: month, of: year))
    return [padded(year, 4), padded(month, 2), padded(day, 2)].joined(separator: "-")
  }

  private static func time(_ random: inout SeededRandom) -> String {
    let clock = [random.below(24), random.below(60), random.below(60)].map { padded($0, 2) }.joined(separator: ":")
    return random.below(2) == 0 ? clock : clock + "." + padded(random.below(1_000_000), 6)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    String(repeating: "0", count: max(width - "\(number)".count, 0)) + "\(number)"
  }
}

extension SeededRandom {
  fileprivate mutating func text(_ letters: [String]) -> String {
    (0..<below(14)).map { _ in letters[below(letters.count)] }.joined()
  }
}

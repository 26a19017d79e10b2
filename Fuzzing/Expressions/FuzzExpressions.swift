import Columns
import Expressions

/// Parses, checks and evaluates what the fuzzer makes up: each line is an expression, which may use those before it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExpressions(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The fuzzer keeps the bytes while this runs.
  let text = unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  var calculation = Calculation(over: batch.schema)
  for (place, line) in text.split(separator: "\n").prefix(8).enumerated() {
    guard let expression = try? Expression(String(line)) else { continue }
    _ = try? calculation.add(expression, as: "e\(place)")
  }
  for rows in [batch, batch.slice(1..<4), batch.slice(2..<2)] {
    let calculated = calculation.run(rows, at: EvaluationMoment(microseconds: 1_748_779_200_000_000))
    // Every value is looked at as a sink would.
    for column in calculated.results {
      precondition(column.count == rows.count)
      _ = column.asText(.sql)
      _ = column.asJSON()
      _ = column.gather((0..<Int32(column.count)).reversed().map { $0 })
    }
    precondition(calculated.failures.allSatisfy { $0.row < rows.count })
  }
  return 0
}

/// A few rows of every type, with null and the values at their ends.
private let batch: ColumnBatch = {
  let types: [(String, ColumnType, [String?])] = [
    ("b", .bool, ["true", "false", nil, "true", "false"]),
    ("i8", .int8, ["-128", "127", nil, "0", "1"]), ("i16", .int16, ["-32768", "32767", nil, "0", "-1"]),
    ("i32", .int32, ["-2147483648", "2147483647", nil, "0", "7"]),
    ("i64", .int64, ["-9223372036854775808", "9223372036854775807", nil, "0", "3"]),
    ("u8", .uint8, ["0", "255", nil, "1", "2"]), ("u16", .uint16, ["0", "65535", nil, "1", "2"]),
    ("u32", .uint32, ["0", "4294967295", nil, "1", "2"]),
    ("u64", .uint64, ["0", "18446744073709551615", nil, "1", "2"]),
    ("f32", .float32, ["nan", "-inf", nil, "0", "1.5"]), ("f64", .float64, ["nan", "1e308", nil, "-0.0", "2.5"]),
    ("d", .decimal(precision: 12, scale: 2), ["-9999999999.99", "9999999999.99", nil, "0", "1.25"]),
    (
      "dd", .decimal(precision: 38, scale: 10),
      ["-9999999999999999999999999999.9999999999", "0.0000000001", nil, "0", "1"]
    ),
    ("t", .text, ["", "héllo wörld", nil, "12", "{\"a\": [1, 2]}"]),
    ("bs", .bytes, ["", "AAEC/w==", nil, "YWJj", "/w=="]),
    ("j", .json, ["null", "{\"a\": {\"b\": [1, \"x\"]}}", nil, "[1,2.5,\"é\"]", "\"s\""]),
    ("day", .date, ["0001-01-01", "9999-12-31", nil, "1970-01-01", "2020-02-29"]),
    ("ti", .time, ["00:00:00", "23:59:59.999999", nil, "12:00:00", "16:26:00"]),
    ("ts", .timestamp, ["0001-01-01", "9999-12-31T23:59:59.999999Z", nil, "1970-01-01", "2018-06-08 16:26:00"]),
    ("tl", .localTimestamp, ["0001-01-01", "9999-12-31 23:59:59", nil, "2020-10-25 02:30:00", "2020-03-29 02:30:00"]),
    (
      "u", .uuid,
      [
        "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", nil,
        "550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440001",
      ]
    ),
    ("l", .list(.int32), ["[]", "[1,null,-2147483648]", nil, "[3]", "[2,1,2]"]),
    ("lt", .list(.text), ["[]", "[\"a\",null,\"\"]", nil, "[\"x\"]", "[\"b\",\"a\"]"]),
    ("m", .map(.int64), ["{}", "{\"a\":1,\"b\":null}", nil, "{\"a\":2}", "{\"c\":3}"]),
    (
      "s", .structure([Field("x", .int32), Field("y", .list(.text))]),
      ["{\"x\":1,\"y\":[\"a\"]}", "{\"x\":null,\"y\":null}", nil, "{\"x\":2,\"y\":[]}", "{\"x\":3,\"y\":[null]}"]
    ),
  ]
  let columns = types.map { name, type, values in
    var texts = TextBuilder(capacity: values.count)
    for value in values { if let value { texts.append(value) } else { texts.appendNull() } }
    var failures: [RowFailure] = []
    let column = type == .text ? texts.column() : texts.column().parsed(as: Field(name, type), failures: &failures)
    precondition(failures.isEmpty, "\(failures)")
    return column
  }
  return ColumnBatch(schema: Schema(types.map { Field($0.0, $0.1) }), columns: columns, count: 5)
}()

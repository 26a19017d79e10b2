import Columns

/// What expressions do with JSON, whose text was found to be whole when it became JSON.
enum JSONKernels {
  /// `json -> path`, and with `asText` `json ->> path`: what is at the path, or null.
  static func member(asText: Bool, isIndex: Bool) -> Kernel {
    let type: ColumnType = asText ? .text : .json
    return Kernel("\(asText ? "->>" : "->")(json,\(isIndex ? "int64" : "text"))", canFail: true) {
      evaluation, arguments in
      let texts = arguments[0].texts
      let count = evaluation.rows(of: arguments)
      let paths = Paths(arguments[1], isIndex: isIndex)
      var nulls: [Int] = []
      var faults: [(row: Int, message: String)] = []
      let made = evaluation.texts(arguments, bytes: texts.byteCount / 2, type: type) { row, out in
        switch paths[row] {
        case .failure(let problem):
          faults.append((row, problem.message))
          nulls.append(row)
        case .success(let path):
          let search = unsafe JSONSearch(texts[row])
          guard let range = unsafe (try? search.find(path)) ?? nil, unsafe append(search, range, asText, to: &out)
          else {
            nulls.append(row)
            return
          }
        }
      }
      for fault in faults {
        evaluation.fail(fault.row, "this is no path into JSON: \(plain: fault.message)")
      }
      return made.without(nulls, count: count)
    }
  }

  /// The path of each row; one that is the same for all is read once.
  private struct Paths {
    private let vector: Vector
    private let isIndex: Bool
    private let constant: Result<JSONPath, JSONPath.Problem>?

    init(_ vector: Vector, isIndex: Bool) {
      self.vector = vector
      self.isIndex = isIndex
      constant = vector.isConstant && vector.isValid(0) ? Self.read(vector.column, 0, isIndex) : nil
    }

    subscript(row: Int) -> Result<JSONPath, JSONPath.Problem> { constant ?? Self.read(vector.column, row, isIndex) }

    private static func read(_ column: Column, _ row: Int, _ isIndex: Bool) -> Result<JSONPath, JSONPath.Problem> {
      if isIndex { return .success(JSONPath(index: Int(column.value(row, as: Int64.self)))) }
      do throws(JSONPath.Problem) {
        return .success(try JSONPath(column.text(row) ?? ""))
      } catch { return .failure(error) }
    }
  }

  /// Appends a value; false where it is null and text is wanted, in which null is nothing.
  @unsafe private static func append(
    _ search: JSONSearch, _ range: Range<Int>, _ asText: Bool, to out: inout RawMemory
  ) -> Bool {
    if asText, unsafe search.start[range.lowerBound] == UInt8(ascii: "\"") {
      unsafe JSONSearch.unescape(search.start + range.lowerBound + 1, range.count - 2, to: &out)
      return true
    }
    if asText, unsafe search.start[range.lowerBound] == UInt8(ascii: "n") { return false }
    unsafe search.minify(range, to: &out)
    return true
  }

  /// The text of a JSON value: a string's content, anything else as it is written; null is null.
  static let content: Kernel.Run = { evaluation, arguments in
    member(asText: true, isIndex: false).run(&evaluation, [arguments[0], Vector(.text("$"))])
  }

  /// How many elements an array has; what is none has 0.
  static let arrayLength: Kernel.Run = { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.values(arguments, .int64) { row -> Int64 in
      let search = unsafe JSONSearch(texts[row])
      let at = unsafe JSONSyntax.skipSpace(search.start, 0, search.count)
      guard unsafe at < search.count && search.start[at] == UInt8(ascii: "[") else { return 0 }
      return unsafe Int64((try? search.length(at)) ?? 0)
    }
  }

  /// `OBJECT`, `ARRAY`, `VARCHAR`, `UBIGINT`, `BIGINT`, `DOUBLE`, `BOOLEAN` or `NULL`, as DuckDB names them.
  static let type: Kernel.Run = { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.texts(arguments, bytes: 8 * evaluation.rows(of: arguments)) { row, out in
      out.append(unsafe name(texts[row]))
    }
  }

  private static func name(_ text: UnsafeRawBufferPointer) -> String {
    let search = unsafe JSONSearch(text)
    let at = unsafe JSONSyntax.skipSpace(search.start, 0, search.count)
    guard unsafe at < search.count else { return "NULL" }
    switch unsafe search.start[at] {
    case UInt8(ascii: "{"): return "OBJECT"
    case UInt8(ascii: "["): return "ARRAY"
    case UInt8(ascii: "\""): return "VARCHAR"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return "BOOLEAN"
    case UInt8(ascii: "n"): return "NULL"
    default:
      let end = unsafe (try? JSONSyntax.skipNumber(search.start, at, search.count)) ?? search.count
      let digits = unsafe String(decoding: UnsafeRawBufferPointer(rebasing: text[at..<end]), as: UTF8.self)
      if UInt64(digits) != nil { return "UBIGINT" }
      return Int64(digits) == nil ? "DOUBLE" : "BIGINT"
    }
  }

  /// Whether a text is JSON.
  static let isValid: Kernel.Run = { evaluation, arguments in
    let texts = arguments[0].texts
    return evaluation.bits(arguments) { row in
      let search = unsafe JSONSearch(texts[row])
      return unsafe JSONSyntax.isValid(search.start, search.count)
    }
  }
}

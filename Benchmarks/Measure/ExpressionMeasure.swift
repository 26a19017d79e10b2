import Columns
import Expressions
import FileSystems
import Glibc
import JSONFormat

/// `Measure expressions FILE NAME TYPE NAME TYPE …` reads JSON lines into columns, in batches as the engine has them.
/// Then it answers each line of stdin, an expression, with what one pass over all rows took: nanoseconds of this
/// thread's CPU a row, how many results are null, and how many bytes their text has, so that whoever asks can see that
/// others do the same.
enum ExpressionMeasure {
  static func run(_ arguments: [String]) {
    let batches = read(arguments)
    print("{\"rows\": \(batches.reduce(0) { $0 + $1.count })}")
    fflush(nil)
    while let line = readLine() {
      print(answer(line, batches))
      fflush(nil)
    }
  }

  private static func answer(_ line: String, _ batches: [ColumnBatch]) -> String {
    do {
      let written = try Expression(line)
      // Whoever runs expressions has the columns that they name.
      let batches = batches.map { $0.only(written.columnsUsed) }
      guard let first = batches.first else { return problem("there are no rows") }
      let expression = try written.checked(against: first.schema)
      var (nulls, failures, bytes) = (0, 0, 0)
      let began = processorTime()
      for batch in batches {
        let evaluated = expression.evaluate(batch)
        nulls += evaluated.column.nullCount
        failures += evaluated.failures.count
      }
      let taken = processorTime() - began
      for batch in batches.prefix(4) {
        let column = expression.evaluate(batch).column.asText(.sql)
        for row in 0..<column.count where column.isValid(row) { bytes += column.elements(row).count }
      }
      let rows = batches.reduce(0) { $0 + $1.count }
      if failures > 0 { return problem("\(failures) rows fail") }
      return "{\"ns\": \(Double(taken) / Double(rows)), \"nulls\": \(nulls), \"bytes\": \(bytes)}"
    } catch let found as ExpressionProblem {
      return problem(found.message)
    } catch let found as ExpressionProblems {
      return problem(found.all.map(\.message).joined(separator: "; "))
    } catch {
      return problem("\(error)")
    }
  }

  private static func problem(_ message: String) -> String {
    "{\"problem\": \"\(message.map { $0 == "\"" || $0 == "\\" ? "'" : String($0) }.joined())\"}"
  }

  /// Nanoseconds that this thread has computed for.
  private static func processorTime() -> Int {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  private static func read(_ arguments: [String]) -> [ColumnBatch] {
    guard let path = arguments.first, arguments.count % 2 == 1 else { fail("FILE NAME TYPE NAME TYPE …") }
    let fields = stride(from: 1, to: arguments.count, by: 2).map { place in
      guard case .type(let type) = TypeSpelling(arguments[place + 1]) else { fail("no type: \(arguments[place + 1])") }
      return Field(arguments[place], type)
    }
    guard let bytes = try? ReadableFile.contents(of: path, limit: 1 << 32) else { fail("\(path) can't be read") }
    let buffer = unsafe bytes.withUnsafeBytes { unsafe Buffer.copying($0) }
    let decoder = JSONDecoder(schema: Schema(fields))
    var batches: [ColumnBatch] = []
    var start = 0
    while start < buffer.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer.bytes[start...])
      let length = unsafe LineSplitter(skipsBlank: true).split(rest, isEnd: true, atMost: 8192).length
      let decoded = decoder.decode(Frames(bytes: buffer, ranges: [start..<start + length], prologue: .empty))
      if let failure = decoded.failures.first { fail("row \(failure.row): \(failure.sentence)") }
      batches.append(decoded.batch)
      start += length
    }
    return batches
  }

  private static func fail(_ message: String) -> Never {
    print(message)
    exit(2)
  }
}

extension ColumnBatch {
  /// The columns of some names.
  fileprivate func only(_ names: [String]) -> ColumnBatch {
    let kept = schema.fields.indices.filter { names.contains(schema.fields[$0].name) }
    return with(schema: Schema(kept.map { schema.fields[$0] }), columns: kept.map { columns[$0] })
  }
}

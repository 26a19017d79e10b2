import Columns
import Glibc

/// `encode csv|json FILE TYPE OUT`: the columns of a CSV (by its name) or JSON file as CSV or JSON into another file,
/// in the engine's batches. The watch runs from the columns in memory to the bytes written.
enum Encoding {
  static func measure(_ arguments: [String]) {
    guard arguments.count == 4 else { Measure.refuse("encode csv|json FILE TYPE OUT") }
    let source = MeasuredFormat(arguments[1].hasSuffix(".csv") ? "csv" : "json")
    let decoder = source.decoder(Schema(measured: arguments[2]))
    let file = CutFile(arguments[1], source.splitter)
    var batches: [ColumnBatch] = []
    while let frames = file.next() { batches.append(decoder.decode(frames).batch) }

    let encoder = MeasuredFormat(arguments[0]).encoder
    let watch = Stopwatch()
    let out = OutFile(arguments[3])
    var (rows, bytes) = (0, 0)
    if let prologue = encoder.prologue(for: decoder.schema) { unsafe out.write(prologue.bytes) }
    for batch in batches {
      let encoded = encoder.encode(batch, lines: true)
      unsafe out.write(encoded.bytes.bytes)
      rows += encoded.ends.count
      bytes += encoded.bytes.count
    }
    watch.report(["rows": rows, "bytes": bytes])
  }
}

/// A file that is written from its beginning on.
struct OutFile {
  private let descriptor: Int32

  init(_ path: String) {
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { Measure.refuse("\(path) can't be written") }
  }

  func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = unsafe bytes
    while rest.count > 0 {
      // The bytes are the caller's for the length of this call.
      let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 { Measure.refuse("writing failed") }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}

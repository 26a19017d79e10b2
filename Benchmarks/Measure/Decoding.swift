import Columns

/// `decode csv|json FILE TYPE [THREADS] [keep] [sums]`: a file to columns, in the engine's batches.
///
/// Each thread asks for the next batch and decodes it. The columns are let go once their rows are counted, or held to
/// the end by `keep`, as whoever makes a table of them has to. `sums` sums them up too, which takes its time.
enum Decoding {
  /// What one thread made of its batches.
  private struct Share: Sendable {
    var rows = 0
    var failures = 0
    var bytes = 0
    var kept: [ColumnBatch] = []
    var sums: ColumnSums
  }

  static func measure(_ arguments: [String]) async {
    guard arguments.count >= 3 else { Measure.refuse("decode csv|json FILE TYPE [THREADS] [keep] [sums]") }
    let format = MeasuredFormat(arguments[0])
    let decoder = format.decoder(Schema(measured: arguments[2]))
    let threads = arguments.dropFirst(3).compactMap { Int($0) }.first ?? 1
    let (keeps, sumsUp) = (arguments.contains("keep"), arguments.contains("sums"))
    let watch = Stopwatch()
    let file = CutFile(arguments[1], format.splitter)
    let empty = Share(sums: ColumnSums(decoder.schema))
    let shares = await withTaskGroup(of: Share.self) { group in
      for _ in 0..<threads {
        group.addTask { Self.share(of: file, decoder, empty, keeps: keeps, sumsUp: sumsUp) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var whole = empty
    for share in shares {
      whole.rows += share.rows
      whole.failures += share.failures
      whole.bytes += share.bytes
      whole.sums.add(share.sums)
    }
    let counts = ["\"rows\": \(whole.rows)", "\"failures\": \(whole.failures)", "\"bytes\": \(whole.bytes)"]
    watch.report(counts + (sumsUp ? [whole.sums.json] : []))
    withExtendedLifetime(shares) {}
  }

  private static func share(
    of file: CutFile, _ decoder: any Decoder, _ empty: Share, keeps: Bool, sumsUp: Bool
  ) -> Share {
    var share = empty
    while let frames = file.next() {
      let decoded = decoder.decode(frames)
      share.rows += decoded.batch.count
      share.failures += decoded.failures.count
      share.bytes += frames.ranges.reduce(0) { $0 + $1.count }
      if keeps { share.kept.append(decoded.batch) }
      if sumsUp { share.sums.add(decoded.batch) }
    }
    return share
  }
}

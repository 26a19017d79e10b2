import Columns

/// `gather csv|json FILE TYPE EVERY keep|drop`: of a file's columns in memory, every so many rows kept or dropped.
enum Gathering {
  static func measure(_ arguments: [String]) {
    guard arguments.count == 5, let every = Int(arguments[3]) else {
      Measure.refuse("gather csv|json FILE TYPE EVERY keep|drop")
    }
    let format = MeasuredFormat(arguments[0])
    let decoder = format.decoder(Schema(measured: arguments[2]))
    let file = CutFile(arguments[1], format.splitter)
    var batches: [ColumnBatch] = []
    while let frames = file.next() { batches.append(decoder.decode(frames).batch) }
    let keeps = arguments[4] == "keep"
    let wanted = batches.map { batch in
      (Int32(0)..<Int32(batch.count)).filter { (Int($0) % every == 0) == keeps }
    }
    let watch = Stopwatch()
    var rows = 0
    for (batch, wanted) in zip(batches, wanted) { rows += batch.gather(wanted).count }
    watch.report(["rows": rows])
  }
}

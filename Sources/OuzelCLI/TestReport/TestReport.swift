import Configuration

/// What people are told of the tests that were run.
struct TestReport {
  let results: [TestResult]
  let hidden: HiddenTexts
  let isColoured: Bool

  /// A line for each test under its pipeline, what differs below those that fail, and the sum.
  var text: String {
    var lines: [String] = []
    var pipeline: String?
    for result in results {
      if result.pipeline != pipeline { lines.append(result.pipeline) }
      pipeline = result.pipeline
      lines += self.lines(of: result)
    }
    return (lines + ["", summary]).joined(separator: "\n")
  }

  private func lines(of result: TestResult) -> [String] {
    switch result.update {
    case .written: return ["  \(coloured("✎", .yellow)) \(shown(result.test.name)) (written)"]
    case .none where result.passes: return ["  \(coloured("✔", .green)) \(shown(result.test.name))"]
    case .none, .refused:
      var lines = ["  \(coloured("✘", .red)) \(shown(result.test.name))"]
      lines += Self.table(result.differences).map { line in
        "    " + coloured(shown(line.place), .plain) + coloured(shown(line.text), line.isGot ? .red : .green)
      }
      if case .refused(let why) = result.update { lines.append("    not written: \(shown(why))") }
      return lines
    }
  }

  private var summary: String {
    let written = results.count { $0.update == .written }
    let failed = results.count { !$0.passes && $0.update != .written }
    let passed = results.count - failed - written
    var parts = ["\(passed) passed"]
    if written > 0 { parts.append("\(written) written") }
    if failed > 0 { parts.append("\(failed) failed") }
    let all = "\(results.count.grouped) \(results.count == 1 ? "test" : "tests"): " + parts.joined(separator: ", ")
    return coloured(all, failed > 0 ? .red : .green)
  }

  // MARK: What differs

  /// Two lines for each difference: what was wanted, and below it what there is instead. Places and columns are told
  /// once, in columns of their own.
  static func table(_ differences: [TestDifference]) -> [(place: String, text: String, isGot: Bool)] {
    let place = (differences.map(\.place.count).max() ?? 0) + 2
    let column = differences.map(\.column.count).max() ?? 0
    var lines: [(String, String, Bool)] = []
    var last: String?
    for difference in differences {
      let isNew = difference.place != last
      last = difference.place
      let head = (isNew ? difference.place : "").padded(to: place)
      let name = column == 0 ? "" : difference.column.padded(to: column + 2)
      lines.append((head + name, "wanted  \(difference.wanted)", false))
      lines.append(("".padded(to: head.count + name.count), "got     \(difference.got)", true))
    }
    return lines
  }

  private func shown(_ text: String) -> String {
    Terminal.printable(hidden.masked(text)).split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\\n")
  }

  // MARK: Colours

  private enum Colour: String {
    case plain = ""
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  private func coloured(_ text: String, _ colour: Colour) -> String {
    isColoured && colour != .plain ? "\u{1b}[\(colour.rawValue)m\(text)\u{1b}[0m" : text
  }
}

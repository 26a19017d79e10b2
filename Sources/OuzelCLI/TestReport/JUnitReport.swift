import Configuration
import Specifications

/// The tests that were run as JUnit's XML, which continuous integration reads: a suite a pipeline.
struct JUnitReport {
  let results: [TestResult]
  let hidden: HiddenTexts

  var text: String {
    var pipelines: [String] = []
    for result in results where !pipelines.contains(result.pipeline) { pipelines.append(result.pipeline) }
    let suites = pipelines.map { pipeline in suite(pipeline, results.filter { $0.pipeline == pipeline }) }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="ouzel test" \(counts(of: results))>
      \(suites.joined(separator: "\n"))
      </testsuites>

      """
  }

  private func suite(_ pipeline: String, _ results: [TestResult]) -> String {
    """
      <testsuite name="\(escaped(pipeline))" \(counts(of: results))>
    \(results.map(testCase).joined(separator: "\n"))
      </testsuite>
    """
  }

  private func testCase(_ result: TestResult) -> String {
    let place = result.test.place
    let head =
      "    <testcase name=\"\(escaped(result.test.name))\" classname=\"\(escaped(result.pipeline))\" "
      + "file=\"\(escaped(place.file))\" line=\"\(place.line)\" time=\"\(seconds(result.duration))\""
    if result.passes || result.update == .written { return head + "/>" }
    let count = result.differences.count
    let text = TestReport.table(result.differences).map { escaped($0.place + $0.text) }.joined(separator: "\n")
    return """
      \(head)>
            <failure message="\(count) \(count == 1 ? "difference" : "differences")" type="difference">\(text)</failure>
          </testcase>
      """
  }

  private func counts(of results: [TestResult]) -> String {
    let failed = results.count { !$0.passes && $0.update != .written }
    let time = results.reduce(Duration.zero) { $0 + $1.duration }
    return "tests=\"\(results.count)\" failures=\"\(failed)\" errors=\"0\" skipped=\"0\" time=\"\(seconds(time))\""
  }

  private func seconds(_ duration: Duration) -> String {
    let (whole, rest) = duration.components
    let millionths = String(rest / 1_000_000_000_000)
    return "\(whole)." + String(repeating: "0", count: max(0, 6 - millionths.count)) + millionths
  }

  /// A text as XML has it, what XML can't hold shown as its number.
  private func escaped(_ text: String) -> String {
    var written = ""
    for scalar in hidden.masked(text).unicodeScalars {
      switch scalar {
      case "&": written += "&amp;"
      case "<": written += "&lt;"
      case ">": written += "&gt;"
      case "\"": written += "&quot;"
      case "\n", "\t": written += scalar == "\n" ? "&#10;" : "&#9;"
      case "\0"..<" ", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": written += "\\u{\(String(scalar.value, radix: 16))}"
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written
  }
}

extension Problems {
  /// All problems as a terminal shows them, those of a file in the order of its lines.
  package func rendered(with texts: SourceTexts) -> String {
    var files: [String: Int] = [:]
    for problem in all where files[problem.place.file] == nil { files[problem.place.file] = files.count }
    func rank(_ problem: Problem) -> (Int, Int, Int) {
      (files[problem.place.file] ?? 0, problem.place.line, problem.place.column)
    }
    return all.sorted { rank($0) < rank($1) }.map { rendered($0, with: texts) }.joined()
  }

  /// One problem: its place and sentence, the line, and a caret under the fault.
  package func rendered(_ problem: Problem, with texts: SourceTexts) -> String {
    let place = problem.place.file.isEmpty ? "" : "\(problem.place): "
    let head = "\(place)\(problem.severity.rawValue): \(brought.hidden(in: problem.sentence))\n"
    guard let line = texts.line(of: problem.place) ?? self.texts.line(of: problem.place) else { return head }
    var shown = ShownLine(line, from: problem.place, to: problem.end)
    for stretch in secretStretches(of: line, at: problem.place) { shown.mask(stretch) }
    return head + shown.rendered
  }

  /// The columns of a line that must not be shown: secrets that were read, and what follows a telling key in a block
  /// that could not be read at all.
  private func secretStretches(of line: Substring, at place: Place) -> [Range<Int>] {
    let letters = Array(line.unicodeScalars)
    var stretches = secretSoundingStretches(of: letters)
    for secret in hidden where secret.start.file == place.file {
      let end = secret.end ?? Place(file: place.file, line: secret.start.line, column: letters.count + 1)
      guard secret.start.line <= place.line, place.line <= end.line else { continue }
      let first = secret.start.line == place.line ? secret.start.column - 1 : 0
      let last = end.line == place.line ? end.column - 1 : letters.count
      if first < min(last, letters.count) { stretches.append(first..<min(last, letters.count)) }
    }
    var merged: [Range<Int>] = []
    for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, last.upperBound >= stretch.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, stretch.upperBound)
      } else {
        merged.append(stretch)
      }
    }
    return merged.reversed()
  }
}

/// A line of a file with the stretch of it that is marked.
private struct ShownLine {
  private var letters: [Unicode.Scalar]
  private var first: Int
  private var last: Int

  init(_ line: Substring, from place: Place, to end: Place?) {
    letters = Array(line.unicodeScalars)
    first = min(max(place.column - 1, 0), letters.count)
    last = first + 1
    guard let end else { return }
    last = max(last, end.line == place.line ? min(end.column - 1, letters.count) : letters.count)
  }

  /// Replaces a stretch by a mask. Stretches come from the right, so that those before keep their columns.
  mutating func mask(_ stretch: Range<Int>) {
    let mask = Array("«secret»".unicodeScalars)
    letters.replaceSubrange(stretch, with: mask)
    let growth = mask.count - stretch.count
    if first >= stretch.upperBound {
      first += growth
      last += growth
    } else if last > stretch.lowerBound {
      first = min(first, stretch.lowerBound)
      last = max(last + growth, first + mask.count)
    }
  }

  var rendered: String {
    let width = 160
    let start = first > width / 2 && letters.count > width ? first - width / 2 : 0
    let end = min(letters.count, start + width)
    var line = String(String.UnicodeScalarView(letters[start..<end]))
    var caret = String(letters[start..<first].map { $0 == "\t" ? "\t" : " " as Character })
    if start > 0 {
      line = "…" + line
      caret = " " + caret
    }
    if end < letters.count { line += "…" }
    return line + "\n" + caret + "^" + String(repeating: "~", count: max(min(last, end) - first - 1, 0)) + "\n"
  }
}

extension ValueKind where Value == String {
  /// A text that isn't empty.
  package static var text: Self { ValueKind(wanted: "a text", parse: { $0.isEmpty ? nil : $0 }) }
  /// A text that may be empty.
  package static var anyText: Self {
    ValueKind(wanted: "a text", shape: .anyText, written: { "\"\($0)\"" }, parse: { $0 })
  }
}

extension ValueKind where Value == UInt8 {
  /// One ASCII character, such as a delimiter.
  package static var character: Self {
    ValueKind(
      wanted: "one ASCII character", shape: .matching("^.$"), written: { "\"\(Character(Unicode.Scalar($0)))\"" },
      parse: { $0.utf8.count == 1 ? $0.utf8.first : nil })
  }
}

extension ValueKind where Value == Int {
  /// A whole number within bounds.
  package static func integer(in range: ClosedRange<Int>) -> Self {
    ValueKind(
      wanted: "a whole number \(bounds(range, least: Int.min, most: Int.max))", shape: .integer(range),
      parse: { text in
        let digits = text.filter { $0 != "_" }
        return Int(digits).flatMap { range.contains($0) && !text.hasPrefix("_") && !text.hasSuffix("_") ? $0 : nil }
      })
  }
}

extension ValueKind where Value == Double {
  /// A number within bounds.
  package static func number(in range: ClosedRange<Double>) -> Self {
    ValueKind(
      wanted: "a number \(bounds(range, least: -.infinity, most: .infinity))", shape: .number(range),
      parse: { Double($0).flatMap { range.contains($0) ? $0 : nil } })
  }

  /// A share of a whole, written `50%` or `0.5`.
  package static var share: Self {
    ValueKind(
      wanted: "a share from 0% to 100%", shape: .matching("^([0-9.]+%|[01]|0?[.][0-9]+|1[.]0*)$"),
      written: { "\(Int($0 * 100 + 0.5))%" },
      parse: { text in
        let share = text.hasSuffix("%") ? Double(text.dropLast()).map { $0 / 100 } : Double(text)
        return share.flatMap { (0...1).contains($0) ? $0 : nil }
      })
  }
}

extension ValueKind where Value == Bool {
  /// `true` or `false`, as YAML 1.2 has them.
  package static var boolean: Self {
    ValueKind(
      wanted: "`true` or `false`", shape: .boolean,
      mend: { text in
        switch text.lowercased() {
        case "yes", "on", "y", "1": "write `true`"
        case "no", "off", "n", "0": "write `false`"
        default: nil
        }
      },
      parse: { ["true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false][$0] })
  }
}

extension ValueKind where Value == ByteCount {
  /// A number of bytes within bounds.
  package static func byteCount(in range: ClosedRange<ByteCount> = ByteCount(0)...ByteCount(.max)) -> Self {
    let bounds = bounds(range, least: ByteCount(0), most: ByteCount(.max))
    return ValueKind(
      wanted: "a number of bytes such as `4MiB`\(bounds.isEmpty ? "" : " " + bounds)",
      shape: .matching("^[0-9]+([.][0-9]+)? ?([KkMmGgTt]?[Ii]?[Bb])?$"),
      mend: { Int($0) == nil ? nil : "say of what: `\($0)MiB`, `\($0)KiB`" },
      parse: { ByteCount(parsing: $0).flatMap { range.contains($0) ? $0 : nil } })
  }
}

extension ValueKind where Value == Duration {
  /// A span of time within bounds.
  package static func duration(in range: ClosedRange<Duration> = .zero ... .seconds(Int32.max)) -> Self {
    let most = Duration.seconds(Int32.max)
    let limits =
      range.upperBound == most
      ? (range.lowerBound == .zero ? "" : ", at least \(range.lowerBound.written)")
      : " from \(range.lowerBound.written) to \(range.upperBound.written)"
    return ValueKind(
      wanted: "a time such as `10s`\(limits)", shape: .matching("^([0-9]+([.][0-9]+)? ?(d|h|m|s|ms|us|ns))+$"),
      written: \.written,
      mend: { Int($0) == nil ? nil : "say of what: `\($0)s`, `\($0)ms`, `\($0)m`" },
      parse: { Duration(parsing: $0).flatMap { range.contains($0) ? $0 : nil } })
  }
}

extension ValueKind where Value == ClosedRange<Duration> {
  /// A span of time, or two between which chance chooses: `1s..15s`.
  package static var durations: Self {
    ValueKind(
      wanted: "a time such as `10s`, or two such as `1s..15s`",
      shape: .matching("^([0-9.]+(d|h|m|s|ms|us|ns))+([.][.]([0-9.]+(d|h|m|s|ms|us|ns))+)?$"),
      written: {
        $0.lowerBound == $0.upperBound ? $0.lowerBound.written : "\($0.lowerBound.written)..\($0.upperBound.written)"
      },
      parse: { text in
        if let time = Duration(parsing: text) { return time...time }
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { Duration(parsing: String($0)) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else { return nil }
        return first...last
      })
  }
}

extension ValueKind where Value == Rate {
  /// How much may pass in a second.
  package static var rate: Self {
    ValueKind(
      wanted: "a rate such as `10/s` or `1MiB/s`", shape: .matching("^[0-9.]+ ?[A-Za-z]* ?/ ?[smh]$"),
      mend: { Int($0) == nil ? nil : "say in which time: `\($0)/s`" },
      parse: { Rate(parsing: $0) })
  }
}

extension ValueKind where Value == Secret {
  /// A value that is shown nowhere.
  package static var secret: Self {
    let wanted = "a secret, best as \"${file:PATH}\" or \"${NAME}\""
    return ValueKind(wanted: wanted, isSecret: true, shape: .text) { node, reading in
      guard let scalar = node.scalar, !scalar.text.isEmpty else {
        reading.misfit(node, wanted: wanted, isSecret: true)
        return nil
      }
      if !scalar.isFilledIn {
        let name = reading.subject.filter { $0 != "`" }
        reading.problems.warning(
          at: node, "the secret \(reading.subject) stands in the file",
          mend: "write `\(name): \"${file:/run/secrets/\(name)}\"` and keep it there")
      }
      return Secret(scalar.text)
    }
  }
}

extension ValueKind where Value == FilePath {
  /// A path, relative to the file that holds it.
  package static var path: Self {
    ValueKind(wanted: "a path", shape: .text) { node, reading in
      if let text = node.text, !text.isEmpty { return reading.context.path(text, at: node.place) }
      reading.misfit(node, wanted: "a path")
      return nil
    }
  }
}

extension ValueKind where Value == ExpressionText {
  /// A SQL expression, still to be parsed.
  package static var expression: Self {
    ValueKind(wanted: "an expression", shape: .text) { node, reading in
      if let scalar = node.scalar, !scalar.text.isEmpty { return ExpressionText(scalar, at: node.place) }
      reading.misfit(node, wanted: "an expression")
      return nil
    }
  }
}

extension ValueKind where Value == Node {
  /// A tree that is read elsewhere.
  package static var node: Self { node("a block", .any) }

  /// A tree of a shape that is read elsewhere.
  package static func node(_ wanted: String, _ shape: ValueShape) -> Self {
    ValueKind(wanted: wanted, shape: shape) { node, _ in node }
  }
}

extension ValueKind where Value: CaseIterable & RawRepresentable<String> {
  /// One of some words; those of `later` are known by the language, but this build lacks them.
  package static func choice(of cases: Value.Type = Value.self, later: [String] = []) -> Self {
    let names = Value.allCases.map(\.rawValue)
    let wanted = enumeration(of: names)
    return ValueKind(wanted: wanted, shape: .choice(names), written: \.rawValue) { node, reading in
      guard let text = node.text else {
        reading.misfit(node, wanted: wanted)
        return nil
      }
      if let value = Value(rawValue: text) { return value }
      if later.contains(text) {
        reading.problems.error(at: node, "`\(text)` of \(reading.subject) is not in this build yet")
      } else {
        let isShown = node.scalar?.isFilledIn == false
        let near = isShown ? nearestName(to: text, among: names) : nil
        reading.misfit(node, wanted: wanted, mend: near.map { "did you mean `\($0)`?" })
      }
      return nil
    }
  }
}

/// `from 1 to 100`, `of at least 1`, or nothing where there is no bound.
private func bounds<Bound: Comparable>(_ range: ClosedRange<Bound>, least: Bound, most: Bound) -> String {
  switch (range.lowerBound == least, range.upperBound == most) {
  case (true, true): ""
  case (false, true): "of at least \(range.lowerBound)"
  case (true, false): "of at most \(range.upperBound)"
  case (false, false): "from \(range.lowerBound) to \(range.upperBound)"
  }
}

import Engine
package import Specifications

/// What a pipeline's `dead_letters` says.
enum DeadLetterOptions {
  static let keep = Option(
    "keep", .duration(in: .seconds(60) ... .seconds(Int32.max)), default: .seconds(30 * 86_400),
    "How long letters are kept; older ones are removed when a run begins and once an hour, and the log counts them.",
    example: "90d")
  static let maxBytes = Option(
    "max_bytes", .byteCount(in: .kibibytes(64)...ByteCount(.max)), default: .gibibytes(1),
    "How much room the letters may take; without any left the pipeline pauses, since none is dropped for room.",
    example: "10GiB")
  static let stopAbove = Option(
    "stop_above", .stopAbove, default: StopAbove(),
    "When the pipeline stops, since most records fail for the same reason: no bad record does that, but a changed "
      + "producer; `none` for never.",
    example: "{ share: 20%, of_last: 5000 }")

  static let specification = Specification(
    "dead_letters", "Records that can't be processed, kept with the reason and all that is needed to send them again.",
    options: [keep, maxBytes, stopAbove], later: ["to"])
}

extension ValueKind where Value == StopAbove? {
  private static var share: Option<Double> {
    Option(
      "share", .share, default: StopAbove().share, "More than this share of them failed for the same reason.",
      example: "20%")
  }
  private static var ofLast: Option<Int> {
    Option(
      "of_last", .integer(in: 10...100_000), default: StopAbove().records,
      "Over so many of the last records it is judged, and not before so many were seen.", example: "5000")
  }

  /// `{ share: 50%, of_last: 1000 }`, or `none`.
  fileprivate static var stopAbove: Self {
    let block = Specification(
      "stop_above", "When so many records fail that their producer must have changed.", options: [share, ofLast])
    return ValueKind(
      wanted: "`share` and `of_last`, or `none`", blocks: [block], shape: .either([.choice(["none"]), .block(block)]),
      written: { limit in
        limit.map { "{ share: \(share.kind.written($0.share)), of_last: \($0.records) }" } ?? "none"
      },
      read: { node, reading in
        if node.text == "none" { return .some(nil) }
        guard node.entries != nil else {
          reading.misfit(node, wanted: "`share` and `of_last`, or `none`")
          return nil
        }
        return block.read(node, &reading).map { StopAbove(share: $0[share], of: $0[ofLast]) }
      })
  }
}

/// How the letters of a pipeline are kept.
package struct LetterTerms: Sendable {
  /// How long.
  package var keep: Duration = .seconds(30 * 86_400)
  /// How much room they may take.
  package var room = ByteCount.gibibytes(1)
}

package import Engine
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

  /// Names the option's value: `values[DeadLetterOptions.to]`.
  static let to = to([])

  private static func to(_ kinds: [Specification]) -> Option<Selection?> {
    Option(
      optional: "to", .oneOf("sink", kinds, later: ["table", "files", "lake", "stdout", "websocket", "http"]),
      "Where letters are sent, too, once their positions are stored; they are kept here all the same.",
      example: "{ topic: { connection: events, name: dead } }")
  }

  /// The block, with the kinds of sink that letters may be sent to.
  static func specification(_ kinds: [Specification]) -> Specification {
    Specification(
      "dead_letters",
      "Records that can't be processed, kept with the reason and all that is needed to send them again. A sink written "
        + "here is short for `to`.",
      options: [to(kinds), keep, maxBytes, stopAbove])
  }

  /// The option's value: the block, or in it a sink that is short for `to`.
  static func kind(_ kinds: [Specification]) -> ValueKind<OptionValues> {
    let block = specification(kinds)
    return ValueKind(
      wanted: "a block", blocks: [block], shape: .either([.block(block), .kindsBeside(block, kinds)]),
      written: { _ in "{}" },
      read: { node, reading in
        guard let entries = node.entries,
          let sink = entries.first(where: { entry in kinds.contains { $0.name == entry.name } }),
          !entries.contains(where: { $0.name == "to" })
        else { return block.read(node, &reading) }
        let to = Node.Entry(
          key: Node("to", at: sink.key.place), value: Node(.mapping([sink]), at: sink.key.place, end: sink.value.end))
        let rest = entries.filter { $0.name != sink.name }
        return block.read(Node(.mapping([to] + rest), at: node.place, end: node.end), &reading)
      })
  }
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
  /// Where they are sent, too.
  package var outlet: (any LetterOutlet)?
  /// What people call that place.
  package var title: String?
}

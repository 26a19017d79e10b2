/// How many records are still to be stored, in the lanes that this process holds.
package struct Lag: Sendable, Equatable {
  package let records: Int
  /// How much it grows a second, or shrinks; nil where it was measured once.
  package let perSecond: Double?

  package init(records: Int, perSecond: Double? = nil) {
    self.records = records
    self.perSecond = perSecond
  }
}

/// Measures the lag again and again, where the source can tell where its lanes end.
struct LagWatch: Sendable {
  /// The last measure, and when it was made.
  private(set) var lag: Lag?
  private var at = Duration.zero
  private(set) var again = Duration.zero
  var isMeasuring = false

  /// The lanes were measured: how many records lie before their ends; nil where the source can't tell.
  mutating func measured(_ records: Int?, at now: Duration, every span: Duration) {
    isMeasuring = false
    again = now + span
    guard let records else {
      lag = nil
      return
    }
    let seconds = (now - at) / .seconds(1)
    lag = Lag(records: records, perSecond: lag.flatMap { seconds > 0 ? Double(records - $0.records) / seconds : nil })
    at = now
  }
}

extension PipelineMachine {
  /// Whether the lanes' ends may be asked for: also while the sink is away, when it is most wanted.
  var canMeasureLag: Bool {
    settings.lagEvery != nil && phase == .running && outage?.side != .source && !lagWatch.isMeasuring
      && lanes.values.contains { $0.hasBegun }
  }

  mutating func measureLag(_ now: Duration, _ actions: inout [PipelineAction]) {
    guard canMeasureLag, lagWatch.again <= now else { return }
    lagWatch.isMeasuring = true
    actions.append(.measureLag(order.compactMap { lanes[$0] }.filter(\.hasBegun).map(\.lane)))
  }

  mutating func lagMeasured(_ ends: [LaneID: Position], _ now: Duration) {
    guard let span = settings.lagEvery else { return }
    var records: Int?
    for (id, end) in ends {
      guard let lane = lanes[id], lane.hasBegun else { continue }
      records = (records ?? 0) + Int(max(0, end.message - lane.watermark.position.message))
    }
    lagWatch.measured(records, at: now, every: span)
  }
}

/// What is known of records that are sent again, beside the lane that brings them: where they stood when they were first
/// read, all in one lane.
package struct Redriven: Sendable {
  package var lane: LaneID
  package var labels: LaneLabels
  /// The place of each frame, which is one record.
  package var positions: [Position]
  /// The line on which each begins, where that is known.
  package var lines: [Int?]
  /// The first of the sinks that the records are for: what fails before the sinks part has a letter there.
  package var firstSink: Int

  package init(lane: LaneID, labels: LaneLabels, positions: [Position], lines: [Int?], firstSink: Int = 0) {
    self.lane = lane
    self.labels = labels
    self.positions = positions
    self.lines = lines
    self.firstSink = firstSink
  }
}

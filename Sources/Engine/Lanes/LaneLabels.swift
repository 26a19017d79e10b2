/// What a lane is to people and expressions: the topic and partition, or the file.
package struct LaneLabels: Sendable, Equatable {
  package var topic: String?
  package var partition: Int32?
  package var file: String?

  package init(topic: String? = nil, partition: Int32? = nil, file: String? = nil) {
    self.topic = topic
    self.partition = partition
    self.file = file
  }
}

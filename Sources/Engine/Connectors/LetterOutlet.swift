package import Specifications

/// Where dead letters are sent beside the local store: a topic, of which each message is a letter or its withdrawal.
/// What is sent twice replaces itself, since a letter is known by its header.
package protocol LetterOutlet: Sendable {
  /// What the outlet fills, where a source of the same configuration may read it: equal to that source's `place`.
  var place: String? { get }

  /// What tells it from others: letters that one of them has, another hasn't.
  var target: String { get }

  /// Makes messages durable, in their order where they are of one identity. What fails may be sent again.
  func send(_ messages: [LetterMessage]) async throws(Failure)

  func close() async
}

/// A letter as others read it, or that it is withdrawn.
package struct LetterMessage: Sendable, Equatable {
  /// What the letter is known by: the last message of an identity is the one that counts.
  package var identity: String
  /// The key that the record had.
  package var key: [UInt8]?
  /// A JSON object: the headers that the record had, and what is known of its failure, under names of ours.
  package var headers: String
  /// The record's original bytes; nil where the letter is withdrawn.
  package var value: [UInt8]?

  package init(identity: String, key: [UInt8]? = nil, headers: String, value: [UInt8]?) {
    self.identity = identity
    self.key = key
    self.headers = headers
    self.value = value
  }
}

/// A kind of outlet for dead letters that a connector can fill.
package struct LetterOffer: Sendable {
  package let kind: Specification
  /// Makes the outlet without connecting.
  package let make: @Sendable (OptionValues, ConnectionValues?) -> (any LetterOutlet)?

  package init(
    _ kind: Specification, make: @escaping @Sendable (OptionValues, ConnectionValues?) -> (any LetterOutlet)?
  ) {
    self.kind = kind
    self.make = make
  }
}

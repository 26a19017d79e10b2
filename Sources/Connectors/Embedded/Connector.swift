package import Engine
package import Specifications

extension Connector {
  /// Topics of an embedded database, whose messages are in one of `formats`.
  package static func embedded(formats: [Specification]) -> Connector {
    Connector(
      connection: EmbeddedOptions.connection,
      sources: [
        SourceOffer(TopicKind.source(formats)) { request, _ in TopicSource(request) }
      ],
      sinks: [
        SinkOffer(TopicKind.sink(formats)) { request, problems in TopicSink.make(request, &problems) }
      ],
      letters: [
        LetterOffer(TopicKind.letters) { options, connection in connection.map { TopicLetters(options, on: $0) } }
      ])
  }
}

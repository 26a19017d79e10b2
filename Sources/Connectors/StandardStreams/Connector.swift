package import Engine
package import Specifications

extension Connector {
  /// The process's own input and output, in one of `formats`.
  package static func standardStreams(formats: [Specification]) -> Connector {
    Connector(
      sources: [
        SourceOffer(StandardStreamKind.input(formats)) { request, _ in
          guard let splitter = request.splitter else { preconditionFailure("stdin is read in a format") }
          return InputSource(splitter: splitter, maxRecord: request.maxRecord)
        }
      ],
      sinks: [
        SinkOffer(StandardStreamKind.output(formats)) { request, _ in
          guard let encoder = request.encoder else { preconditionFailure("stdout is written in a format") }
          return OutputSink(encoder: encoder, schema: request.schema)
        }
      ])
  }
}

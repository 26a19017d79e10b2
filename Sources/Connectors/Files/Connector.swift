package import Engine
package import Specifications

/// Files on this machine.
package enum Files {
  /// What the connector offers, with the formats that the program has.
  package static func connector(formats: [Specification]) -> Connector {
    Connector(sources: [
      SourceOffer(FilesKind.source(formats)) { request, _ in
        guard let splitter = request.splitter else { preconditionFailure("files are read in a format") }
        return FilesSource(
          pattern: request.options[FilesKind.path].written, folder: request.folder, splitter: splitter,
          maxRecord: request.maxRecord)
      }
    ])
  }
}

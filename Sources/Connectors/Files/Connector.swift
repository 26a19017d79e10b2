package import Engine
package import Specifications

extension Connector {
  /// Files on this machine, in one of `formats`.
  package static func files(formats: [Specification]) -> Connector {
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

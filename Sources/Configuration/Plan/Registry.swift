package import Engine
package import Specifications

/// All that the program knows to connect to, read and write. It is filled in one place, `OuzelCLI/Registry.swift`.
package struct Registry: Sendable {
  package let connectors: [Connector]
  package let formats: [FormatOffer]

  package init(connectors: [Connector], formats: [FormatOffer]) {
    self.connectors = connectors
    self.formats = formats
  }

  var connections: [Specification] { connectors.compactMap(\.connection) }
  var sources: [Specification] { unique(connectors.flatMap { $0.sources.map(\.kind) }) }
  var sinks: [Specification] { unique(connectors.flatMap { $0.sinks.map(\.kind) }) }

  var letters: [Specification] { unique(connectors.flatMap { $0.letters.map(\.kind) }) }

  /// Several connections may have the same kind (a topic), which is then declared once.
  private func unique(_ kinds: [Specification]) -> [Specification] {
    var names: Set<String> = []
    return kinds.filter { names.insert($0.name).inserted }
  }

  /// The offer of a source kind on a type of connection; nil stands for none.
  func source(_ kind: String, on type: String?) -> SourceOffer? {
    connectors.first { $0.connection?.name == type && $0.sources.contains { $0.kind.name == kind } }?
      .sources.first { $0.kind.name == kind }
  }

  /// The offer of a sink kind on a type of connection; nil stands for none.
  func sink(_ kind: String, on type: String?) -> SinkOffer? {
    connectors.first { $0.connection?.name == type && $0.sinks.contains { $0.kind.name == kind } }?
      .sinks.first { $0.kind.name == kind }
  }

  /// The offer of an outlet for dead letters on a type of connection.
  func letters(_ kind: String, on type: String?) -> LetterOffer? {
    connectors.first { $0.connection?.name == type }?.letters.first { $0.kind.name == kind }
  }
}

extension Registry {
  /// What stands at the top of a configuration, and with it the whole language, for what documents it.
  package var configuration: Specification { Language(self).root }
}

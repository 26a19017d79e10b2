package import Engine
import Specifications

extension Connector {
  /// Made-up records.
  package static var generator: Connector {
    Connector(sources: [
      SourceOffer(
        GeneratorKind.source, contract: { _ in OrdersContract.contract },
        decoder: { _, schema in OrdersDecoder(schema: schema) },
        make: { request, _ in
          GeneratorSource(
            seed: UInt64(request.options[GeneratorKind.seed]),
            count: request.options[GeneratorKind.count].map(Int64.init))
        })
    ])
  }
}

package import Columns
package import Contracts
package import Specifications

/// What a connector offers: the connection it knows, and the kinds of source and sink on it. The one list of all
/// connectors stands in `OuzelCLI/Registry.swift`.
package struct Connector: Sendable {
  /// The connection's type and options; nil for kinds that need none.
  package let connection: Specification?
  package let sources: [SourceOffer]
  package let sinks: [SinkOffer]
  package let letters: [LetterOffer]
  /// Reads the contract of a table that a connection has, for `table:CONNECTION/NAME`; nil for connectors without.
  package let tableContract: TableContract?

  /// Reads the contract of a table by its name; the node is what asks for it.
  package typealias TableContract =
    @Sendable (ConnectionValues, String, Node, inout Problems) throws(ElsewhereFailure) -> Contract?

  package init(
    connection: Specification? = nil, sources: [SourceOffer] = [], sinks: [SinkOffer] = [],
    letters: [LetterOffer] = [], tableContract: TableContract? = nil
  ) {
    self.connection = connection
    self.sources = sources
    self.sinks = sinks
    self.letters = letters
    self.tableContract = tableContract
  }
}

/// A kind of source that a connector can read.
package struct SourceOffer: Sendable {
  /// The kind's name and options, as the language has them.
  package let kind: Specification
  /// The contract that the source brings with it, if it does.
  package let contract: (@Sendable (OptionValues) -> Contract)?
  /// The decoder of a source that has a form of its own and no `format`.
  package let decoder: (@Sendable (OptionValues, Schema) -> any Decoder)?
  /// Makes the source without connecting; records what can be told to be wrong already.
  package let make: @Sendable (SourceRequest, inout Problems) -> (any Source)?

  package init(
    _ kind: Specification, contract: (@Sendable (OptionValues) -> Contract)? = nil,
    decoder: (@Sendable (OptionValues, Schema) -> any Decoder)? = nil,
    make: @escaping @Sendable (SourceRequest, inout Problems) -> (any Source)?
  ) {
    self.kind = kind
    self.contract = contract
    self.decoder = decoder
    self.make = make
  }
}

/// A kind of sink that a connector can write.
package struct SinkOffer: Sendable {
  package let kind: Specification
  /// Makes the sink without connecting; records what can be told to be wrong already.
  package let make: @Sendable (SinkRequest, inout Problems) -> (any Sink)?

  package init(_ kind: Specification, make: @escaping @Sendable (SinkRequest, inout Problems) -> (any Sink)?) {
    self.kind = kind
    self.make = make
  }
}

/// What a source is made from.
package struct SourceRequest: Sendable {
  package var pipeline: String
  package var options: OptionValues
  /// The connection's name and options; nil for kinds that need none.
  package var connection: ConnectionValues?
  /// How the chosen format cuts files into records; nil where the source has no format.
  package var splitter: (any Splitter)?
  /// The schema that is to come out of decoding.
  package var schema: Schema
  package var maxRecord: ByteCount
  /// The folder of the file that holds the pipeline.
  package var folder: String

  package init(
    pipeline: String, options: OptionValues, connection: ConnectionValues?, splitter: (any Splitter)?, schema: Schema,
    maxRecord: ByteCount, folder: String
  ) {
    self.pipeline = pipeline
    self.options = options
    self.connection = connection
    self.splitter = splitter
    self.schema = schema
    self.maxRecord = maxRecord
    self.folder = folder
  }
}

/// What a sink is made from.
package struct SinkRequest: Sendable {
  package var pipeline: String
  /// What the pipeline was called before.
  package var formerNames: [String] = []
  /// The sink's name among the pipeline's.
  package var name: String
  package var options: OptionValues
  package var connection: ConnectionValues?
  /// How the chosen format writes rows; nil where the sink has no format.
  package var encoder: (any Encoder)?
  /// The forms that records may arrive in: one for each contract that can reach the sink.
  package var forms: [SinkForm]
  /// What bounds the memory of the whole process; a sink's own share is a quarter of it at most.
  package var memory: ByteCount

  package init(
    pipeline: String, name: String = "sink", options: OptionValues, connection: ConnectionValues?,
    encoder: (any Encoder)?, forms: [SinkForm], memory: ByteCount = .mebibytes(256)
  ) {
    self.memory = memory
    self.pipeline = pipeline
    self.name = name
    self.options = options
    self.connection = connection
    self.encoder = encoder
    self.forms = forms
  }

  /// A request for records of one form.
  package init(
    pipeline: String, name: String = "sink", options: OptionValues, connection: ConnectionValues?,
    encoder: (any Encoder)?, schema: Schema, contractKey: [String], memory: ByteCount = .mebibytes(256)
  ) {
    self.init(
      pipeline: pipeline, name: name, options: options, connection: connection, encoder: encoder,
      forms: [SinkForm(contract: "contract", schema: schema, key: contractKey)], memory: memory)
  }

  /// The columns of the first form.
  package var schema: Schema { forms[0].schema }
  /// The key of the first form's contract.
  package var contractKey: [String] { forms[0].key }
}

/// What records of one contract look like when they arrive at a sink.
package struct SinkForm: Sendable {
  package let contract: String
  /// The columns, as contract and steps leave them, metadata that expressions may name among them.
  package let schema: Schema
  /// The contract's key, where it has one.
  package let key: [String]

  package init(contract: String, schema: Schema, key: [String]) {
    self.contract = contract
    self.schema = schema
    self.key = key
  }
}

/// A connection's name and its options.
package struct ConnectionValues: Sendable {
  package let name: String
  package let values: OptionValues

  package init(name: String, values: OptionValues) {
    self.name = name
    self.values = values
  }
}

/// What a format offers: its options, and the codecs made from them.
package struct FormatOffer: Sendable {
  package let kind: Specification
  package let decoder: @Sendable (OptionValues, Schema, DecodingTerms) -> any Decoder
  /// The decoder that gives each record whole, as the one column `_value`; nil where the format has no such thing.
  package let whole: (@Sendable (OptionValues) -> any Decoder)?
  /// Whether it writes the fields that no contract names, where those are kept.
  package let keepsUnknown: Bool
  /// The one field that its records have, where they have but one: what stands for a contract where none is written.
  package let sole: Field?
  package let splitter: @Sendable (OptionValues) -> any Splitter
  package let encoder: @Sendable (OptionValues) -> any Encoder
  /// Writes a record that the configuration holds, for tests of a pipeline, as a file or message of its own, by the
  /// columns that are read of it; nil where it can't be, which is then recorded.
  package let sample: @Sendable (Node, OptionValues, Schema, inout Problems) -> String?
  /// A text as the bytes of a file or message; nil where it has characters that the options' encoding lacks.
  package let bytes: @Sendable (String, OptionValues) -> [UInt8]?

  package init(
    _ kind: Specification, decoder: @escaping @Sendable (OptionValues, Schema, DecodingTerms) -> any Decoder,
    whole: (@Sendable (OptionValues) -> any Decoder)? = nil, keepsUnknown: Bool = false, sole: Field? = nil,
    splitter: @escaping @Sendable (OptionValues) -> any Splitter,
    encoder: @escaping @Sendable (OptionValues) -> any Encoder,
    sample: @escaping @Sendable (Node, OptionValues, Schema, inout Problems) -> String?,
    bytes: @escaping @Sendable (String, OptionValues) -> [UInt8]? = { text, _ in Array(text.utf8) }
  ) {
    self.bytes = bytes
    self.sample = sample
    self.kind = kind
    self.decoder = decoder
    self.whole = whole
    self.keepsUnknown = keepsUnknown
    self.sole = sole
    self.splitter = splitter
    self.encoder = encoder
  }
}

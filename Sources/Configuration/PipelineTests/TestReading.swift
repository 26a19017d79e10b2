import Columns
import Engine
import Specifications

/// Reads the tests of a pipeline, and checks all that can be told of them without running one.
struct TestReading {
  let bench: TestBench
  /// Writes a record in the format that the source is read in.
  let sample: (Node, inout Problems) -> String?
  let bytes: (String) -> [UInt8]?
  let files: FileAccess
  private(set) var problems: Problems

  init(
    _ bench: TestBench, files: FileAccess, problems: Problems, sample: @escaping (Node, inout Problems) -> String?,
    bytes: @escaping (String) -> [UInt8]?
  ) {
    self.bench = bench
    self.sample = sample
    self.bytes = bytes
    self.files = files
    self.problems = problems
  }

  /// All tests that have no mistake; `node` is what they were read from.
  mutating func tests(_ written: [OptionValues], of node: Node?) -> [PipelineTest] {
    let nodes = node?.items ?? []
    var tests: [PipelineTest] = []
    for (values, node) in zip(written, nodes) {
      let name = values[PipelineTest.nameOption]
      if let other = tests.first(where: { $0.name == name }) {
        problems.error(
          at: node["name"] ?? node, "two tests are called `\(name)`", mend: "line \(other.place.line) has the other")
      }
      let letters = values[PipelineTest.lettersOption]
      let inputs = zip(values[PipelineTest.inOption], node["in"]?.items ?? []).compactMap { input($0, $1) }
      let records = values[PipelineTest.outOption].flatMap { self.records($0) }
      let filtered = values[PipelineTest.filteredOption]
      tests.append(
        PipelineTest(
          name: name, place: node.place, now: values[PipelineTest.nowOption], inputs: inputs, records: records,
          letters: (letters ?? []).map {
            WantedLetter(message: $0[WantedLetter.messageOption], stage: $0[WantedLetter.stageOption])
          },
          filtered: filtered, saysAnything: records != nil || letters != nil || filtered != nil))
    }
    return tests
  }

  // MARK: What goes in

  private mutating func input(_ values: OptionValues, _ node: Node) -> TestInput? {
    let contents: [any AnyOption] = [TestInput.valueOption, TestInput.rawOption, TestInput.fileOption]
    let written = contents.filter { values.isWritten($0) }
    guard written.count == 1 else {
      problems.error(
        at: node, written.isEmpty ? "the input has no content" : "the input has two contents",
        mend: "it is one of `value`, `raw` and `file`")
      return nil
    }
    refuseUnknown(values)
    guard let content = content(values) else { return nil }
    var input = TestInput(content: content)
    input.key = values[TestInput.keyOption]
    input.topic = values[TestInput.topicOption]
    input.partition = values[TestInput.partitionOption].map { Int32($0) }
    input.offset = values[TestInput.offsetOption].map { Int64($0) }
    input.timestamp = values[TestInput.timestampOption]
    if let headers = values[TestInput.headersOption] {
      input.headers =
        "{" + headers.map { Node.quoted($0.name) + ":" + Node.quoted($0.value) }.joined(separator: ",") + "}"
    }
    return input
  }

  /// Refuses what the source doesn't know of its records.
  private mutating func refuseUnknown(_ values: OptionValues) {
    let known: [(option: any AnyOption, metadata: Metadata)] = [
      (TestInput.keyOption, .key), (TestInput.topicOption, .topic), (TestInput.headersOption, .headers),
      (TestInput.partitionOption, .partition), (TestInput.offsetOption, .topic),
      (TestInput.timestampOption, .timestamp),
    ]
    for (option, metadata) in known where values.isWritten(option) && !bench.source.metadata.contains(metadata) {
      problems.error(
        at: values.place(of: option), "the pipeline's source has no `\(option.name)` beside its records",
        mend: "leave it out")
    }
  }

  private mutating func content(_ values: OptionValues) -> TestInput.Content? {
    if values.isWritten(TestInput.valueOption), let node = values[TestInput.valueOption] {
      return sample(node, &problems).flatMap { content($0, at: node.place) }
    }
    if case .records = bench.reading {
      let isRaw = values.isWritten(TestInput.rawOption)
      let place = isRaw ? values.place(of: TestInput.rawOption) : values.place(of: TestInput.fileOption)
      problems.error(at: place, "the pipeline's source makes its records itself", mend: "give each as `value:`")
      return nil
    }
    if let raw = values[TestInput.rawOption] { return content(raw, at: values.place(of: TestInput.rawOption)) }
    guard let file = values[TestInput.fileOption] else { return nil }
    let place = values.place(of: TestInput.fileOption)
    if [".gz", ".zst"].contains(where: file.written.hasSuffix) {
      problems.error(at: place, "a test reads no compressed file", mend: "name one that isn't")
      return nil
    }
    let name = file.absolute.split(separator: "/").last.map(String.init) ?? ""
    if files.names(FilePath.folder(of: file.absolute))?.contains(name) != true {
      // A run needs no file of a test.
      problems.add(Problem(.warning, at: place, "there is no file `\(file.written)` for the test to read"))
    }
    return .file(file, place)
  }

  private mutating func content(_ text: String, at place: Place) -> TestInput.Content? {
    if let bytes = bytes(text) { return .bytes(bytes) }
    problems.error(
      at: place, "the record has characters that the source's `encoding` lacks", mend: "leave them out")
    return nil
  }

  // MARK: What is to come out

  private mutating func records(_ out: Node) -> [WantedRecords]? {
    let names = bench.sinks.map(\.name)
    if let items = out.items {
      guard names.count == 1 else {
        problems.error(
          at: out, "the pipeline has several sinks, and `out` doesn't say which",
          mend: "write a list for each: `out: { \(names[0]): […], \(names[1]): […] }`")
        return nil
      }
      return [WantedRecords(sink: 0, isNamed: false, columns: items.map { columns($0, of: 0) })]
    }
    guard let entries = out.entries, !entries.isEmpty else {
      problems.error(
        at: out, "`out` wants a list of records", mend: "write `out: []` if none is to come out")
      return nil
    }
    return entries.compactMap { entry in
      guard let sink = names.firstIndex(of: entry.name) else {
        let near = nearestName(to: entry.name, among: names)
        problems.error(
          at: entry.key, "the pipeline has no sink `\(entry.name)`",
          mend: near.map { "did you mean `\($0)`?" }
            ?? (names == ["sink"] ? "write a list of records: `out: [ { … } ]`" : "there is \(enumeration(of: names))"))
        return nil
      }
      guard let items = entry.value.items else {
        problems.error(
          at: entry.value, "`\(entry.name)` of `out` wants a list of records", mend: "write `[]` if none is to come out"
        )
        return nil
      }
      return WantedRecords(sink: sink, isNamed: true, columns: items.map { columns($0, of: sink) })
    }
  }

  private mutating func columns(_ record: Node, of sink: Int) -> [WantedColumn] {
    guard let entries = record.entries else {
      problems.error(
        at: record, "a record of `out` is a block of columns and their values",
        mend: "for instance `{ order_hour: 16 }`")
      return []
    }
    for entry in entries { check(entry, of: sink) }
    return entries.map { WantedColumn(name: $0.name, value: $0.value) }
  }

  /// Checks that a sink can get such a column, and that its value can be what is wanted.
  private mutating func check(_ entry: Node.Entry, of sink: Int) {
    let schemas = bench.forms[sink].map(\.schema.withoutMetadata)
    let keepsUnknown = bench.forms[sink].contains { $0.schema.index(of: Metadata.unknown.rawValue) != nil }
    let fields = schemas.compactMap { schema in schema.index(of: entry.name).map { schema.fields[$0] } }
    guard let field = fields.first else {
      if Metadata.isName(entry.name) {
        return problems.error(
          at: entry.key, "`\(entry.name)` is no column: a sink doesn't write what is known beside a record",
          mend: "`set` it as a column if it is to be written")
      }
      // The sink writes what no contract names, too.
      if keepsUnknown { return }
      var names: [String] = []
      for field in schemas.flatMap(\.fields) where !names.contains(field.name) { names.append(field.name) }
      let near = nearestName(to: entry.name, among: names)
      return problems.error(
        at: entry.key, "no column `\(entry.name)` comes out",
        mend: near.map { "did you mean `\($0)`?" } ?? "there \(names.count == 1 ? "is" : "are") "
          + enumeration(of: names, joinedBy: "and"))
    }
    if fields.contains(where: { WrittenValue.column(entry.value, as: $0) != nil }) { return }
    problems.error(
      at: entry.value, "`\(entry.name)` is \(field.type), and this is no value of it",
      mend: "for instance `\(entry.name): \(WrittenValue.example(of: field.type))`")
  }
}

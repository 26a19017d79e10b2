// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(), .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// `OUZEL_TESTS=CSVFormat,Columns` builds those test targets alone, which is what sanitizers want.
let chosen = Context.environment["OUZEL_TESTS"].map { Set($0.split(separator: ",").map(String.init)) }

/// Formats whose tests hold them against the plain decoders.
let judged = ["CSVFormat", "JSONFormat"]

func tests(_ name: String, _ path: String, _ uses: [Target.Dependency]) -> [Target] {
  guard chosen?.contains(name) ?? true else { return [] }
  return [
    .testTarget(
      name: name + "Tests", dependencies: uses + ["TestSupport"] + (judged.contains(name) ? ["PlainFormats"] : []),
      path: "Tests/\(path)",
      exclude: name == "Configuration" ? ["Mistakes"] : [], swiftSettings: strict)
  ]
}

/// One room of the house: a target and its tests.
func part(_ name: String, _ path: String, _ uses: Target.Dependency...) -> [Target] {
  [.target(name: name, dependencies: uses, path: "Sources/\(path)", swiftSettings: strict)]
    + tests(name, path, [.byName(name: name)] + uses)
}

/// What tests and fuzz targets share.
func support(_ name: String, _ path: String, _ uses: Target.Dependency...) -> [Target] {
  [.target(name: name, dependencies: uses, path: "Tests/\(path)", swiftSettings: strict)]
}

/// A C library from the system, seen by the one target that owns it.
func library(_ name: String, _ package: String? = nil, apt: String? = nil) -> [Target] {
  [
    .systemLibrary(
      name: name, path: "Sources/Libraries/\(name)", pkgConfig: package, providers: apt.map { [.apt([$0])] })
  ]
}

// The order is the order of the layers: a target uses only what stands below its own row.
// `Tests/House` reads this list and the imports, and fails when an arrow goes up.
let house: [[Target]] = [
  [.executableTarget(name: "ouzel", dependencies: ["OuzelCLI"], swiftSettings: strict)],
  part(
    "OuzelCLI", "OuzelCLI", "Configuration", "FilesConnector", "EmbeddedConnector", "SQLiteConnector",
    "GeneratorConnector", "StandardStreamsConnector", "State", "Engine", "Expressions", "Contracts",
    "SQLiteClient", "CSVFormat",
    "JSONFormat", "TextFormat", "Columns", "FileSystems", "Specifications", "Telemetry", "Threads", "CMalloc"),
  part(
    "Configuration", "Configuration", "Engine", "Steps", "Expressions", "Contracts", "Columns", "Digests",
    "Specifications", "CYAML"),

  part(
    "FilesConnector", "Connectors/Files", "Engine", "Columns", "Compression", "Digests", "FileSystems", "Threads",
    "Specifications"),
  part(
    "EmbeddedConnector", "Connectors/Embedded", "State", "Engine", "Expressions", "SQLiteClient", "Columns",
    "Digests", "Threads", "FileSystems", "Specifications"),
  part(
    "SQLiteConnector", "Connectors/SQLite", "State", "Engine", "Expressions", "SQLiteClient", "Contracts", "Columns",
    "Threads",
    "FileSystems",
    "Specifications"),
  part("GeneratorConnector", "Connectors/Generator", "Engine", "Contracts", "Columns", "Specifications"),
  part("StandardStreamsConnector", "Connectors/StandardStreams", "Engine", "Columns", "Threads", "Specifications"),

  part("State", "State", "Engine", "SQLiteClient", "Threads", "Columns", "FileSystems"),
  part("Engine", "Engine", "Contracts", "TimeZones", "Columns", "Digests", "Specifications", "Threads"),
  part("Steps", "Steps", "Expressions", "Contracts", "Columns", "Digests", "Specifications"),
  part("Expressions", "Expressions", "TimeZones", "Columns", "Patterns", "Digests", "Specifications", "CScan"),

  part("SQLiteClient", "Clients/SQLite", "Threads", "CSQLite"),

  part("CSVFormat", "Formats/CSV", "Encodings", "Columns", "Specifications", "CScan"),
  part("JSONFormat", "Formats/JSON", "Columns", "Specifications", "CScan"),
  part("TextFormat", "Formats/Text", "Encodings", "Columns", "Specifications", "CScan"),
  part("Contracts", "Contracts", "Columns", "Patterns", "Specifications"),
  part("TimeZones", "TimeZones", "Columns", "FileSystems"),
  part("Encodings", "Encodings", "Columns", "Specifications", "CScan"),
  part("Columns", "Columns", "CScan"),

  part("Compression", "Compression", "CZlib", "CZstd"),
  part("Patterns", "Patterns", "CPCRE2"),
  part("Digests", "Digests", "CDigests"),
  part("FileSystems", "FileSystems"),
  part("Specifications", "Specifications"),
  part("Telemetry", "Telemetry"),
  part("Threads", "Threads"),

  library("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
  library("CYAML", "yaml-0.1", apt: "libyaml-dev"),
  library("CZlib", "zlib", apt: "zlib1g-dev"),
  library("CZstd", "libzstd", apt: "libzstd-dev"),
  library("CPCRE2", "libpcre2-8", apt: "libpcre2-dev"),
  library("CMalloc"),
  library("CScan"),
  library("CDigests"),

  support("TestSupport", "Support", "Columns"),
  support(
    "PlainFormats", "Plain", "Engine", "CSVFormat", "JSONFormat", "Encodings", "Columns", "Specifications",
    "TestSupport"),
  support(
    "Simulation", "Simulation/Model", "OuzelCLI", "Configuration", "State", "Engine", "SQLiteClient", "Specifications",
    "Threads", "CSimulatedDisk"),
  tests("Simulation", "Simulation/Tests", ["Simulation", "Engine"]),
  tests("House", "House", []),
  tests(
    "Conformance", "Conformance",
    [
      "OuzelCLI", "Configuration", "FilesConnector", "EmbeddedConnector", "SQLiteConnector", "GeneratorConnector",
      "StandardStreamsConnector", "State", "Engine", "Steps", "Expressions", "Encodings", "CSVFormat", "JSONFormat",
      "TextFormat", "Contracts", "Columns", "Digests", "FileSystems", "SQLiteClient", "Specifications", "Telemetry",
    ]),
  tests("DataPlane", "DataPlane", ["Steps", "CSVFormat", "JSONFormat", "Columns", "Specifications"]),
  tests("Judges", "Judges", ["ouzel"]),
  tests("Survival", "Survival", ["ouzel", "GeneratorConnector", "SQLiteClient", "Threads"]),
]

// Fuzz targets have no `main` of their own, which the fuzzer's library brings: they are built by `Scripts/fuzz` alone.
let fuzzing: [Target] =
  Context.environment["OUZEL_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "FuzzExpressions", dependencies: ["Expressions", "Columns"], path: "Fuzzing/Expressions",
      exclude: ["Corpus", "words.txt"], swiftSettings: strict),
    .executableTarget(
      name: "FuzzConfiguration", dependencies: ["Configuration", "OuzelCLI", "Specifications"],
      path: "Fuzzing/Configuration", exclude: ["words.txt"], swiftSettings: strict),
    .executableTarget(
      name: "FuzzCSV", dependencies: ["PlainFormats"], path: "Fuzzing/CSV", exclude: ["Corpus", "words.txt"],
      swiftSettings: strict),
    .executableTarget(
      name: "FuzzJSON", dependencies: ["PlainFormats"], path: "Fuzzing/JSON", exclude: ["Corpus", "words.txt"],
      swiftSettings: strict),
  ]

// The disk of the simulation is C, since SQLite calls it.
let simulating: [Target] =
  [.target(name: "CSimulatedDisk", dependencies: ["CSQLite"], path: "Tests/Simulation/Disk")]
  // Runs schedules by the million: `Scripts/simulate` builds it.
  + (Context.environment["OUZEL_SIMULATION"] == nil
    ? []
    : [
      .executableTarget(
        name: "Simulate", dependencies: ["Simulation"], path: "Fuzzing/Schedules", swiftSettings: strict)
    ])

// Measures parts of the house beside their peers: `Benchmarks/run` builds it.
let measuring: [Target] =
  Context.environment["OUZEL_BENCH"] == nil
  ? []
  : [
    .executableTarget(
      name: "Measure",
      dependencies: [
        "Engine", "CSVFormat", "JSONFormat", "Expressions", "Columns", "Digests", "FileSystems", "Specifications",
        "CScan",
      ],
      path: "Benchmarks/Measure", swiftSettings: strict),
    .target(name: "CountedMalloc", path: "Benchmarks/Counting"),
    .executableTarget(
      name: "MeasureAllocations", dependencies: ["Columns", "CountedMalloc"], path: "Benchmarks/Allocations",
      swiftSettings: strict),
    // A peer of the JSON decoder; Foundation has no other place here.
    .executableTarget(
      name: "MeasureFoundation", dependencies: ["Digests"], path: "Benchmarks/Foundation", swiftSettings: strict),
  ]

let package = Package(
  name: "ouzel",
  products: [.executable(name: "ouzel", targets: ["ouzel"])],
  targets: house.flatMap { $0 } + fuzzing + simulating + measuring
)

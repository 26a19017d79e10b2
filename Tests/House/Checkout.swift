import FoundationEssentials

/// The checkout that these tests were built from, as files.
enum Checkout {
  /// The folder that holds Package.swift.
  static let root: String = {
    // This file lies in Tests/House.
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/")
  }()

  static func text(_ path: String) throws -> String { try String(contentsOfFile: root + "/" + path, encoding: .utf8) }

  /// The Swift files under a folder, by path from the root, sorted.
  static func swiftFiles(under folder: String) throws -> [SourceFile] {
    try FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder)
      .filter { $0.hasSuffix(".swift") }.sorted()
      .map { SourceFile(path: "\(folder)/\($0)", text: try text("\(folder)/\($0)")) }
  }

  /// Package.swift, read.
  static let manifest = Result { Manifest(reading: try text("Package.swift")) }
  /// Every Swift file of the product.
  static let sources = Result { try swiftFiles(under: "Sources") }
  /// Every Swift file of the tests.
  static let tests = Result { try swiftFiles(under: "Tests") }
}

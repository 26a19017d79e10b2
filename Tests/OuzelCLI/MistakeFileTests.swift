import Configuration
import Glibc
import TestSupport
import Testing

@testable import OuzelCLI

/// The checkout's folders, from where this file stands in it.
enum Checkout {
  static let folder = String(#filePath.dropLast("/Tests/OuzelCLI/MistakeFileTests.swift".count))

  static func text(_ path: String) -> String? {
    (try? FileAccess.disk.read("\(folder)/\(path)")).map { String(decoding: $0, as: UTF8.self) }
  }

  static func names(_ path: String) -> [String] { FileAccess.disk.names("\(folder)/\(path)") ?? [] }

  /// Whether expectations kept as files are to be written anew, with `OUZEL_UPDATE=1`.
  static var isUpdating: Bool { unsafe getenv("OUZEL_UPDATE") != nil }

  static func write(_ text: String, to path: String) {
    // The stream is open from here to the closing, and the test alone knows it.
    guard let stream = unsafe fopen("\(folder)/\(path)", "w") else { return }
    unsafe fputs(text, stream)
    unsafe fclose(stream)
  }
}

/// Configurations with a mistake each, beside what `ouzel check` says of them.
@Suite("A mistake in a configuration") struct MistakeFileTests {
  private static let folder = "Tests/Configuration/Mistakes"
  static let files = Checkout.names(folder).filter { $0.hasSuffix(".yaml") }

  /// What is said of a file; its variables are made up, and one of them tries to break out of its place.
  private func told(_ file: String) -> String {
    let surroundings = Surroundings(
      environment: ["NAME": "orders", "NUMBER": "12", "SECRET": "hunter2", "TRICK": "x' or 'a' = 'a", "EMPTY": ""],
      workingDirectory: "\(Checkout.folder)/\(Self.folder)")
    return CheckedConfiguration([file], in: surroundings).told
  }

  @Test("is told as its file of expectations says", arguments: files)
  func isTold(_ file: String) {
    let expectation = "\(Self.folder)/\(file.dropLast(5)).txt"
    let told = told(file)
    if Checkout.isUpdating { return Checkout.write(told, to: expectation) }
    #expect(told == Checkout.text(expectation), "\(file)")
    #expect(!told.isEmpty, "\(file) has no mistake")
    #expect(!told.contains("hunter2"), "\(file) shows a secret")
  }

  @Test("has a place, a line with a caret, and something to do about it")
  func isComplete() {
    for file in Self.files {
      let told = told(file)
      for line in told.split(separator: "\n") where line.contains(": error: ") || line.contains(": warning: ") {
        #expect(line.hasPrefix(file) || line.hasPrefix("files/"), "\(file): \(line)")
      }
    }
  }

  @Test("is among at least 100 kept as files, numbered without gaps or doubles")
  func areMany() {
    if Checkout.isUpdating { return }
    let numbers = Self.files.compactMap { Int($0.prefix(3)) }
    #expect(numbers.count >= 100)
    #expect(Set(numbers).count == numbers.count, "two files have one number")
    let expected = Set(Self.files.map { String($0.dropLast(5)) })
    let found = Set(Checkout.names(Self.folder).filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) })
    #expect(found == expected, "an expectation without its configuration, or the other way round")
  }
}

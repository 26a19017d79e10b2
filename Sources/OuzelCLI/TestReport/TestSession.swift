import Configuration
import Contracts
import FileSystems
import Specifications

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The tests of a configuration's pipelines, run and written.
struct TestSession {
  let files: [String]
  let surroundings: Surroundings
  let checked: CheckedConfiguration

  init(files: [String], surroundings: Surroundings) {
    self.files = files
    self.surroundings = surroundings
    checked = CheckedConfiguration(files, in: surroundings)
  }

  /// Runs the tests of the pipelines named, or of all; nil if the configuration has a mistake, which was told.
  func run(only: [String]) throws(UsageProblem) -> [TestResult]? {
    guard let plan = checked.plan else {
      Terminal.error(String(checked.told.dropLast()))
      return nil
    }
    let pipelines = try plan.pipelines(named: only)
    guard pipelines.contains(where: { $0.tests != nil }) else { throw UsageProblem(message: Self.advice(pipelines)) }
    let results = results(pipelines)
    let told = told(beside: results)
    if !told.isEmpty { Terminal.error(String(told.dropLast())) }
    return results
  }

  /// What is told of the configuration, but for what tests fail for: their results tell that.
  func told(beside results: [TestResult]) -> String {
    let places = results.compactMap { $0.outcome.obstacle?.place }
    return checked.problems.all.filter { !places.contains($0.place) }
      .map { checked.problems.rendered($0, with: checked.tree.texts) }.joined()
  }

  private func results(_ pipelines: [PipelinePlan]) -> [TestResult] {
    var results: [TestResult] = []
    let clock = ContinuousClock()
    for pipeline in pipelines {
      for test in pipeline.tests?.all ?? [] {
        guard let tests = pipeline.tests else { continue }
        let start = clock.now
        let outcome = tests.run(test, files: surroundings.files)
        let differences = tests.differences(test, outcome)
        results.append(
          TestResult(
            pipeline: pipeline.name, test: test, outcome: outcome, differences: differences,
            duration: clock.now - start))
      }
    }
    return results
  }

  /// How a first test is written, for a pipeline that has none.
  private static func advice(_ pipelines: [PipelinePlan]) -> String {
    let names = pipelines.map(\.name)
    let head =
      names.count == 1 ? "`\(names[0])` has no tests" : "none of \(enumeration(of: names, joinedBy: "and")) has tests"
    guard let pipeline = pipelines.first else { return head }
    let fields = pipeline.contracts.first?.fields.prefix(3).map { "\($0.name): …" } ?? []
    return """
      \(head). Write what goes in, for instance

        \(pipeline.name):
          tests:
            - name: what comes out of a record
              in:
                - value: { \(fields.joined(separator: ", ")) }

      and `ouzel test --update` writes what comes out.
      """
  }

  // MARK: Writing

  /// Writes what came out into the files, of tests that fail or say nothing of their records.
  func update(_ results: inout [TestResult]) {
    var uses: [Place: Int] = [:]
    for pipeline in checked.plan?.pipelines ?? [] {
      for test in pipeline.tests?.all ?? [] { uses[test.place, default: 0] += 1 }
    }
    let wanting = results.indices.filter { !results[$0].passes || !results[$0].test.saysRecords }
    var byFile: [(file: String, results: [Int])] = []
    for index in wanting {
      let file = results[index].test.place.file
      if let known = byFile.firstIndex(where: { $0.file == file }) {
        byFile[known].results.append(index)
      } else {
        byFile.append((file, [index]))
      }
    }
    for (file, indices) in byFile {
      do throws(RewritingRefusal) {
        try rewrite(file, indices, uses, &results)
      } catch {
        for index in indices { results[index].update = .refused(error.reason) }
      }
    }
  }

  private func rewrite(
    _ file: String, _ indices: [Int], _ uses: [Place: Int], _ results: inout [TestResult]
  ) throws(RewritingRefusal) {
    let path = FilePath(file, in: surroundings.workingDirectory).absolute
    guard let bytes = try? surroundings.files.read(path) else { throw RewritingRefusal("\(file) can't be read") }
    // Some editors begin a file with this mark.
    let mark: [UInt8] = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
    let text = String(decoding: bytes.dropFirst(mark.count), as: UTF8.self)
    let hidden = HiddenTexts(in: checked.tree.root)
    var rewriting = try TestRewriting(text, file: file, isHidden: hidden.isIn)
    var written: [Int] = []
    for index in indices {
      let result = results[index]
      guard let tests = checked.plan?.pipelines.first(where: { $0.name == result.pipeline })?.tests else { continue }
      do throws(RewritingRefusal) {
        if uses[result.test.place] != 1 { throw RewritingRefusal("several pipelines have this one test") }
        if result.outcome.obstacle != nil { throw RewritingRefusal("nothing came out, since its input can't be read") }
        var attempt = rewriting
        try attempt.write(result.outcome, of: result.test, in: tests)
        // What comes out otherwise the next time would pass never, and is no reason to leave the other tests.
        var once = rewriting
        try once.write(tests.run(result.test, files: surroundings.files), of: result.test, in: tests)
        guard once.text == attempt.text else { throw RewritingRefusal(Self.unstable(result.test)) }
        rewriting = attempt
        written.append(index)
      } catch {
        results[index].update = .refused(error.reason)
      }
    }
    if written.isEmpty { return }
    let new = mark + Array(rewriting.text.utf8)
    let isRight = holds(new, at: path) { outcome in
      written.allSatisfy { index in
        outcome.contains {
          $0.pipeline == results[index].pipeline && $0.test.name == results[index].test.name && $0.passes
        }
      }
    }
    do throws(RewritingRefusal) {
      guard isRight else { throw RewritingRefusal("what is written there can't be told apart: write it by hand") }
      try publish(new, at: path)
      for index in written { results[index].update = .written }
    } catch {
      for index in written { results[index].update = .refused(error.reason) }
    }
  }

  private static func unstable(_ test: PipelineTest) -> String {
    "its result changes from run to run: "
      + (!test.saysTime ? "give it `now:`, the time that `now()` answers" : "leave out of it what changes")
  }

  /// Whether a file with these bytes says the same as before, but for tests, of which those that were written pass.
  private func holds(_ bytes: [UInt8], at path: String, _ pass: ([TestResult]) -> Bool) -> Bool {
    let disk = surroundings.files
    let changed = FileAccess(
      read: { asked throws(Configuration.FileFailure) in asked == path ? bytes : try disk.read(asked) },
      names: disk.names)
    let surroundings = Surroundings(
      environment: surroundings.environment, files: changed, workingDirectory: surroundings.workingDirectory)
    let again = TestSession(files: files, surroundings: surroundings)
    guard let plan = again.checked.plan, Plan.differsInTestsAlone(checked.tree.root, again.checked.tree.root)
    else { return false }
    return pass(again.results(plan.pipelines))
  }

  private func publish(_ bytes: [UInt8], at path: String) throws(RewritingRefusal) {
    // A link goes on leading to its file.
    let real = unsafe realpath(path, nil)
    defer { unsafe free(real) }
    let target = unsafe real.map { unsafe String(cString: $0) } ?? path
    var status = stat()
    // The call fills in what it is given.
    let mode = unsafe stat(target, &status) == 0 ? status.st_mode & 0o777 : 0o644
    do throws(FileSystems.FileFailure) {
      try AtomicFile.write(bytes, to: target, mode: mode)
    } catch {
      throw RewritingRefusal("\(error)")
    }
  }
}

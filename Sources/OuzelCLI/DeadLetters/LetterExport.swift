import Columns
import Engine
import FileSystems
import State
import Telemetry

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Dead letters as lines of JSON, some at a time.
struct LetterExport {
  private let choice: LetterChoice
  /// Whether personal records are written whole.
  private let isRevealed: Bool
  private var last: Int64 = 0
  /// How many letters there were.
  private(set) var count = 0
  /// How many of them are without their record.
  private(set) var hidden = 0

  init(_ choice: LetterChoice, isRevealed: Bool) {
    self.choice = choice
    self.isRevealed = isRevealed
  }

  /// The next lines; nil when there are no more. Who is shown personal records is noted before.
  mutating func next(of state: StateDatabase) async throws(Failure) -> Buffer? {
    let letters = try await state.letters(choice, after: last, limit: 500)
    guard let last = letters.last?.id else { return nil }
    self.last = last
    let personal = letters.filter(\.isPersonal)
    if isRevealed { try await Revealing.note(personal, in: state) } else { hidden += personal.count }
    count += letters.count
    var lines = LetterLines()
    for letter in letters { lines.add(letter, isShown: isRevealed) }
    return lines.buffer()
  }
}

extension DeadLettersCommand {
  /// Writes the chosen letters to a file, or to standard output.
  static func export(
    _ state: StateDatabase?, _ choice: LetterChoice, isRevealed: Bool, to path: String?
  ) async throws(Failure) -> ExitCode {
    var export = LetterExport(choice, isRevealed: isRevealed)
    let target = path.map { LetterFile(at: Path.absolute($0)) }
    while let lines = try await next(&export, of: state) {
      do throws(FileFailure) {
        if let target { try target.write(lines) } else { try show(lines) }
      } catch {
        throw Failure(error, purpose: "export dead letters", mend: "name another file with `--output`")
      }
    }
    do throws(FileFailure) { try target?.publish() } catch {
      throw Failure(error, purpose: "export dead letters", mend: "name another file with `--output`")
    }
    var told = "\(export.count.grouped) \(export.count == 1 ? "letter" : "letters")"
    if export.hidden > 0 {
      told += ", \(export.hidden.grouped) of them without the record, since its contract has personal fields"
      told += "; `--reveal` exports it too, and notes who did"
    }
    Terminal.error(told)
    return .done
  }

  private static func show(_ lines: Buffer) throws(FileFailure) {
    let code = unsafe Terminal.write(lines.bytes, to: STDOUT_FILENO)
    if code != 0 { throw FileFailure(.write, "standard output", code: code) }
  }

  private static func next(
    _ export: inout LetterExport, of state: StateDatabase?
  ) async throws(Failure) -> Buffer? {
    guard let state else { return nil }
    return try await export.next(of: state)
  }
}

/// The file that letters are exported to, which appears whole or not at all. Its owner alone may read what may be about
/// somebody.
private final class LetterFile {
  private let path: String
  private var file: AtomicFile?

  init(at path: String) { self.path = path }

  func write(_ lines: Buffer) throws(FileFailure) {
    if file == nil { file = try AtomicFile(at: path, mode: 0o600) }
    try unsafe file?.write(lines.bytes)
  }

  func publish() throws(FileFailure) {
    if file == nil { file = try AtomicFile(at: path, mode: 0o600) }
    if let file = file.take() { try file.publish() }
  }
}

/// Keeps note of who sees personal records.
enum Revealing {
  /// Notes who is about to be shown personal records; what can't be noted isn't shown.
  static func note(_ letters: [StoredLetter], in state: StateDatabase) async throws(Failure) {
    guard !letters.isEmpty else { return }
    let now = SystemClock().now.components.seconds
    let user = Terminal.user
    try await state.keep(letters.map { Reveal(letter: $0.id, pipeline: $0.pipeline, user: user, time: now) })
    for (pipeline, letters) in Dictionary(grouping: letters, by: \.pipeline).sorted(by: { $0.key < $1.key }) {
      let what =
        letters.count == 1
        ? "letter \(letters[0].id), a personal record, is" : "\(letters.count) letters, personal records, are"
      Logger(name: pipeline).warning("\(what) shown to \(user)")
    }
  }
}

import Columns
import Patterns
import Synchronization

/// Matches each row's text with its pattern, which mostly is the same for all of them.
@safe final class RowMatcher {
  /// What became of a row.
  enum Outcome {
    case found, absent
    case refused(FailureMessage)
  }

  private let texts: TextReader
  private let patterns: TextReader
  private let options: Pattern.Options
  private var matcher: PatternMatcher?
  /// The bytes of the pattern at hand.
  private var written: UnsafeRawBufferPointer?
  private var problem: PatternProblem?
  private let isConstant: Bool

  /// A matcher of a kernel's arguments; the vectors have to outlive it.
  @unsafe init(_ texts: Vector, _ patterns: Vector, _ options: Pattern.Options) {
    self.texts = texts.texts
    self.patterns = patterns.texts
    self.options = options
    isConstant = patterns.isConstant
  }

  /// How many groups the pattern of the last row has.
  var groupCount: Int { matcher?.pattern.groupCount ?? 0 }

  /// The text of a row.
  @inline(__always) func text(_ row: Int) -> UnsafeRawBufferPointer { unsafe texts[row] }

  /// Looks for the row's pattern in its text, from a place on.
  func match(_ row: Int, from start: Int = 0) -> Outcome {
    if unsafe written == nil || !isConstant && !TextSearch.isEqual(written ?? patterns[row], patterns[row]) {
      unsafe take(patterns[row])
    }
    if let problem {
      return .refused(
        "the pattern «\(unsafe ShortenedText.of(patterns[row]))» is none: \(problem.message)")
    }
    switch unsafe matcher?.match(texts[row], from: start) {
    case .found: return .found
    case .limitReached: return .refused(FailureMessage(stringLiteral: PatternResult.refusal))
    default: return .absent
    }
  }

  /// What a group of the last row matched; nil if it took no part.
  func range(of group: Int) -> Range<Int>? { matcher?.range(of: group) }

  private func take(_ bytes: UnsafeRawBufferPointer) {
    unsafe written = bytes
    problem = nil
    do throws(PatternProblem) {
      matcher = PatternMatcher(try KnownPatterns.pattern(unsafe String(decoding: bytes, as: UTF8.self), options))
    } catch {
      matcher = nil
      problem = error
    }
  }
}

/// Patterns that were compiled, so that it isn't done for every batch.
enum KnownPatterns {
  private struct Key: Hashable {
    let text: String
    let options: Pattern.Options
  }

  /// How many are kept: patterns that differ by record must not fill the memory.
  private static let most = 256
  private static let known = Mutex<[Key: Pattern]>([:])

  /// The compiled pattern.
  static func pattern(_ text: String, _ options: Pattern.Options) throws(PatternProblem) -> Pattern {
    let key = Key(text: text, options: options)
    if let pattern = known.withLock({ $0[key] }) { return pattern }
    let pattern = try Pattern(text, options)
    known.withLock { known in
      if known.count >= most { known.removeAll() }
      known[key] = pattern
    }
    return pattern
  }
}

/// The letters that change what a pattern means, as DuckDB has them.
struct PatternLetters {
  private(set) var options: Pattern.Options = []
  /// Whether every match counts, and not the first alone.
  private(set) var isGlobal = false
  /// The first letter that means nothing.
  private(set) var unknown: Character?

  init(_ text: String, mayBeGlobal: Bool) {
    for letter in text {
      switch letter {
      case "i": options.insert(.ignoringCase)
      case "c": options.remove(.ignoringCase)
      case "s": options.insert(.dotMeansAll)
      case "m", "n", "p": options.remove(.dotMeansAll)
      case "l": options.insert(.isLiteral)
      case "g" where mayBeGlobal: isGlobal = true
      default: unknown = unknown ?? letter
      }
    }
  }

  /// The letters of a literal; none where there is no argument.
  init(_ vector: Vector?, mayBeGlobal: Bool = false) {
    let text = vector.flatMap { $0.column.text(0) } ?? ""
    self.init(text, mayBeGlobal: mayBeGlobal)
  }
}

extension Simulation {
  /// The simplest schedule found that fails as this one does: each simpler one is tried in turn, and kept where it still
  /// fails, until none does.
  package func shrunk(_ schedule: Schedule, failing wrong: [String]) -> Schedule {
    let kind = Set(wrong.map(Self.kind))
    var simplest = schedule
    var isSimpler = true
    while isSimpler {
      isSimpler = false
      for candidate in simplest.simpler
      where !kind.isDisjoint(with: run(candidate).wrong.map(Self.kind)) {
        simplest = candidate
        isSimpler = true
        break
      }
    }
    return simplest
  }

  /// What kind of failure a sentence tells of: all but its numbers.
  private static func kind(of sentence: String) -> String {
    String(sentence.prefix(80).filter { !$0.isNumber && $0 != "," && $0 != " " })
      .replacing("are", with: "is")
  }
}

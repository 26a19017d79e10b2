extension RunMachine.Member {
  /// The pipelines that run again and again: by their schedule, or behind one that does.
  static func repeating(among members: [Self]) -> Set<String> {
    var behind: [String: [String]] = [:]
    for member in members { for other in member.after { behind[other, default: []].append(member.name) } }
    var open = members.filter { $0.schedule != nil }.map(\.name)
    var found: Set<String> = []
    while let name = open.popLast() {
      if found.insert(name).inserted { open += behind[name] ?? [] }
    }
    return found
  }
}

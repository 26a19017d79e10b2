import Specifications

extension Plan {
  /// Refuses former names that would give a pipeline the positions of one that is still there.
  func checkFormerNames(_ places: [String: Place], _ problems: inout Problems) {
    var taken: [String: String] = [:]
    for pipeline in pipelines {
      for former in pipeline.formerNames {
        let place = places[pipeline.name] ?? .nowhere
        if pipelines.contains(where: { $0.name == former }) {
          problems.error(
            at: place, "`was: \(former)` names a pipeline that is still there",
            mend: former == pipeline.name
              ? "leave it out: it names this very pipeline" : "a position has one owner: leave one of the two out")
        } else if let other = taken.updateValue(pipeline.name, forKey: former) {
          problems.error(
            at: place, "`was: \(former)` stands in `\(other)` and in `\(pipeline.name)`",
            mend: "one of them alone goes on where `\(former)` stood")
        }
      }
    }
  }
}

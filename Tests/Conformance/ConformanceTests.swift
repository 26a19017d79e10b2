import Testing

/// A case, and the connector that is to pass it.
struct Examination: Sendable, CustomTestStringConvertible {
  let subject: Subject
  let examined: Case

  var testDescription: String { "\(subject.name): \(examined.rawValue)" }

  static let all = (Subject.all + Subject.formats).flatMap { subject in
    Case.allCases.filter { $0.applies(to: subject) }.map { Examination(subject: subject, examined: $0) }
  }
}

/// A sabotage, and the case that is to find it in a connector.
struct Conviction: Sendable, CustomTestStringConvertible {
  let subject: Subject
  let sabotage: Sabotage
  let by: Case

  var testDescription: String { "\(subject.name), \(sabotage.rawValue), found by \(by.rawValue)" }

  static let all: [Conviction] =
    Subject.all.flatMap { subject -> [Conviction] in
      let isReplayable = Case.resume.applies(to: subject)
      let isExact = subject.name != Subject.stdout.name
      if [Subject.twoTables.name, Subject.tableAndTopic.name].contains(subject.name) {
        let all: [(Sabotage, Case)] = [
          (.positionNotMoved, .resume), (.positionAhead, .resume), (.commitSkipped, .poison), (.batchRepeated, .poison),
          (.rowsDropped, .poison), (.heldAfterOutage, .outage), (.letterNotKept, .poison),
        ]
        return all.map { Conviction(subject: subject, sabotage: $0.0, by: $0.1) }
      }
      var all: [(Sabotage, Case)] = [
        (.letterNotKept, .poison), (.letterCut, .poison), (.drainDropsRest, .drain), (.rowsDropped, .poison),
      ]
      if isReplayable { all += [(.positionNotMoved, .resume), (.positionAhead, .resume)] }
      if isExact { all.append((.commitSkipped, .poison)) }
      if isExact && isReplayable { all.append((.batchRepeated, .poison)) }
      if subject.isSink {
        all += [(.outageAsRecords, .outage), (.outageAsFatal, .outage)]
        if isExact { all += [(.heldAfterOutage, .outage)] }
      } else {
        all += [(.batchSkipped, .poison), (.limitIgnored, .backPressure)]
        if isReplayable { all += [(.beginsAnew, .resume), (.beginsAnew, .redelivery)] }
      }
      return all.map { Conviction(subject: subject, sabotage: $0.0, by: $0.1) }
    } + [
      Conviction(subject: .files, sabotage: .budgetIgnored, by: .backPressure),
      Conviction(subject: .files, sabotage: .letterElsewhere, by: .poison),
    ]
}

@Suite("every connector", .timeLimit(.minutes(3))) struct ConformanceTests {
  @Test("passes the suite", arguments: Examination.all)
  func passes(_ examination: Examination) async throws {
    let violations = try await examination.examined.violations(examination.subject)
    #expect(violations == [])
  }

  @Test("that is sabotaged fails the suite", arguments: Conviction.all)
  func fails(_ conviction: Conviction) async throws {
    let violations = try await conviction.by.violations(conviction.subject, conviction.sabotage)
    #expect(!violations.isEmpty, "it wasn't found")
  }

  @Test("has every sabotage found by a case")
  func allSabotages() {
    #expect(Set(Conviction.all.map(\.sabotage)) == Set(Sabotage.allCases))
  }
}

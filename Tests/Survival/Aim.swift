extension Program {
  /// Lets the program, which traces, come to a moment of a phase, at random within `span` from where it is now. Each of its
  /// pipelines takes lanes by three actions at least.
  func reach(_ aim: Trace.Phase, within span: Duration, pipelines: Int = 2, _ dice: inout Dice) throws {
    let clock = ContinuousClock()
    let began = clock.now
    let moment = span * Double.random(in: 0...1, using: &dice)
    let settles = aim != .takingLane && Int.random(in: 0..<8, using: &dice) > 0
    if settles { try until("something is stored") { trace.stored > 0 } }
    if aim == .takingLane {
      let times = Int.random(in: 1...3 * pipelines + 1, using: &dice)
      try until("lanes are taken") { trace.begun(aim) >= times }
    } else {
      try until("the moment has come") { clock.now - began >= moment }
      let before = trace.begun(aim)
      if aim != .waiting { try until("it is \(aim.rawValue)") { trace.begun(aim) > before } }
    }
    // Somewhere within what was begun.
    let until = clock.now + .microseconds(Int.random(in: 0...1500, using: &dice))
    while clock.now < until {}
  }
}

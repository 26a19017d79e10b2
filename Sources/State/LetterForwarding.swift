import Engine

/// Sends the letters of a pipeline to its outlet once they count. It waits for turns at databases that the pipeline's
/// own sinks may hold, so whoever holds one never waits for it.
actor LetterForwarding {
  private let pipeline: String
  private let outlet: any LetterOutlet
  private let database: StateDatabase
  /// Why the last try failed; nil if it didn't.
  private(set) var failure: Failure?
  private var isSending = false
  /// Who waits for the sending under way.
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private nonisolated let signals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  init(of pipeline: String, to outlet: any LetterOutlet, from database: StateDatabase) {
    self.pipeline = pipeline
    self.outlet = outlet
    self.database = database
  }

  /// Says that there is something to be sent.
  nonisolated func wake() { signals.continuation.yield() }

  /// Sends all that is to be sent.
  func send() async throws(Failure) {
    // One at a time, lest an older word come behind a newer one.
    while isSending { await withCheckedContinuation { waiting.append($0) } }
    isSending = true
    defer {
      isSending = false
      for one in waiting { one.resume() }
      waiting = []
    }
    do throws(Failure) {
      while case let entries = try await database.unsent(of: pipeline, limit: 500), !entries.isEmpty {
        try await outlet.send(entries.map(LetterMessage.init))
        try await database.sent(entries)
      }
      failure = nil
    } catch {
      failure = error
      throw error
    }
  }

  /// Sends whatever comes, until it is cancelled.
  func serve() async {
    for await _ in signals.stream {
      while !Task.isCancelled {
        do throws(Failure) {
          try await send()
          break
        } catch {
          // Whoever keeps letters next is told of it, and waits.
          try? await Task.sleep(for: .seconds(2))
        }
      }
    }
  }

  func finish() async throws(Failure) {
    do throws(Failure) { try await send() } catch {
      await outlet.close()
      throw error
    }
    await outlet.close()
  }
}

extension LetterMessage {
  fileprivate init(_ entry: OutboxEntry) {
    let (box, position) = (entry.box, entry.position)
    let identity =
      [box.pipeline, box.sink, box.lane.name, box.lane.identity].map(Self.escaped).joined(separator: "/")
      + "/\(position.message).\(position.row)"
    var ours = [("ouzel-letter", identity)]
    guard let letter = entry.letter else {
      self.init(identity: identity, headers: "{" + Self.members(ours) + "}", value: nil)
      return
    }
    ours += [
      ("ouzel-pipeline", letter.pipeline), ("ouzel-sink", letter.sink), ("ouzel-source", letter.lane.name),
      ("ouzel-position", "\(letter.position)"), ("ouzel-stage", letter.stage), ("ouzel-reason", letter.message),
      ("ouzel-configuration", letter.configurationHash),
    ]
    if let line = letter.line { ours.append(("ouzel-line", "\(line)")) }
    if let sha256 = letter.sha256 { ours += [("ouzel-length", "\(letter.length)"), ("ouzel-sha256", sha256)] }
    let own = letter.headers.isEmpty ? "" : String(letter.headers.dropFirst().dropLast())
    self.init(
      identity: identity, key: letter.key, headers: "{\(own)\(own.isEmpty ? "" : ",")\(Self.members(ours))}",
      value: letter.bytes)
  }

  /// A part of an identity, without what stands between the parts.
  private static func escaped(_ part: String) -> String {
    part.replacing("%", with: "%25").replacing("/", with: "%2F")
  }

  private static func members(_ texts: [(name: String, value: String)]) -> String {
    texts.map { "\"\($0.name)\":\"\(escapedForJSON($0.value))\"" }.joined(separator: ",")
  }

  private static func escapedForJSON(_ text: String) -> String {
    var written = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": written += "\\\(scalar)"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written
  }
}

import Columns
import Digests
import Engine
import FileSystems
import SQLiteClient
import Specifications
import State
import Threads

/// Sends dead letters to a topic: each with the bytes that its record had, and with headers that say what became of it.
actor TopicLetters: LetterOutlet {
  private let thread = BlockingThread(name: "letters")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let path: String
  private let name: String
  /// How many partitions the topic gets when it is made.
  private let wanted: Int
  private let access: WriteAccess
  private var log: OpenLog?

  init(_ options: OptionValues, on connection: ConnectionValues) {
    path = connection.values[EmbeddedOptions.path].absolute
    name = options[TopicKind.name]
    wanted = options[TopicKind.partitions]
    access = WriteAccess(to: path)
  }

  nonisolated var place: String? { "embedded:\(path)#\(name)" }
  nonisolated var target: String { "\(name) in \(path)" }

  func send(_ messages: [LetterMessage]) async throws(Failure) {
    try open()
    try await access.enter(to: purpose) { () throws(SQLiteError) in try log?.begin() }
    do throws(SQLiteError) {
      try append(messages)
    } catch {
      log?.rollback()
      log = nil
      await access.leave()
      throw Failure(error, database: path, purpose: purpose)
    }
    await access.leave()
  }

  func close() { log = nil }

  private var purpose: String { "send dead letters to topic '\(name)'" }

  private func open() throws(Failure) {
    guard log == nil else { return }
    do {
      try makeFolder(Path.folder(of: path))
      let connection = try Connection(opening: path, options: TopicLog.options)
      if try !TopicLog.isMade(in: connection) { try TopicLog.create(in: connection) }
      log = try OpenLog(connection)
    } catch let error as FileFailure {
      throw Failure(error, purpose: "make the database's folder", mend: "name another `path`")
    } catch let error as SQLiteError {
      throw Failure(error, database: path, purpose: purpose)
    } catch {
      preconditionFailure("nothing else is thrown here: \(error)")
    }
  }

  private func append(_ messages: [LetterMessage]) throws(SQLiteError) {
    // It was opened before the transaction began.
    let partitions = try log!.partitions(of: name, orMake: wanted)
    var shares = [[LetterMessage]](repeating: [], count: partitions)
    for message in messages {
      let identity = Array(message.identity.utf8)
      // A letter and its withdrawal stand in one partition, so that the last one counts.
      let partition = unsafe identity.withUnsafeBytes { unsafe Murmur2.partition(of: $0, among: partitions) }
      shares[Int(partition)].append(message)
    }
    let blocks = shares.enumerated().filter { !$0.element.isEmpty }.map { partition, its in
      TopicShare.Block(partition: partition, count: its.count, bytes: Self.block(of: its))
    }
    try log!.append(blocks, to: name)
    try log!.commit()
  }

  private static func block(of messages: [LetterMessage]) -> Buffer {
    var block = MessageBlock.Builder(
      messages: messages.count, bytes: messages.reduce(0) { $0 + $1.headers.utf8.count + ($1.value?.count ?? 0) })
    for message in messages {
      let headers = Array(message.headers.utf8)
      // All of them are read before their arrays go.
      unsafe headers.withUnsafeBytes { headers in
        unsafe (message.key ?? []).withUnsafeBytes { key in
          unsafe (message.value ?? []).withUnsafeBytes { value in
            unsafe block.append(
              key: message.key == nil ? nil : key, headers: headers, value: message.value == nil ? nil : value)
          }
        }
      }
    }
    return block.buffer()
  }
}

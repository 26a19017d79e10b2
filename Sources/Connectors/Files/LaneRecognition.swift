import Engine
import FileSystems

/// Finds out which entry of a ledger tells of a file, though it may have grown, or have another name, since.
struct LaneRecognition {
  /// What a file is to the ledger.
  enum Finding: Equatable {
    /// It is unknown.
    case new
    /// It begins with the bytes that the entry was made of.
    case known(LedgerEntry)
    /// It is known under a name at which nothing like it is any more.
    case renamed(LedgerEntry)
    /// A file of its name is known, but had other bytes.
    case changed
  }

  let folder: String
  /// All files that the pattern found.
  let files: [SourceFile]
  /// Entries that renamed files go on from, by the name of the file that has them.
  private(set) var claims: [LaneID: String] = [:]
  /// What the ledgers know of files that aren't at their name any more.
  private var away = AwayFiles()
  /// The lanes that are known to be away, or not to be.
  private var examined: Set<LaneID> = []
  /// The readings of ledgers of which all lanes are.
  private var readings: [LedgerReading] = []

  init(files: [SourceFile], in folder: String) {
    self.files = files
    self.folder = folder
  }

  /// Looks for the entry that tells of `file`, whose lane is `lane`.
  mutating func find(_ file: SourceFile, as lane: LaneID, in ledger: LedgerEntries) throws(Failure) -> Finding {
    // What this run reads is in its place.
    examined.insert(lane)
    if let exact = ledger[lane] { return .known(exact) }
    let own = ledger.named(file.name)
    // A file that has grown past its first fingerprint may be known by several: the longest tells most.
    for entry in own.sorted(by: { length(of: $0) > length(of: $1) }) where try matches(entry, file.path) {
      return .known(entry)
    }
    try examine(ledger)
    for lane in try away.lanes(beginning: file) where claims[lane, default: file.name] == file.name {
      guard let entry = ledger[lane] else { continue }
      claims[lane] = file.name
      return .renamed(entry)
    }
    for entry in own where try !isFoundElsewhere(entry) { return .changed }
    return .new
  }

  /// Finds out which files that the ledger knows are no longer at their name. What still is wasn't renamed: another file
  /// with its bytes is a copy.
  private mutating func examine(_ ledger: LedgerEntries) throws(Failure) {
    guard !readings.contains(where: { $0 === ledger.reading }) else { return }
    for lane in ledger.reading.lanes where !examined.contains(lane) {
      guard let entry = ledger[lane], let fingerprint = Fingerprint(identity: lane.identity) else { continue }
      if try !matches(entry, Path.joined(folder, lane.name)) { away.add(lane, fingerprint) }
      examined.insert(lane)
    }
    readings.append(ledger.reading)
  }

  /// Whether the entry's bytes were moved away, so that the file at its name is another.
  private func isFoundElsewhere(_ entry: LedgerEntry) throws(Failure) -> Bool {
    for other in files where other.name != entry.lane.name {
      if try matches(entry, other.path) { return true }
    }
    return false
  }

  /// The entry turned out to tell of another file.
  mutating func release(_ entry: LedgerEntry) { claims[entry.lane] = nil }

  private func length(of entry: LedgerEntry) -> Int { Fingerprint(identity: entry.lane.identity)?.length ?? 0 }

  private func matches(_ entry: LedgerEntry, _ path: String) throws(Failure) -> Bool {
    guard let fingerprint = Fingerprint(identity: entry.lane.identity) else { return false }
    do {
      return try fingerprint.matches(path)
    } catch {
      if error.isMissing { return false }
      throw Failure(error)
    }
  }
}

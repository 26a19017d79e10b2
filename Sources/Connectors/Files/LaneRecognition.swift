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

  init(files: [SourceFile], in folder: String) {
    self.files = files
    self.folder = folder
  }

  /// Looks for the entry that tells of `file`, whose lane is `lane`.
  mutating func find(_ file: SourceFile, as lane: LaneID, in ledger: [LedgerEntry]) throws(Failure) -> Finding {
    let own = ledger.filter { $0.lane.name == file.name }
    // A file that has grown past its first fingerprint may be known by several: the longest tells most.
    let longest = own.sorted { length(of: $0) > length(of: $1) }
    if let exact = own.first(where: { $0.lane == lane }) { return .known(exact) }
    for entry in longest where try matches(entry, file.path) { return .known(entry) }
    for entry in ledger where entry.lane.name != file.name && claims[entry.lane, default: file.name] == file.name {
      guard try matches(entry, file.path) else { continue }
      // It may be a copy: what is still in its place wasn't renamed.
      if try matches(entry, Path.joined(folder, entry.lane.name)) { continue }
      claims[entry.lane] = file.name
      return .renamed(entry)
    }
    for entry in own where try !isFoundElsewhere(entry) { return .changed }
    return .new
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

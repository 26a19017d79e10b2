/// How the bytes of a file are compressed.
package enum CompressionKind: String, CaseIterable, Sendable {
  case none, gzip, zstd

  /// What the end of a file's name says: `.gz`, `.zst`, or anything else for none.
  package init(path: String) {
    let end = path.utf8.suffix(4).map { $0 | 0x20 }
    // Setting the sixth bit turns capitals into small letters and leaves the dot as it is.
    if end.elementsEqual(".zst".utf8) {
      self = .zstd
    } else if end.suffix(3).elementsEqual(".gz".utf8) {
      self = .gzip
    } else {
      self = .none
    }
  }
}

/// The three bytes with which some programs begin a UTF-8 file.
public enum ByteOrderMark {
  /// Its length at the beginning of `bytes`, 0 where there is none, nil where too few bytes are there to tell.
  @unsafe public static func length(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    let mark: InlineArray<3, UInt8> = [0xef, 0xbb, 0xbf]
    for i in 0..<3 {
      if i == bytes.count { return isEnd ? 0 : nil }
      if unsafe bytes[i] != mark[i] { return 0 }
    }
    return 3
  }
}

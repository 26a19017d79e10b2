/// The three bytes with which some programs begin a UTF-8 file; where one has passed it on to another, several times.
public enum ByteOrderMark {
  /// The length of all of them at the beginning of `bytes`, 0 where there is none, nil where too few bytes are there to
  /// tell.
  @unsafe public static func length(in bytes: UnsafeRawBufferPointer, isEnd: Bool) -> Int? {
    let mark: InlineArray<3, UInt8> = [0xef, 0xbb, 0xbf]
    var length = 0
    while true {
      for i in 0..<3 {
        if length + i == bytes.count { return isEnd ? length : nil }
        if unsafe bytes[length + i] != mark[i] { return length }
      }
      length += 3
    }
  }
}

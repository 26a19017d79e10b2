import Compression

/// Decompresses `bytes`, given in pieces of `pieces` bytes, through an output of `room` bytes.
func decompressed(
  _ bytes: [UInt8], _ kind: CompressionKind, pieces: Int = 65_536, room: Int = 65_536
) throws -> [UInt8] {
  var decompressor = try Decompressor(kind)
  var result: [UInt8] = []
  var output = [UInt8](repeating: 0, count: room)
  for start in stride(from: 0, to: bytes.count, by: pieces) {
    let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
    var offset = 0
    var produced = 0
    repeat {
      var left = 0
      (produced, left) = try unsafe piece[offset...].withUnsafeBytes { input in
        var input = unsafe input
        let produced = try unsafe output.withUnsafeMutableBytes { output in
          try unsafe decompressor.decompress(from: &input, into: output)
        }
        return (produced, input.count)
      }
      offset = piece.count - left
      result += output[..<produced]
    } while produced == room || offset < piece.count
  }
  try decompressor.finish()
  return result
}

/// Compresses `bytes` likewise.
func compressed(
  _ bytes: [UInt8], _ kind: CompressionKind, level: Int? = nil, pieces: Int = 65_536, room: Int = 65_536
) throws -> [UInt8] {
  var compressor = try Compressor(kind, level: level)
  var result: [UInt8] = []
  var output = [UInt8](repeating: 0, count: room)
  for start in stride(from: 0, to: bytes.count, by: pieces) {
    let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
    var offset = 0
    repeat {
      let (produced, left) = try unsafe piece[offset...].withUnsafeBytes { input in
        var input = unsafe input
        let produced = try unsafe output.withUnsafeMutableBytes { output in
          try unsafe compressor.compress(from: &input, into: output)
        }
        return (produced, input.count)
      }
      offset = piece.count - left
      result += output[..<produced]
    } while offset < piece.count
  }
  repeat {
    let produced = try unsafe output.withUnsafeMutableBytes { output in
      try unsafe compressor.finish(into: output)
    }
    result += output[..<produced]
  } while !compressor.isFinished
  return result
}

/// Text that compresses well, and doesn't repeat itself too soon.
func sample(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(ascii: "a") + UInt8(state >> 60)
  }
}

func cause<Result>(_ body: () throws -> Result) -> CompressionFailure.Cause? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? CompressionFailure)?.cause
  }
}

import CZlib

// zlib keeps the address of its stream, which therefore lies in memory of its own until `deinit`. All of zlib's state
// is behind that address, so that these two have methods which change it and yet borrow.

@safe struct GzipReader: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(CodecFailure) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe czlib_inflate_init_gzip(stream) == Z_OK else { throw CodecFailure(.noMemory, "zlib could not start") }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func read(
    from input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isAtEnd: inout Bool
  ) throws(CodecFailure) -> Int {
    var room = unsafe output
    while input.count > 0 || !isAtEnd, room.count > 0 {
      if isAtEnd {
        // Members may be followed by zeros, with which tapes and some tools fill their last block.
        let zeros = unsafe input.prefix { $0 == 0 }.count
        unsafe input = UnsafeRawBufferPointer(rebasing: input[zeros...])
        if input.count == 0 { break }
        unsafe inflateReset(stream)
        isAtEnd = false
      }
      let code = unsafe advance(stream, &input, &room) { unsafe inflate($0, Z_NO_FLUSH) }
      switch code {
      case Z_STREAM_END: isAtEnd = true
      case Z_OK: break
      // No input and nothing left to write.
      case Z_BUF_ERROR: return output.count - room.count
      case Z_MEM_ERROR: throw CodecFailure(.noMemory, "zlib could not get memory")
      default:
        throw unsafe CodecFailure(
          .corrupt, stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib code \(code)")
      }
    }
    return output.count - room.count
  }
}

@safe struct GzipWriter: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  init(level: Int32?) throws(CodecFailure) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe czlib_deflate_init_gzip(stream, level.map { min(max($0, 0), 9) } ?? Z_DEFAULT_COMPRESSION) == Z_OK
    else { throw CodecFailure(.noMemory, "zlib could not start") }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  func write(
    from input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CodecFailure) -> Int {
    var room = unsafe output
    while input.count > 0, room.count > 0 {
      let code = unsafe advance(stream, &input, &room) { unsafe deflate($0, Z_NO_FLUSH) }
      guard code == Z_OK || code == Z_BUF_ERROR else { throw CodecFailure(.corrupt, "zlib code \(code)") }
    }
    return output.count - room.count
  }

  func finish(into output: UnsafeMutableRawBufferPointer, isFinished: inout Bool) throws(CodecFailure) -> Int {
    var room = unsafe output
    var nothing = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    while !isFinished, room.count > 0 {
      let code = unsafe advance(stream, &nothing, &room) { unsafe deflate($0, Z_FINISH) }
      guard code == Z_OK || code == Z_BUF_ERROR || code == Z_STREAM_END else {
        throw CodecFailure(.corrupt, "zlib code \(code)")
      }
      isFinished = code == Z_STREAM_END
    }
    return output.count - room.count
  }
}

/// Lets zlib work from `input` into `room`, and takes from both what it used.
private func advance(
  _ stream: UnsafeMutablePointer<z_stream>, _ input: inout UnsafeRawBufferPointer,
  _ room: inout UnsafeMutableRawBufferPointer, by step: (UnsafeMutablePointer<z_stream>) -> Int32
) -> Int32 {
  // zlib counts in 32 bits, so larger buffers take several steps. It never writes to its input.
  let given = UInt32(clamping: input.count)
  let free = UInt32(clamping: room.count)
  unsafe stream.pointee.next_in = UnsafeMutablePointer(
    mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
  unsafe stream.pointee.avail_in = given
  unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
  unsafe stream.pointee.avail_out = free
  let code = unsafe step(stream)
  unsafe input = UnsafeRawBufferPointer(rebasing: input[Int(given - stream.pointee.avail_in)...])
  unsafe room = UnsafeMutableRawBufferPointer(rebasing: room[Int(free - stream.pointee.avail_out)...])
  return code
}

import CZstd

// All of zstd's state is behind its pointer, so that these two have methods which change it and yet borrow.

@safe struct ZstdReader: ~Copyable {
  private let context: OpaquePointer

  init() throws(CodecFailure) {
    guard let context = unsafe ZSTD_createDCtx() else { throw CodecFailure(.noMemory, "zstd could not start") }
    unsafe self.context = context
  }

  deinit { unsafe ZSTD_freeDCtx(context) }

  func read(
    from input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isAtEnd: inout Bool
  ) throws(CodecFailure) -> Int {
    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    // Both buffers stay in place for the length of this call, and `pos` never passes `size`.
    defer { unsafe input = UnsafeRawBufferPointer(rebasing: input[source.pos...]) }
    while unsafe source.pos < source.size || !isAtEnd, unsafe target.pos < target.size {
      let (taken, written) = unsafe (source.pos, target.pos)
      let code = unsafe ZSTD_decompressStream(context, &target, &source)
      try check(code)
      isAtEnd = code == 0
      if unsafe taken == source.pos, unsafe written == target.pos { break }
    }
    return unsafe target.pos
  }
}

@safe struct ZstdWriter: ~Copyable {
  private let context: OpaquePointer

  init(level: Int32?) throws(CodecFailure) {
    guard let context = unsafe ZSTD_createCCtx() else { throw CodecFailure(.noMemory, "zstd could not start") }
    unsafe self.context = context
    // Neither can fail: the context is new, and zstd brings a level that is out of range into it.
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level ?? ZSTD_CLEVEL_DEFAULT)
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  }

  deinit { unsafe ZSTD_freeCCtx(context) }

  func write(
    from input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CodecFailure) -> Int {
    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    // Both buffers stay in place for the length of this call, and `pos` never passes `size`.
    defer { unsafe input = UnsafeRawBufferPointer(rebasing: input[source.pos...]) }
    while unsafe source.pos < source.size, unsafe target.pos < target.size {
      try check(unsafe ZSTD_compressStream2(context, &target, &source, ZSTD_e_continue))
    }
    return unsafe target.pos
  }

  func finish(into output: UnsafeMutableRawBufferPointer, isFinished: inout Bool) throws(CodecFailure) -> Int {
    var nothing = unsafe ZSTD_inBuffer(src: nil, size: 0, pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    while !isFinished, unsafe target.pos < target.size {
      let held = unsafe ZSTD_compressStream2(context, &target, &nothing, ZSTD_e_end)
      try check(held)
      isFinished = held == 0
    }
    return unsafe target.pos
  }
}

private func check(_ code: Int) throws(CodecFailure) {
  guard ZSTD_isError(code) != 0 else { return }
  let isMemory = [ZSTD_error_memory_allocation, ZSTD_error_frameParameter_windowTooLarge].contains(
    ZSTD_getErrorCode(code))
  throw CodecFailure(isMemory ? .noMemory : .corrupt, unsafe String(cString: ZSTD_getErrorName(code)))
}

import PlainFormats

/// Takes what the fuzzer makes up through JSON, both ways, beside a plain decoder.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The fuzzer keeps the bytes while this runs.
  var trial = unsafe Trial(Array(UnsafeBufferPointer(start: start, count: count)))
  do { try trial.runJSON() } catch { fatalError("\(error)") }
  return 0
}

import PlainFormats

/// Takes what the fuzzer makes up through CSV, both ways, beside a plain decoder.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The fuzzer keeps the bytes while this runs.
  var trial = unsafe Trial(Array(UnsafeBufferPointer(start: start, count: count)))
  do { try trial.runCSV() } catch { fatalError("\(error)") }
  return 0
}

import Glibc

/// The seed of a randomised test, which it prints where it fails: another each time, unless `OUZEL_SEED` names one.
func newSeed() -> UInt64 {
  // The environment isn't changed while tests run.
  unsafe getenv("OUZEL_SEED").flatMap { unsafe UInt64(String(cString: $0)) } ?? .random(in: 0 ... .max)
}

import CKernels

/// The control word of the processor that every bit of arithmetic depends on.
///
/// A library built with `-ffast-math` may switch it for the whole process, or a caller may have changed the rounding
/// mode; either moves the last bits of every result without a word. Threads of the `WorkerPool` set their own.
public enum FloatingPointEnvironment {
  /// Refuses a thread that does not round to nearest or that flushes subnormal numbers to zero.
  /// - Throws: `DeterminismError` naming what the calling thread does instead.  Cost: a few nanoseconds.
  public static func check() throws(DeterminismError) {
    let control = kn_environment_get()
    guard kn_environment_rounding(control) == 0 else {
      throw DeterminismError(
        place: "floating-point rounding mode", found: "directed rounding",
        expected: "rounding to nearest, ties to even",
        remedy: "remove the call of fesetround from this program, or from what it has loaded")
    }
    guard kn_environment_flushing(control) == 0 else {
      throw DeterminismError(
        place: "floating-point subnormals", found: "flushed to zero", expected: "kept",
        remedy: "remove the library that was built with -ffast-math, for instance from LD_PRELOAD")
    }
  }
}

import CKernels
import Determinism
import Testing

@Suite struct FloatingPointEnvironmentTests {
  #if arch(x86_64)
    private static let directed: [UInt64] = [0x3f80, 0x5f80, 0x7f80]
    private static let flushing: [UInt64] = [0x9f80, 0x1fc0, 0x9fc0]
  #else
    private static let directed: [UInt64] = [0x400000, 0x800000, 0xc00000]
    private static let flushing: [UInt64] = [0x1000000]
  #endif

  /// What the check says under a control word.
  private func complaint(under control: UInt64) -> DeterminismError? {
    kn_environment_set(control)
    defer { kn_environment_set(kn_environment_default()) }
    do {
      try FloatingPointEnvironment.check()
      return nil
    } catch {
      return error
    }
  }

  @Test func theDefaultIsAccepted() {
    #expect(complaint(under: kn_environment_default()) == nil)
  }

  @Test(arguments: Self.directed) func directedRoundingIsRefused(_ control: UInt64) {
    #expect(complaint(under: control)?.place == "floating-point rounding mode")
  }

  @Test(arguments: Self.flushing) func flushingIsRefused(_ control: UInt64) {
    #expect(complaint(under: control)?.place == "floating-point subnormals")
  }
}

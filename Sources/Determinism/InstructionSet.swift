import CKernels

/// The processor's instruction set that the kernels use: it decides how fast a result comes, never its bits.
///
/// The best supported one is chosen at first use. `KANON_ISA=avx512|avx2|scalar|neon` in the environment
/// requests another; it is read once.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// AVX-512 F, VL, DQ and BW.
  case avx512
  /// AVX2 with FMA3.
  case avx2
  /// aarch64's vectors.
  case neon
  /// The architecture's base; on x86-64 every fused multiply-add is then a call, and slow.
  case scalar

  /// The set in use.
  public static var current: InstructionSet { InstructionSet(kn_isa_current()) }

  /// The sets that this build and this processor have, fastest first.
  public static var available: [InstructionSet] { allCases.filter { kn_isa_is_supported($0.identity) } }

  /// Throws when `KANON_ISA` requests what cannot be had; the kernels then use the best supported set.
  public static func checkRequest() throws(InstructionSetError) {
    switch kn_isa_request_status() {
    case .automatic, .as_requested: return
    case .unknown: throw .unknown(available: available)
    case .unsupported: throw .unsupported(available: available)
    }
  }

  /// Uses this set from now on, in all threads; false, and no change, when it is not available.
  /// For tests that compare sets.
  package func use() -> Bool { kn_isa_use(identity) }

  private init(_ isa: kn_isa) {
    switch isa {
    case .avx512: self = .avx512
    case .avx2: self = .avx2
    case .neon: self = .neon
    case .scalar: self = .scalar
    }
  }

  private var identity: kn_isa {
    switch self {
    case .avx512: .avx512
    case .avx2: .avx2
    case .neon: .neon
    case .scalar: .scalar
    }
  }
}

/// A request for an instruction set that cannot be met.
public enum InstructionSetError: Error, Equatable, CustomStringConvertible {
  /// `KANON_ISA` names no instruction set.
  case unknown(available: [InstructionSet])
  /// `KANON_ISA` names one that this build or this processor lacks.
  case unsupported(available: [InstructionSet])

  public var description: String {
    switch self {
    case .unknown(let available):
      "KANON_ISA names no instruction set that Kanon knows: set it to \(Self.list(available)), or unset it"
    case .unsupported(let available):
      "KANON_ISA requests an instruction set that this processor lacks: it has \(Self.list(available))"
    }
  }

  private static func list(_ sets: [InstructionSet]) -> String {
    sets.map(\.rawValue).joined(separator: ", ")
  }
}

/// Programs in Python that serve other people's models over the protocol of `ExternalSubject`.
public enum Adapter: String, CaseIterable, Sendable {
  /// Calculators of the Atomic Simulation Environment.
  case ase
  /// Modules of PyTorch.
  case torch

  /// The program's text.
  public var text: [UInt8] {
    switch self {
    case .ase: PackageResources.ase_subject_py
    case .torch: PackageResources.torch_subject_py
    }
  }
}

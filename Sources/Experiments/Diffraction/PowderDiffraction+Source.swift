import Diffraction

extension PowderDiffraction {
  /// What was scattered: a tube's doublet or its first line by name, or any X-rays or neutrons with their wavelength.
  ///
  /// Lines of G. Hölzer et al., doi:10.1103/PhysRevA.56.4554, and J. A. Bearden, doi:10.1103/RevModPhys.39.78.
  enum Source: String, Sendable, CaseIterable {
    case cuKa = "CuKa"
    case cuKa1 = "CuKa1"
    case moKa = "MoKa"
    case moKa1 = "MoKa1"
    case agKa = "AgKa"
    case agKa1 = "AgKa1"
    case coKa = "CoKa"
    case coKa1 = "CoKa1"
    case feKa = "FeKa"
    case feKa1 = "FeKa1"
    case crKa = "CrKa"
    case crKa1 = "CrKa1"
    case xray = "x-ray"
    case neutron

    var radiation: Radiation { self == .neutron ? .neutron : .xray }

    /// Wavelengths in Å, the stronger first.
    var lines: [Double] {
      switch self {
      case .cuKa: [1.5405929, 1.5444274]
      case .cuKa1: [1.5405929]
      case .moKa: [0.7093187, 0.7136090]
      case .moKa1: [0.7093187]
      case .agKa: [0.5594075, 0.5637980]
      case .agKa1: [0.5594075]
      case .coKa: [1.7889960, 1.7928350]
      case .coKa1: [1.7889960]
      case .feKa: [1.9360410, 1.9399730]
      case .feKa1: [1.9360410]
      case .crKa: [2.2897600, 2.2936630]
      case .crKa1: [2.2897600]
      case .xray, .neutron: []
      }
    }
  }
}

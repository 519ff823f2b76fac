/// How one kind of atom scatters one radiation: f(s²) = f₀(s²) + f′ + i f″, or b.
struct Scatterer: Sendable {
  private let form: FormFactor?
  private let real: Double
  let imaginary: Double

  /// - Parameter dispersion: replaces the tabulated f′ and f″, or the scattering length.
  /// - Throws: an element without tabulated values.
  init(
    _ type: String, _ radiation: Radiation, wavelength: Double, dispersion: Dispersion? = nil
  ) throws(DiffractionError) {
    let kind = try ScattererType(type)
    switch radiation {
    case .xray:
      guard let form = FormFactor.of(kind) else {
        throw DiffractionError(type, "has no tabulated form factor; the tables reach from H to Cf")
      }
      let dispersion = dispersion ?? Dispersion(of: kind.element, wavelength: wavelength)
      (self.form, real, imaginary) = (form, dispersion.real, dispersion.imaginary)
    case .neutron:
      if let dispersion {
        (form, real, imaginary) = (nil, dispersion.real, dispersion.imaginary)
        return
      }
      guard let length = ScatteringLength.of(kind) else {
        throw DiffractionError(type, "has no tabulated scattering length; give one under scattering:")
      }
      (form, real, imaginary) = (nil, length.real, length.imaginary)
    }
  }

  /// The real part and its derivative to s².
  func value(_ s2: Double) -> (value: Double, slope: Double) {
    guard let form else { return (real, 0) }
    let (value, slope) = form.value(s2)
    return (value + real, slope)
  }
}

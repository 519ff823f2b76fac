/// What is scattered.
public enum Radiation: String, Sendable, CaseIterable {
  /// By electrons, in units of one electron's scattering.
  case xray = "x-ray"
  /// By nuclei, in fm.
  case neutron
}

import Determinism

/// One step of a refinement: what is set free in it, besides all that is free already.
///
/// It names groups (`scale`, `background`, `cell`, `positions` …), parameters (`x(O1)`, `U`) or, in brackets, those of
/// one pattern (`zero[neutrons]`, `widths[lab]`).
public struct RefinementStage: Sendable, Equatable {
  public let selectors: [String]

  public init(_ selectors: [String]) { self.selectors = selectors }

  /// What practitioners do: scale and background, then position and cell, widths, atoms, asymmetry.
  public static func usual(_ instruments: [Instrument]) -> [RefinementStage] {
    // A flat sample's height, or the detector's zero: both at once say little, as they move peaks alike.
    var places: [String] = ["cell"]
    if instruments.contains(where: { $0.geometry == .braggBrentano }) { places.append("displacement") }
    if instruments.contains(where: { $0.geometry == .debyeScherrer }) { places.append("zero") }
    var last = ["Uiso"]
    if instruments.contains(where: { $0.texture != nil }) { last.append("texture") }
    if instruments.contains(where: { $0.absorption != .none }) { last.append("absorption") }
    if instruments.contains(where: { $0.hasRoughness }) { last.append("roughness") }
    var widths = ["W", "X"]
    if instruments.contains(where: { $0.shape == .axial }) { widths.append("asymmetry") }
    let stages = [["scale", "background"], places, widths, ["positions"], last, ["U", "V", "Y"]]
    return stages.map { RefinementStage($0) }
  }

  /// The groups of parameters that have a name.
  public static let groups: [String] =
    ["cell", "positions", "Uiso", "occupancies"] + InstrumentParameter.Role.allCases.map(\.rawValue)

  /// The name and the pattern that a selector means.
  static func parts(_ selector: String) -> (name: String, pattern: String?) {
    guard selector.last == "]", let open = selector.lastIndex(of: "[") else { return (selector, nil) }
    return (String(selector[..<open]), String(selector[selector.index(after: open)...].dropLast()))
  }
}

extension StructureParameter.Role {
  /// The group that stages know it by.
  var group: String {
    switch self {
    case .cell: "cell"
    case .position: "positions"
    case .displacement: "Uiso"
    case .occupancy: "occupancies"
    }
  }
}

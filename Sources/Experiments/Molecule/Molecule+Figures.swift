import Documents
public import Figures
public import Manifests
public import Records

extension Molecule {
  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] {
    [
      training(outcome, manifest), parity(outcome, manifest), learning(outcome, manifest),
      contrast(outcome, manifest),
    ].compactMap { $0 }
  }

  private static func training(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("curve"), let steps = table["step"], let loss = table["loss"],
      let energy = table["validation_energy"], let forces = table["validation_forces"]
    else { return nil }
    return Figure(
      name: "training", title: manifest.title ?? "",
      caption: "Training: the mean loss between two looks (left); mean absolute errors on the validation frames, which "
        + "training never sees (right).",
      panels: [
        Panel(
          x: Axis("step"), y: Axis("loss", scale: .logarithmic),
          layers: [.line(x: steps, y: loss, style: .series(0).solid)]),
        Panel(
          x: Axis("step"), y: Axis("mean absolute error", unit: "meV, meV/Å", scale: .logarithmic),
          layers: [
            .line(x: steps, y: forces.map { 1000 * $0 }, label: "forces", style: .series(1).solid),
            .line(x: steps, y: energy.map { 1000 * $0 }, label: "energy", style: .series(2).solid),
          ]),
      ], columns: 2, size: .twoColumns)
  }

  /// Predicted against known, for every quantity of the test frames.
  private static func parity(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("energies"), let energy = table["energy"], let predicted = table["predicted"]
    else { return nil }
    // From the lowest energy on: how deep it lies says nothing.
    let lowest = energy.min() ?? 0
    var panels = [panel("energy", "eV", energy.map { $0 - lowest }, predicted.map { $0 - lowest })]
    for (name, label, unit) in [("forces", "force component", "eV/Å"), ("dipoles", "dipole component", "e·Å")] {
      guard let array = outcome.arrays.first(where: { $0.name == name })?.array, case .f32(let numbers) = array.scalars
      else { continue }
      let count = numbers.count / 2
      // Some 2,000 of the components show what all show.
      let every = max(1, count / 2000)
      let chosen = stride(from: 0, to: count, by: every)
      panels.append(
        panel(label, unit, chosen.map { Double(numbers[$0]) }, chosen.map { Double(numbers[count + $0]) }))
    }
    return Figure(
      name: "parity", title: manifest.title ?? "",
      caption: "Test frames: what the model predicts against what the data have; energies from the lowest one on.",
      panels: panels, columns: panels.count, size: .twoColumns)
  }

  private static func panel(_ label: String, _ unit: String, _ known: [Double], _ predicted: [Double]) -> Panel {
    let (lower, upper) = ((known + predicted).min() ?? 0, (known + predicted).max() ?? 1)
    return Panel(
      x: Axis("\(label), data", unit: unit), y: Axis("predicted", unit: unit),
      layers: [
        .line(x: [lower, upper], y: [lower, upper], style: .reference),
        .points(x: known, y: predicted, style: .series(0)),
      ], aspect: 1)
  }

  private static func learning(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("learning"), let frames = table["frames"],
      let forces = table["forces_mae_meV_per_A"], let energy = table["energy_mae_meV"]
    else { return nil }
    var layers: [Figures.Layer] = []
    for (k, (label, values)) in [("forces, meV/Å", forces), ("energy, meV", energy)].enumerated() {
      layers.append(.line(x: frames, y: values, style: .series(k + 1).solid))
      layers.append(.points(x: frames, y: values, label: label, style: .series(k + 1)))
    }
    if let dipole = table["dipole_mae_meA"] {
      layers.append(.line(x: frames, y: dipole, style: .series(3).solid))
      layers.append(.points(x: frames, y: dipole, label: "dipole, me·Å", style: .series(3)))
    }
    return Figure(
      name: "learning", title: manifest.title ?? "",
      caption: "Mean absolute errors on the test frames of models trained on fewer frames, each for as many steps.",
      panels: [
        Panel(
          x: Axis("training frames", scale: .logarithmic), y: Axis("test error", scale: .logarithmic), layers: layers)
      ])
  }

  /// The model beside its twin with a force head.
  private static func contrast(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let contrast = outcome.metrics["contrast"] else { return nil }
    let names = ["gradient", "head"]
    func values(_ path: [String]) -> [Double] {
      ["shared", "unshared"].map { contrast.path([$0] + path)?.asNumber ?? .nan }
    }
    func bars(_ label: String, unit: String, _ path: [String], logarithmic: Bool = false) -> Panel {
      Panel(
        x: Axis("forces from", categories: names),
        y: logarithmic ? Axis(label, unit: unit, scale: .logarithmic) : Axis(label, unit: unit, lower: 0),
        layers: logarithmic
          ? [.points(x: [0, 1], y: values(path), style: .series(0))]
          : [.bars(x: [0, 1], heights: values(path), width: 0.6)])
    }
    var panels = [
      bars("force error", unit: "meV/Å", ["test", "forces", "mae"]),
      bars("curl", unit: "", ["curl"], logarithmic: true),
      bars("work around a loop", unit: "meV", ["work", "mean_meV"], logarithmic: true),
    ]
    if let table = outcome.table("motion"), let time = table["time_ps"], let gradient = table["gradient_meV"],
      let head = table["head_meV"]
    {
      panels.append(
        Panel(
          x: Axis("time", unit: "ps"), y: Axis("change of the energy", unit: "meV"),
          layers: [
            .line(x: time, y: head, label: "head", style: .series(1).solid),
            .line(x: time, y: gradient, label: "gradient", style: .series(0).solid),
          ]))
    }
    return Figure(
      name: "contrast", title: manifest.title ?? "",
      caption: "Forces that are the gradient of the energy, and forces of a head of their own on the same "
        + "representation: error on the test frames; how unsymmetric their Jacobian is; the work that they do around "
        + "closed paths; the total energy of a free motion from 300 K, in steps of 0.5 fs.",
      panels: panels, columns: 2, size: .twoColumns)
  }
}

extension Table {
  fileprivate subscript(name: String) -> [Double]? { try? numbers(named: name) }
}

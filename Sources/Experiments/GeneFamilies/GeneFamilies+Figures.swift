import Determinism
import Documents
public import Figures
public import Manifests
public import Records

extension GeneFamilies {
  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] {
    let drawing = FamilyDrawing(outcome: outcome, parameters: parameters, manifest: manifest)
    return [drawing.tree].compactMap { $0 } + drawing.profiles + [drawing.residuals].compactMap { $0 }
      + drawing.forests
  }
}

/// The figures of recorded gene families: made from their tables.
struct FamilyDrawing {
  let outcome: Outcome
  let parameters: GeneFamilies.Parameters
  let manifest: Manifest

  private var title: String { manifest.title ?? "" }

  private func axis(of label: String) -> Axis {
    let base = label.split(separator: "[").first.map(String.init) ?? label
    let rate = base == "mu" ? parameters.model.mu : base == "lambda" ? parameters.model.lambda : nil
    let unit = rate == nil ? "" : parameters.unit.map { "1/\($0)" } ?? ""
    return Axis(rate?.label.map { "\($0) \(label)" } ?? label, unit: unit)
  }

  /// The tree with expansions and contractions.
  var tree: Figure? {
    guard let table = outcome.table("branches") else { return nil }
    let (names, parents) = (table.texts("branch"), table.texts("parent"))
    let (depths, isSpecies) = (table.numbers("depth"), table.numbers("is_species"))
    let (gains, losses) = (table.numbers("expansions"), table.numbers("contractions"))
    let branches = names.indices.map {
      TreeBranch(
        name: names[$0], parent: parents[$0], depth: depths[$0], isSpecies: isSpecies[$0] == 1, gains: gains[$0],
        losses: losses[$0])
    }
    let families = outcome.metrics["families"]?.asNumber.map { Numeral.brief($0, digits: 7) } ?? "?"
    return Figure.tree(
      name: "tree", title: title,
      caption:
        "Expected numbers of the \(families) families that expanded (+) and contracted (−) along each branch, by the "
        + "posterior of the fitted model.", branches: branches,
      time: Axis("time before the present", unit: parameters.unit ?? ""), gains: "expansions prevail",
      losses: "contractions prevail")
  }

  /// The likelihood profile of each parameter that has one.
  var profiles: [Figure] {
    guard let table = outcome.table("profiles") else { return [] }
    return table.texts("parameter").distinct.compactMap { label -> Figure? in
      guard let estimate = outcome.metrics.path(["parameters", label]), let best = estimate["value"]?.asNumber else {
        return nil
      }
      let rows = table.rows(where: "parameter", is: label)
      return Figure.profile(
        name: "profile-\(label.fileName)", title: title,
        caption:
          "Likelihood profile of \(label): −2 ln of the likelihood, all other parameters fitted anew at each value, "
          + "above its minimum. Dotted: the ends of the interval.", parameter: axis(of: label),
        values: table.numbers("value", rows), rise: table.numbers("rise", rows), best: best,
        standardError: estimate["stderr"]?.asNumber,
        interval: (estimate.path("interval.lower")?.asNumber, estimate.path("interval.upper")?.asNumber))
    }
  }

  /// So many points of a scatter are drawn at most.
  private static let mostPoints = 5000

  /// Counts against what the other species predict, and how the differences are distributed.
  var residuals: Figure? {
    guard let table = outcome.table("residuals"), table.rowCount > 0 else { return nil }
    let pulls = table.numbers("pull")
    let predicted = table.numbers("predicted")
    let shown = min(pulls.count, Self.mostPoints)
    let faint = Style(colour: .blue, marker: .circle, markerSize: 2)
    let scatter = Panel(
      x: Axis("size predicted by the other species"), y: Axis("residual", unit: "σ"),
      layers: [
        .horizontal(0),
        .points(x: Array(predicted[..<shown]), y: Array(pulls[..<shown]), style: faint),
      ], legend: .none)
    let width = 0.25
    let centres = (-20...20).map { Double($0) * width }
    var heights = [Double](repeating: 0, count: centres.count)
    for pull in pulls {
      let place = Int((pull / width).rounded()) + 20
      if heights.indices.contains(place) { heights[place] += 1 / (Double(pulls.count) * width) }
    }
    let grid = (-100...100).map { Double($0) / 20 }
    let normal = grid.map { Elementary.exp(-$0 * $0 / 2) * 0.3989422804014327 }
    let histogram = Panel(
      x: Axis("residual", unit: "σ"), y: Axis("density"),
      layers: [
        .bars(x: centres, heights: heights, width: width, label: "families and species", style: .series(5)),
        .line(x: grid, y: normal, label: "standard normal", style: .series(1)),
      ])
    return Figure(
      name: "residuals", title: title,
      caption:
        "Residual family sizes: each species' count less what the other species' counts predict by the fitted model, in "
        + "standard deviations of the prediction. Few sizes are possible, so that the histogram is no smooth curve.",
      panels: [scatter, histogram], columns: 1)
  }

  /// What sharing bought: the shared rate beside each clade's or class' own.
  var forests: [Figure] {
    guard let alone = outcome.table("alone") else { return [] }
    return alone.texts("parameter").distinct.compactMap { name -> Figure? in
      guard let shared = outcome.metrics.path(["parameters", name]), let value = shared["value"]?.asNumber else {
        return nil
      }
      let rows = alone.rows(where: "parameter", is: name)
      let groups = alone.texts("group")
      let (values, errors) = (alone.numbers("value", rows), alone.numbers("stderr", rows))
      let own = rows.enumerated().map { (place, row) -> Figures.Estimate in
        Figures.Estimate(
          name: errors[place].isFinite ? groups[row] : "\(groups[row]): not determined",
          value: errors[place].isFinite ? values[place] : .nan, standardError: errors[place])
      }
      let all = Figures.Estimate(
        name: "all", value: value, standardError: shared["stderr"]?.asNumber ?? .nan, isShared: true)
      return Figure.forest(
        name: "sharing-\(name.fileName)", title: title,
        caption: "\(name) of each group with a rate of its own, and shared by all (shaded). Bars are standard errors.",
        parameter: axis(of: name), estimates: own + [all], truth: manifest.truth.first { $0.name == name }?.value.value)
    }
  }
}

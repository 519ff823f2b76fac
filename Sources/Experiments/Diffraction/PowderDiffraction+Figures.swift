import Determinism
import Diffraction
import Documents
public import Figures
public import Manifests
public import Records

extension PowderDiffraction {
  public static func figures(of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest) throws -> [Figure] {
    let drawing = PatternDrawing(outcome: outcome, manifest: manifest)
    return drawing.patterns + drawing.forests
  }
}

/// The figures of a recorded refinement.
struct PatternDrawing {
  let outcome: Outcome
  let manifest: Manifest

  /// Observed, calculated and difference of each pattern, √I, with a tick for each reflection.
  var patterns: [Figure] {
    guard let points = outcome.table("points"), let reflections = outcome.table("reflections") else { return [] }
    return (outcome.metrics["patterns"]?.asObject ?? []).map { pattern in
      let rows = points.rows(where: "pattern", is: pattern.key)
      let angles = points.numbers("two_theta", rows)
      let (counts, model) = (points.numbers("observed", rows), points.numbers("model", rows))
      let (observed, computed) = (counts.map(Self.root), model.map(Self.root))
      let difference = zip(zip(counts, model), points.numbers("sigma", rows)).map { ($0.0 - $0.1) / $1 }
      let ticks = ticks(
        reflections.numbers("two_theta", reflections.rows(where: "pattern", is: pattern.key)),
        within: (angles.first ?? 0)...(angles.last ?? 0), height: (observed.max() ?? 1))
      let panel = Panel(
        x: Axis("2θ", unit: "°", lower: angles.first, upper: angles.last), y: Axis("√intensity", unit: "√counts"),
        layers: [
          .points(
            x: angles, y: observed, label: "observed", style: Style(colour: .blue, marker: .disc, markerSize: 1.2)),
          .line(x: angles, y: computed, label: "calculated", style: Style(colour: .vermilion, width: 0.6)), ticks,
        ], legend: .inside(.upperRight),
        residuals: Panel.Residuals(
          y: Axis("difference", unit: "σ"),
          layers: [.horizontal(0), .line(x: angles, y: difference, style: Style(colour: .black, width: 0.4))]),
        aspect: 0.45)
      return Figure(
        name: "pattern-\(fileName(pattern.key))", title: manifest.title.map { "\($0): \(pattern.key)" } ?? pattern.key,
        caption: caption(pattern.key, pattern.value), panels: [panel], size: .twoColumns)
    }
  }

  private func caption(_ name: String, _ pattern: JSON) -> String {
    func percent(_ key: String) -> String { Numeral.brief(pattern[key]?.asNumber ?? .nan, digits: 3) + " %" }
    let cell = (outcome.metrics["parameters"]?.asObject ?? []).prefix(6).filter { $0.value["unit"]?.asString == "Å" }
    let told = cell.map { EstimateText(label: $0.key, estimate: $0.value).text }.joined(separator: ", ")
    return
      "The pattern \(name) on a square-root scale: observed, calculated, a tick for each reflection, and below the "
      + "difference in units of its standard error. Rwp = \(percent("Rwp")), Rexp = \(percent("Rexp")), goodness of fit "
      + "\(Numeral.brief(pattern["GoF"]?.asNumber ?? .nan, digits: 3)), R_Bragg = \(percent("R_Bragg"))"
      + (told.isEmpty ? "." : "; \(told).")
  }

  /// Short strokes below zero, in one layer: a line is interrupted where there is no number.
  private func ticks(_ angles: [Double], within range: ClosedRange<Double>, height: Double) -> Layer {
    var (x, y) = ([Double](), [Double]())
    for angle in angles where range.contains(angle) {
      x += [angle, angle, .nan]
      y += [-0.02 * height, -0.06 * height, .nan]
    }
    return .line(x: x, y: y, label: "reflections", style: Style(colour: .green, width: 0.5))
  }

  /// What sharing bought: the joint value beside each pattern's own.
  var forests: [Figure] {
    guard let alone = outcome.table("alone") else { return [] }
    return alone.texts("parameter").distinct.prefix(Self.mostForests).compactMap { name -> Figure? in
      let rows = alone.rows(where: "parameter", is: name)
      guard let shared = outcome.metrics.path(["parameters", name]), let first = rows.first else { return nil }
      let (values, errors) = (alone.numbers("value", rows), alone.numbers("stderr", rows))
      let names = alone.texts("pattern")
      let own = rows.enumerated().map { place, row in
        Figures.Estimate(name: names[row], value: values[place], standardError: errors[place])
      }
      let all = Figures.Estimate(
        name: "all", value: alone.numbers("joint", [first])[0],
        standardError: alone.numbers("joint_stderr", [first])[0], isShared: true)
      return Figure.forest(
        name: "sharing-\(fileName(name))", title: manifest.title ?? "",
        caption: "\(name) from each pattern alone, and from all of them together (shaded). Bars are standard errors.",
        parameter: Axis(name, unit: shared["unit"]?.asString ?? ""), estimates: own + [all],
        truth: manifest.truth.first { sameUTF8($0.name, name) }?.value.value)
    }
  }

  /// The most torn parameters; one figure each would be too many for a large structure.
  private static let mostForests = 12

  private static func root(_ x: Double) -> Double { x > 0 ? x.squareRoot() : 0 }

  /// Letters, digits and - of a name; the rest becomes _.
  private func fileName(_ name: String) -> String {
    String(
      name.unicodeScalars.map {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) ? Character($0) : "_"
      })
  }
}

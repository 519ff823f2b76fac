import Determinism
import Figures

/// Figures of every kind, from simulated data: drawn by the tests, and to be looked at.
enum Gallery {
  static let figures: [Figure] = [
    small, decay(datasets: 2), decay(datasets: 4), decay(datasets: 6), decay(datasets: 12), decay(datasets: 40),
    logarithmic, histogram, heatMap, correlation(names: 4), correlation(names: 14), profile, forest(rows: 9),
    confidence, hostile, tiny,
  ]

  static let small = Figure(
    name: "small", title: "A line", caption: "Three points on a line.",
    panels: [
      Panel(
        x: Axis("t", unit: "s"), y: Axis("counts"),
        layers: [
          .points(x: [0, 1, 2], y: [1, 3, 5], yError: .symmetric([0.5, 0.5, 1]), label: "data"),
          .line(x: [0, 2], y: [1, 5], label: "model", style: .series(1)),
        ])
    ])

  static func decay(datasets count: Int) -> Figure {
    let stream = RandomStream(seed: 7, name: "gallery")
    let datasets = (0..<count).map { k in
      var stream = stream.child(String(k))
      let amplitude = 900 / Double(1 + k * k)
      let x = (0..<40).map { 0.25 + Double($0) * 0.5 }
      let y = x.map { Double(stream.nextPoisson(mean: amplitude * Elementary.exp(-$0 / 5) + 8)) }
      let model = { (t: Double) in amplitude * Elementary.exp(-t / 5) + 8 }
      let grid = (0...200).map { Double($0) * 0.1 }
      return FittedDataset(
        name: count < 5 ? ["strong", "weak", "weaker", "background"][k] : "source \(k + 1)", x: x, y: y,
        yError: y.map { max(1, $0).squareRoot() },
        curve: .init(
          x: grid, y: grid.map(model), lower: grid.map { model($0) * 0.93 }, upper: grid.map { model($0) * 1.07 }),
        residuals: zip(x, y).map { ($1 - model($0)) / model($0).squareRoot() })
    }
    return .fit(
      name: "decay-\(count)", title: "", caption: "Decay of \(count) sources with one lifetime.",
      x: Axis("t", unit: "s"), y: Axis("counts"), residual: Axis("pull", unit: "σ"), datasets: datasets)
  }

  static let logarithmic = Figure(
    name: "logarithmic", caption: "Cost over datasets.",
    panels: [
      Panel(
        title: "(a) cost", x: Axis("datasets", scale: .logarithmic), y: Axis("time", unit: "s", scale: .logarithmic),
        layers: [
          .points(
            x: [10, 100, 1000, 10_000], y: [2e-5, 2e-4, 2.1e-3, 2.2e-2],
            yError: .symmetric([2.1e-5, 1e-4, 1e-4, 1e-3]),
            label: "arrowhead"),
          .line(x: [10, 100, 1000], y: [3e-3, 8e-1, 700], label: "dense", style: .series(1)),
        ]),
      Panel(
        title: "(b) narrow", x: Axis("v", unit: "m/s", scale: .logarithmic), y: Axis("χ²"),
        layers: [
          .steps(
            x: [12, 20, 30, 40, 50, 60], y: [1.2e-7, 3.1e-7, 2.2e-7, 1e-7, 4e-7, 5e-7], label: "steps",
            style: .series(2)),
          .line(x: [12, 60], y: [1e-7, 5e-7], label: "a rather long label of a series", style: .series(3)),
        ]),
    ], size: .twoColumns)

  static let histogram = Figure(
    name: "histogram", title: "Pulls", caption: "Pulls of a fit beside the normal distribution.",
    panels: [
      Panel(
        x: Axis("pull", unit: "σ"), y: Axis("number"),
        layers: [
          .bars(
            x: (0..<13).map { -3 + Double($0) * 0.5 }, heights: [1, 3, 8, 18, 35, 52, 61, 49, 36, 17, 7, 4, 1],
            width: 0.5,
            label: "observed"),
          .line(
            x: (0...100).map { -3.25 + Double($0) * 0.065 },
            y: (0...100).map {
              let x = -3.25 + Double($0) * 0.065; return 60 * Elementary.exp(-x * x / 2)
            }, label: "expected",
            style: .series(1)),
          .vertical(0),
        ])
    ])

  static let heatMap: Figure = {
    let x = (0..<48).map { (Double($0) + 0.5) / 48 }
    let y = (0..<32).map { (Double($0) + 0.5) / 32 }
    let values = y.flatMap { y in x.map { Elementary.sin(6.283 * $0) * Elementary.cos(3.1416 * y) * 1e-3 } }
    let sample = Grid(x: x, y: y, values: values, meaning: Axis("u", unit: "m"))
    var signed = sample
    signed.colours = .diverging
    return Figure(
      name: "heat-map", caption: "A solution and its error.",
      panels: [
        Panel(title: "solution", x: Axis("x", unit: "m"), y: Axis("y", unit: "m"), layers: [.heatMap(sample)]),
        Panel(
          title: "error", x: Axis("x", unit: "m"), y: Axis("y", unit: "m"),
          layers: [.heatMap(signed), .contour(x: x, y: y, values: values, level: 5e-4, style: Style(colour: .black))]),
      ], size: .twoColumns)
  }()

  static func correlation(names count: Int) -> Figure {
    let names = (0..<count).map { $0 == 0 ? "tau" : $0 == 1 ? "B" : "A[source \($0 - 1)]" }
    let values = (0..<(count * count)).map { k in
      let distance = Double(k / count - k % count)
      return distance == 0 ? 1 : (Int(distance).isMultiple(of: 2) ? 0.9 : -0.7) / (1 + distance * distance / 3)
    }
    return .correlation(
      name: "correlation-\(count)", caption: "Correlations of parameters.", names: names, correlations: values)
  }

  static let profile: Figure = {
    let values = (0...60).map { 4.4 + Double($0) * 0.02 }
    let rise = values.map { value in
      let pull = (value - 5) / 0.2
      return pull * pull * (1 - 0.12 * pull)
    }
    return .profile(
      name: "profile", caption: "Profile of the lifetime.", parameter: Axis("τ", unit: "s"), values: values, rise: rise,
      best: 5, standardError: 0.2, interval: (4.81, 5.22))
  }()

  static func forest(rows: Int) -> Figure {
    .forest(
      name: "forest", caption: "The lifetime from all datasets and from each alone.", parameter: Axis("τ", unit: "s"),
      estimates: [Estimate(name: "shared", value: 5.02, standardError: 0.03, isShared: true)]
        + (1..<rows).map { k -> Estimate in
          let shift = Double((k * 7) % 5 - 2) * 0.1
          let error = 0.1 + 0.03 * Double(k)
          return Estimate(name: "source \(k)", value: 5 + shift, below: error, above: error * 1.2)
        }, truth: 5)
  }

  static let confidence = Figure(
    name: "confidence", caption: "Confidence regions.",
    panels: [
      Panel(
        x: Axis("Vmax", unit: "counts/min²"), y: Axis("Km", unit: "ppm"),
        layers: [
          .ellipse(centre: (212, 0.064), variances: (48, 6.9e-5), covariance: 0.044, radius: 1.517, label: "68 %"),
          .ellipse(
            centre: (212, 0.064), variances: (48, 6.9e-5), covariance: 0.044, radius: 2.448, label: "95 %",
            style: .series(1)),
          .points(x: [212], y: [0.064], label: "best"),
        ])
    ])

  /// Texts that try to break out of the script, of XML and of gnuplot's own markup.
  static let hostile: Figure = {
    let text = "a`touch broken`\\ \"q\" 'q' @m {x}_1^2 $1 %s # <b>&amp;</b> τ χ²"
    return Figure(
      name: "hostile", title: text + "\nsecond line \\", caption: text + "\u{0}\u{7}\n]]>",
      panels: [
        Panel(
          title: "\";system(\"touch broken\");\"", x: Axis(text, unit: "\n"), y: Axis(categories: [text, "%g\\"]),
          layers: [
            .points(x: [0, 1], y: [0, 1], label: text), .text(text, x: 0, y: 0.5),
            .horizontal(1, label: "`touch broken`"),
          ])
      ])
  }()

  static let tiny = Figure(
    name: "tiny", caption: "Nothing but NaN.",
    panels: [
      Panel(x: Axis("x"), y: Axis("y"), layers: [.points(x: [.nan], y: [.infinity])]),
      Panel(x: Axis("x"), y: Axis("y"), layers: []),
      Panel(x: Axis("x"), y: Axis("y"), layers: [.points(x: [1e9, 1e9 + 1], y: [1e-300, 1e300])]),
    ])
}

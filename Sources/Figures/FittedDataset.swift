/// One dataset of a fit, as a figure shows it: data, the model's curve, and what the model leaves.
public struct FittedDataset: Sendable {
  /// The name of the dataset.
  public var name: String

  /// The values along the x axis.
  public var x: [Double]

  /// The data.
  public var y: [Double]

  /// The standard errors of the data; `nil` where none are known.
  public var yError: [Double]?

  /// The model's curve on a grid fine enough to look smooth (200 points do).
  public var curve: Curve

  /// The residuals, one per datum, in the units of the residual axis; empty for none.
  public var residuals: [Double]

  /// A dataset with its curve.
  public init(
    name: String, x: [Double], y: [Double], yError: [Double]? = nil, curve: Curve, residuals: [Double] = []
  ) {
    self.name = name
    self.x = x
    self.y = y
    self.yError = yError
    self.curve = curve
    self.residuals = residuals
  }

  /// A model's curve, with its confidence band where `lower` and `upper` are given.
  public struct Curve: Sendable {
    public var x: [Double]
    public var y: [Double]
    public var lower: [Double]
    public var upper: [Double]

    /// A curve, with a band where its bounds are given.
    public init(x: [Double], y: [Double], lower: [Double] = [], upper: [Double] = []) {
      self.x = x
      self.y = y
      self.lower = lower
      self.upper = upper
    }
  }
}

extension FittedDataset {
  /// Band, data and curve, from back to front, in the style of series k.
  func layers(series k: Int, label: String?) -> [Layer] {
    let style = Style.series(k)
    var band: [Layer] = []
    if !curve.lower.isEmpty {
      band = [.band(x: curve.x, lower: curve.lower, upper: curve.upper, style: style)]
    }
    let points = Layer.points(x: x, y: y, yError: yError.map { .symmetric($0) }, label: label, style: style)
    let line = Layer.line(x: curve.x, y: curve.y, style: style)
    return (band + [points, line]).map { layer in
      var layer = layer
      layer.dataName = name
      return layer
    }
  }

  /// The residuals as points in the style of series k; nothing where there are none.
  func residualLayers(series k: Int) -> [Layer] {
    if residuals.isEmpty { return [] }
    var layer = Layer.points(x: x, y: residuals, style: .series(k))
    layer.dataName = name
    return [layer]
  }
}

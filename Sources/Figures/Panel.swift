/// One pair of axes and what is drawn between them, optionally with residuals on the same x axis below.
public struct Panel: Sendable {
  /// Drawn above the frame; empty for none.
  public var title: String

  /// The horizontal axis.
  public var x: Axis

  /// The vertical axis.
  public var y: Axis

  /// What is drawn, the first at the back.
  public var layers: [Layer]

  /// Where the legend stands; layers without a label have no entry.
  public var legend: Legend

  /// A lower panel on the same x axis.
  public var residuals: Residuals?

  /// Height of the frame over its width, where the figure's height is not given.
  public var aspect: Double

  /// A panel of the given layers.
  public init(
    title: String = "", x: Axis, y: Axis, layers: [Layer], legend: Legend = .automatic,
    residuals: Residuals? = nil, aspect: Double = 0.7
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.layers = layers
    self.legend = legend
    self.residuals = residuals
    self.aspect = aspect
  }

  /// The lower panel of a fit: what the model leaves, on the x axis of the panel above.
  public struct Residuals: Sendable {
    /// The vertical axis of the residuals.
    public var y: Axis

    /// What is drawn, the first at the back.
    public var layers: [Layer]

    /// Residuals below a panel.
    public init(y: Axis, layers: [Layer]) {
      self.y = y
      self.layers = layers
    }
  }

  /// Where the legend of a panel stands.
  public enum Legend: Sendable, Equatable {
    /// In the corner where it covers no data, else above the frame.
    case automatic
    /// In a corner of the frame, whatever it covers.
    case inside(Corner)
    /// Above the frame, in rows.
    case above
    /// Nowhere.
    case none
  }

  /// A corner of a frame.
  public enum Corner: Sendable, Equatable, CaseIterable {
    case upperRight, upperLeft, lowerRight, lowerLeft
  }
}

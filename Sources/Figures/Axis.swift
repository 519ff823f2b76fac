/// What an axis shows: a quantity with its unit, on a linear or logarithmic scale, or named categories.
public struct Axis: Sendable, Equatable {
  /// How values are laid out along the axis.
  public enum Scale: Sendable, Equatable {
    case linear
    /// To base ten; values that are not positive are not drawn.
    case logarithmic
  }

  /// The name of the quantity.
  public var label: String

  /// The unit, written in brackets after the label; empty for none.
  public var unit: String

  /// The scale; categories are always linear.
  public var scale: Scale

  /// The least value shown; `nil` follows the data.
  public var lower: Double?

  /// The greatest value shown; `nil` follows the data.
  public var upper: Double?

  /// Names for the positions 0, 1, 2, … instead of numbers; empty for a numeric axis.
  public var categories: [String]

  /// A numeric axis; bounds of `nil` follow the data with a small margin.
  public init(
    _ label: String, unit: String = "", scale: Scale = .linear, lower: Double? = nil, upper: Double? = nil
  ) {
    self.label = label
    self.unit = unit
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.categories = []
  }

  /// An axis of names at the positions 0, 1, 2, …; `reversed` puts the first at the top or right.
  public init(_ label: String = "", categories: [String], reversed: Bool = false) {
    self.init(label, lower: -0.5, upper: Double(categories.count) - 0.5)
    self.categories = categories
    if reversed { (lower, upper) = (upper, lower) }
  }

  /// The label with its unit: `t (s)`.
  public var text: String {
    let text = label.isEmpty || unit.isEmpty ? label + unit : label + " (" + unit + ")"
    return String(text.map { $0.isNewline ? " " : $0 })
  }
}

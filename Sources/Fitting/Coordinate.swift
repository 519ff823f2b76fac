/// One number that a fit may move: an instance of a parameter.
public struct Coordinate: Sendable, Equatable {
  /// The parameter's name.
  public let parameter: String
  /// The group or dataset it belongs to; nil when shared by all.
  public let instance: String?
  /// Indices of the blocks that use it, ascending in the problem's canonical order.
  public let blocks: [Int]
  public let start: Double
  public let isFixed: Bool
  public let lower: Double
  public let upper: Double
  public let prior: Parameter.Prior?
  public let unit: String?

  /// `tau`, `A[strong]`, `K[treated]`.
  public var label: String { instance.map { "\(parameter)[\($0)]" } ?? parameter }
}

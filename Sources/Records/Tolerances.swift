public import Documents

extension Tolerance {
  /// `relative 1e-09`, for sentences.
  var sentence: String {
    switch (relative > 0, absolute > 0) {
    case (true, true): "relative \(relative) or absolute \(absolute)"
    case (true, false): "relative \(relative)"
    case (false, true): "absolute \(absolute)"
    case (false, false): "no difference"
    }
  }
}

/// What a manifest declares under `expect:`. With nothing declared every bit must agree.
///
/// Items are named `metrics/parameters.tau.value`, `sharing/…`, `tables/NAME/COLUMN`, `arrays/NAME`, and other files by
/// their paths. A pattern without `/` speaks of metrics: `parameters.*.value`. `*` matches within a step of the name,
/// `**` across steps, `?` one character. Of several patterns that match, the last one counts.
public struct Tolerances: Sendable, Equatable {
  public struct Rule: Sendable, Equatable {
    public var pattern: String
    public var tolerance: Tolerance

    public init(_ pattern: String, _ tolerance: Tolerance) { (self.pattern, self.tolerance) = (pattern, tolerance) }
  }

  /// For the items that no rule names.
  public var `default`: Tolerance?

  public var rules: [Rule]

  public init(default: Tolerance? = nil, rules: [Rule] = []) { (self.default, self.rules) = (`default`, rules) }

  /// Nothing is declared: every bit must agree.
  public static let none = Tolerances()

  /// Whether anything is declared; then everything should be covered.
  public var isDeclared: Bool { self.default != nil || !rules.isEmpty }

  /// The tolerance of an item; nil when none covers it.
  public func tolerance(of item: String) -> Tolerance? {
    rules.last { Glob($0.pattern.contains("/") ? $0.pattern : "metrics/" + $0.pattern).matches(item) }?.tolerance
      ?? self.default
  }
}

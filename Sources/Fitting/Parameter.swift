/// One named parameter of a global fit, and who shares it.
public struct Parameter: Sendable, Equatable {
  /// Over which datasets one value of the parameter reaches.
  public enum Scope: Sendable, Equatable {
    /// One value for all datasets.
    case shared
    /// One value for each named group of datasets; every dataset that uses the parameter stands in exactly one.
    case groups([Group])
    /// One value per dataset.
    case each
  }

  /// A named group of datasets.
  public struct Group: Sendable, Equatable {
    public var name: String
    public var datasets: [String]
    public init(_ name: String, _ datasets: [String]) {
      self.name = name
      self.datasets = datasets
    }
  }

  /// Knowledge from elsewhere: value ± sigma, added to the objective as ((x − value) / sigma)².
  public struct Prior: Sendable, Equatable {
    public var value: Double
    public var sigma: Double
    public init(value: Double, sigma: Double) {
      self.value = value
      self.sigma = sigma
    }
  }

  /// What differs for one instance: a dataset or group by name.
  public struct Override: Sendable, Equatable {
    public var instance: String
    public var start: Double?
    public var isFixed: Bool?
    public init(instance: String, start: Double? = nil, isFixed: Bool? = nil) {
      self.instance = instance
      self.start = start
      self.isFixed = isFixed
    }
  }

  public var name: String
  public var scope: Scope
  /// Where the search begins; the value, when fixed.
  public var start: Double
  public var isFixed: Bool
  /// Least value allowed; −∞ for none.
  public var lower: Double
  /// Greatest value allowed; +∞ for none.
  public var upper: Double
  public var prior: Prior?
  public var unit: String?
  public var overrides: [Override]

  public init(
    _ name: String, _ scope: Scope, start: Double, isFixed: Bool = false, lower: Double = -.infinity,
    upper: Double = .infinity, prior: Prior? = nil, unit: String? = nil, overrides: [Override] = []
  ) {
    self.name = name
    self.scope = scope
    self.start = start
    self.isFixed = isFixed
    self.lower = lower
    self.upper = upper
    self.prior = prior
    self.unit = unit
    self.overrides = overrides
  }
}

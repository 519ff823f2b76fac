/// What is assumed of how families evolve: which branch has which rates, and what varies besides.
///
/// A point of the model is a list of numbers: the rates, then, where the model has them, α of the gamma categories,
/// ε of the error model, and m of the root's Poisson distribution.
public struct PruningModel: Sendable {
  public let tree: Tree
  /// The place of each branch's λ in a point.
  public let birth: [Int]
  /// The place of each branch's μ in a point: the same as λ's where they are one parameter.
  public let death: [Int]
  /// How many rates there are.
  public let rateCount: Int
  /// Categories of a gamma distribution that multiplies all rates of a family; 1 for none.
  public let categories: Int
  public let error: ErrorModel
  public let root: RootDistribution
  public let convention: RootConvention

  /// Branches with the same rates and length share their matrices: the process of each branch.
  let process: [Int]
  /// A branch of each process.
  let representatives: [Int]

  /// How the likelihoods of a family given its root size become one.
  public enum RootConvention: String, Sendable, CaseIterable {
    /// Σ over root sizes of P(size) · L(size): the likelihood.
    case sum
    /// The maximum over root sizes of P(size) · L(size), which is what CAFE reports; not a probability.
    case maximum
  }

  /// - Parameters:
  ///   - birth: one place per branch of the tree.
  ///   - death: one place per branch of the tree.
  public init(
    tree: Tree, birth: [Int], death: [Int], categories: Int = 1, error: ErrorModel = .none,
    root: RootDistribution = .uniform, convention: RootConvention = .sum
  ) {
    precondition(
      birth.count == tree.branches.count && death.count == birth.count && categories > 0,
      "PruningModel: \(birth.count) and \(death.count) rates for \(tree.branches.count) branches")
    self.tree = tree
    (self.birth, self.death, self.categories) = (birth, death, categories)
    (self.error, self.root, self.convention) = (error, root, convention)
    rateCount = (birth + death).reduce(0) { max($0, $1 + 1) }
    var process: [Int] = []
    var representatives: [Int] = []
    for branch in tree.branches {
      let twin = representatives.firstIndex { other in
        tree.nodes[other].length == tree.nodes[branch].length && birth[other] == birth[branch]
          && death[other] == death[branch]
      }
      if twin == nil { representatives.append(branch) }
      process.append(twin ?? representatives.count - 1)
    }
    (self.process, self.representatives) = (process, representatives)
  }

  /// One λ = μ for all branches.
  public static func single(
    _ tree: Tree, root: RootDistribution = .uniform, convention: RootConvention = .sum
  ) -> PruningModel {
    let places = [Int](repeating: 0, count: tree.branches.count)
    return PruningModel(tree: tree, birth: places, death: places, root: root, convention: convention)
  }

  /// The place of α in a point; `nil` without categories.
  public var shapePlace: Int? { categories > 1 ? rateCount : nil }

  /// The place of ε in a point; `nil` without a fitted error model.
  public var epsilonPlace: Int? { error == .oneOff ? rateCount + (categories > 1 ? 1 : 0) : nil }

  /// The place of m in a point; `nil` unless the root's sizes are Poisson.
  public var meanPlace: Int? {
    root == .poisson ? rateCount + (categories > 1 ? 1 : 0) + (error == .oneOff ? 1 : 0) : nil
  }

  public var parameterCount: Int {
    rateCount + (categories > 1 ? 1 : 0) + (error == .oneOff ? 1 : 0) + (root == .poisson ? 1 : 0)
  }

  /// What multiplies the rates in each category.
  func categoryRates(at point: [Double]) -> DiscreteGamma? {
    shapePlace.map { DiscreteGamma(shape: point[$0], categories: categories) }
  }

  /// The process along a branch in a category.
  func birthDeath(of branch: Int, at point: [Double], factor: Double) -> BirthDeath {
    BirthDeath(
      birth: point[birth[branch]] * factor, death: point[death[branch]] * factor, time: tree.nodes[branch].length)
  }

  func epsilon(at point: [Double]) -> Double { epsilonPlace.map { point[$0] } ?? 0 }

  func rootMean(at point: [Double]) -> Double { meanPlace.map { point[$0] } ?? 0 }
}

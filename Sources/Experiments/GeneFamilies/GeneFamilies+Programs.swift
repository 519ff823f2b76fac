import Determinism
import Documents
import Fitting
import Oracles
import Phylogeny

extension GeneFamilies {
  /// The programs of a birth–death fit that laws look at, each from outside.
  struct Programs: FitPrograms {
    /// `point` → `objective`, −2 ln L of all classes, and `gradient`.
    var objective: any Oracles.Subject
    /// `point` → `gradient`, as the solver sees it, and `parts`: of every branch's rates untied, class by class.
    var shares: any Oracles.Subject
    /// `birth`, `death`, `time` → `probabilities` [size before, size after].
    var transitions: any Oracles.Subject
    /// `point` of the model, `families`, `stretch` of the time, `columns` and `turns` → `logL`, `gradient`.
    var likelihood: any Oracles.Subject
    /// `point` of the model, a `family`, a root distribution → `logs` by root size, their `total` and `maximum`.
    var roots: any Oracles.Subject
    /// `seed` → `rise`, how far the truth of a simulation is above the minimum.
    var refit: any Oracles.Subject
  }

  /// Sizes that transition probabilities are followed to.
  static let followed = 128

  func programs(_ problem: FitProblem, at anchor: FitAnchor) -> Programs {
    Programs(
      objective: objective(problem), shares: shares(problem), transitions: Self.transitions, likelihood: likelihood(),
      roots: roots, refit: refit(problem, at: anchor) { ($0, $1) })
  }

  private static var transitions: any Oracles.Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let process = BirthDeath(
        birth: try inputs.numbers("birth")[0], death: try inputs.numbers("death")[0],
        time: try inputs.numbers("time")[0])
      let matrix = TransitionMatrix(process, sizes: followed)
      return Arrays(["probabilities": NumericArray(shape: [followed, followed], matrix.probabilities)])
    }
  }

  private func objective(_ problem: FitProblem) -> any Oracles.Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let point = try inputs.numbers("point")
      var total = 0.0
      var gradient = [Double](repeating: 0, count: point.count)
      for (block, places) in zip(problem.blocks, problem.map) {
        guard let block = block as? FamilyBlock else { continue }
        let found = block.pruning.evaluate(at: places.map { point[$0] }, gradient: true)
        guard found.logLikelihood.isFinite else { throw FitLaws.undefined }
        total -= 2 * found.logLikelihood
        for (place, slope) in zip(places, found.gradient) where !problem.coordinates[place].isFixed {
          gradient[place] -= 2 * slope
        }
      }
      return Arrays(["objective": NumericArray(total), "gradient": NumericArray(shape: [gradient.count], gradient)])
    }
  }

  private func shares(_ problem: FitProblem) -> any Oracles.Subject {
    let untied = problem.blocks.compactMap { ($0 as? FamilyBlock).map { UntiedRates($0.pruning) } }
    return FunctionSubject { inputs throws(SubjectFailure) in
      let point = try inputs.numbers("point")
      guard let (_, gradient) = problem.gradient(at: point) else { throw FitLaws.undefined }
      var rows: [[Double]] = []
      for (rates, places) in zip(untied, problem.map) {
        for row in rates.gradients(at: places.map { point[$0] }) {
          var own = [Double](repeating: 0, count: point.count)
          for (place, slope) in zip(places, row) where !problem.coordinates[place].isFixed { own[place] -= 2 * slope }
          rows.append(own)
        }
      }
      rows.append(problem.priorGradient(at: point))
      return Arrays([
        "gradient": NumericArray(shape: [gradient.count], gradient),
        "parts": NumericArray(shape: [rows.count, gradient.count], rows.flatMap { $0 }),
      ])
    }
  }

  /// - Parameters:
  ///   - isMatching: whether columns of the table go to the species of their names.
  ///   - lengthStep: branch lengths are rounded to multiples of it; 0 leaves them.
  func likelihood(isMatching: Bool = true, lengthStep: Double = 0) -> any Oracles.Subject {
    let (data, pruning, limit) = (data, subject.pruning, subject.rootLimit)
    return FunctionSubject { inputs throws(SubjectFailure) in
      let turned = try TurnedTree(
        data.tree, turns: try inputs.array("turns").integers, stretch: try inputs.array("stretch").integers[0],
        lengthStep: lengthStep)
      // The table's columns in an order of their own: the tree tells which is whose.
      let columns = try inputs.array("columns").integers
      let table = FamilyTable(
        species: columns.map { TurnedTree.species($0) },
        families: try inputs.array("families").integers.map { place in
          let family = data.table.families[place]
          return FamilyTable.Family(family.name, counts: columns.map { family.counts[$0] })
        })
      guard let matched = try? table.matched(to: turned.tree) else {
        throw SubjectFailure(.refused, "the table and the turned tree do not match")
      }
      let model = PruningModel(
        tree: turned.tree, birth: turned.branches.map { pruning.birth[$0] },
        death: turned.branches.map { pruning.death[$0] }, categories: pruning.categories, error: pruning.error,
        root: pruning.root, convention: pruning.convention)
      let counts = isMatching ? matched : table
      let found = PruningLikelihood(model, families: counts.families.map(\.counts), limits: SizeLimits(root: limit))
        .evaluate(at: try inputs.numbers("point"), gradient: true)
      guard found.logLikelihood.isFinite else { throw FitLaws.undefined }
      return Arrays([
        "logL": NumericArray(found.logLikelihood),
        "gradient": NumericArray(shape: [found.gradient.count], found.gradient),
      ])
    }
  }

  private var roots: any Oracles.Subject {
    let (data, pruning) = (data, subject.pruning)
    return FunctionSubject { inputs throws(SubjectFailure) in
      let counts = data.table.families[try inputs.array("family").integers[0]].counts
      let rates = Array(try inputs.numbers("point").prefix(pruning.rateCount))
      let weights = try inputs.numbers("weights")
      let mean = try inputs.numbers("mean")
      func evaluate(
        _ root: RootDistribution, _ convention: PruningModel.RootConvention = .sum, _ mean: [Double] = []
      ) -> Double {
        let model = PruningModel(
          tree: data.tree, birth: pruning.birth, death: pruning.death, root: root, convention: convention)
        let likelihood = PruningLikelihood(model, families: [counts], limits: SizeLimits(root: weights.count))
        return likelihood.evaluate(at: rates + mean).logLikelihood
      }
      let single = weights.indices.map { size in
        RootDistribution.empirical(weights.indices.map { $0 == size ? 1 : 0 })
      }
      let given: (RootDistribution, [Double]) =
        switch try inputs.array("root").integers[0] {
        case 0: (.uniform, [])
        case 1: (.poisson, mean)
        default: (.empirical(weights), [])
        }
      return Arrays([
        "logs": NumericArray(shape: [single.count], single.map { evaluate($0) }),
        "total": NumericArray(evaluate(given.0, .sum, given.1)),
        "maximum": NumericArray(evaluate(given.0, .maximum, given.1)),
      ])
    }
  }

  /// - Parameter distort: what becomes of the model and its point before families are drawn by them.
  func refit(
    _ problem: FitProblem, at anchor: FitAnchor,
    _ distort: @escaping @Sendable (PruningModel, [Double]) -> (PruningModel, [Double])
  ) -> any Oracles.Subject {
    let limit = subject.rootLimit
    return FunctionSubject { inputs throws(SubjectFailure) in
      let seed = UInt64(try inputs.array("seed").integers[0])
      var blocks: [any Block] = []
      for (block, places) in zip(problem.blocks, problem.map) {
        guard let block = block as? FamilyBlock else { continue }
        let (model, point) = distort(block.pruning.model, places.map { anchor.values[$0] })
        let families = model.draw(
          block.pruning.patterns.patternOfFamily.count, at: point, rootLimit: limit,
          RandomStream(seed: seed, name: "simulated-truth").child(block.name))
        blocks.append(
          FamilyBlock(
            name: block.name, parameterNames: block.parameterNames,
            PruningLikelihood(block.pruning.model, families: families, limits: SizeLimits(root: limit))))
      }
      guard let simulated = try? FitProblem(blocks: blocks, parameters: problem.parameters) else {
        throw SubjectFailure(.refused, "the simulated fit can't be set up")
      }
      return Arrays(["rise": NumericArray(try FitLaws.rise(of: simulated, from: anchor.values))])
    }
  }
}

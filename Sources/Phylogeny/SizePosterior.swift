import Determinism

/// Gathers posteriors of sizes for a run of patterns, over all categories. Patterns share no columns.
struct SizePosterior {
  private let model: PruningModel
  private let plan: PatternPlan
  private let epsilon: Double
  /// The number of patterns.
  private let width: Int
  /// For each node, P(size | counts), a row per size; for species, P(size | the other species' counts) but for a factor.
  private var sizes: [[Double]]
  /// For each node, the probability that the size grew along its branch, and that it stayed.
  private var growth: [[Double]]
  private var stay: [[Double]]

  init(_ model: PruningModel, _ plan: PatternPlan, epsilon: Double) {
    (self.model, self.plan, self.epsilon, width) = (model, plan, epsilon, plan.patterns.count)
    sizes = model.tree.nodes.map { _ in Array(repeating: 0, count: plan.sizes * plan.patterns.count) }
    growth = model.tree.nodes.map { _ in Array(repeating: 0, count: plan.patterns.count) }
    stay = growth
  }

  /// Adds one category, after its way up the tree.
  mutating func add(_ pass: PruningPass, _ roots: RootSums) {
    let root = model.tree.root
    let vectors = pass.inner(root)
    let inside = Array(UnsafeBufferPointer(start: vectors, count: plan.sizes * width))
    roots.seed(pass, Array(repeating: 1, count: width))
    for k in inside.indices { sizes[root][k] += inside[k] * vectors[k] }
    var unused = 0.0
    var gathered = self
    pass.descend(slopes: nil, epsilonSlope: &unused) { node, bar in gathered.observe(pass, node, bar) }
    self = gathered
  }

  /// - Parameter bar: the adjoint of the node's Y, which is P(all other counts, size at the parent) / P(all counts).
  private mutating func observe(_ pass: PruningPass, _ node: Int, _ bar: UnsafePointer<Double>) {
    let (isCopied, isLeaf) = (pass.isCopied(node), model.tree.nodes[node].isLeaf)
    let inside = pass.inner(node)
    if isCopied {
      // What the ascent left out: a species' vector has a 1 at its count.
      inside.update(repeating: 0, count: plan.sizes * width)
      for (column, count) in plan.counts[node].enumerated() { inside[count * width + column] = 1 }
    }
    var outside = [Double](repeating: 0, count: plan.sizes * width)
    outside.withUnsafeMutableBufferPointer { outside in
      guard let base = outside.baseAddress else { return }
      pass.transpose(node, bar, into: base)
    }
    for k in outside.indices { sizes[node][k] += isLeaf ? outside[k] : outside[k] * inside[k] }
    addChanges(pass, node, bar, UnsafePointer(inside))
  }

  /// Splits P X by whether the size grew: its part above the diagonal, and the diagonal.
  private mutating func addChanges(
    _ pass: PruningPass, _ node: Int, _ bar: UnsafePointer<Double>, _ inside: UnsafePointer<Double>
  ) {
    let p = pass.tables.probabilities(model.process[node], pass.category)
    var upper = [Double](repeating: 0, count: plan.sizes * plan.sizes)
    for from in 0..<plan.sizes {
      for to in (from + 1)..<max(plan.sizes, from + 1) {
        upper[from * plan.sizes + to] = p[from * pass.tables.stride + to]
      }
    }
    var grown = [Double](repeating: 0, count: plan.sizes * width)
    grown.withUnsafeMutableBufferPointer { grown in
      upper.withUnsafeBufferPointer { upper in
        guard let out = grown.baseAddress, let upper = upper.baseAddress else { return }
        pass.product(
          rows: plan.sizes, columns: width, depth: plan.sizes, (upper, plan.sizes, 1), (inside, width, 1), into: out)
      }
    }
    for size in 0..<plan.sizes {
      let same = p[size * pass.tables.stride + size]
      for column in 0..<width {
        let k = size * width + column
        growth[node][column] += bar[k] * grown[k]
        stay[node][column] += bar[k] * same * inside[k]
      }
    }
  }

  /// What was gathered, for each pattern and node.
  func nodes() -> [[AncestralSizes.Node]] {
    (0..<width).map { pattern in
      model.tree.nodes.indices.map { node in
        var found = AncestralSizes.Node()
        if model.tree.nodes[node].isLeaf {
          let count = plan.counts[node][pattern]
          (found.mean, found.mode, found.modeProbability) = (Double(count), count, 1)
          (found.predicted, found.spread) = predicted(node, pattern)
        } else {
          summarize(node, pattern, &found)
        }
        guard node != model.tree.root else { return found }
        found.expansion = min(max(growth[node][pattern], 0), 1)
        found.contraction = min(max(1 - growth[node][pattern] - stay[node][pattern], 0), 1)
        return found
      }
    }
  }

  private func summarize(_ node: Int, _ pattern: Int, _ found: inout AncestralSizes.Node) {
    var (sum, total) = (0.0, 0.0)
    for size in 0..<plan.sizes {
      let probability = sizes[node][size * width + pattern]
      total += probability
      sum += probability * Double(size)
      if probability > found.modeProbability { (found.mode, found.modeProbability) = (size, probability) }
    }
    found.mean = sum / total
    found.modeProbability /= total
  }

  /// Mean and standard deviation of the count that the other species predict.
  private func predicted(_ leaf: Int, _ pattern: Int) -> (mean: Double, spread: Double) {
    var (total, sum, squares) = (0.0, 0.0, 0.0)
    for size in 0..<plan.sizes {
      let probability = sizes[leaf][size * width + pattern]
      guard probability > 0 else { continue }
      for count in model.error.range(of: size) {
        let part = probability * model.error.probability(of: count, true: size, epsilon: epsilon)
        total += part
        sum += part * Double(count)
        squares += part * Double(count) * Double(count)
      }
    }
    let mean = sum / total
    return (mean, max(squares / total - mean * mean, 0).squareRoot())
  }
}

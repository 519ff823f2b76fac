import CKernels

/// One pass over the tree for a run of patterns and one category: vectors over sizes, one column per pattern.
///
/// At node v, X_v[s] is the probability of the counts below v given size s at v, and Y_v = P_v X_v that given size s at
/// v's parent; X_v is the product of its children's Y. Columns that would underflow are scaled by powers of two, which
/// are counted. Matrices of vectors are row-major, a row per size: families are columns.
///
/// Source: Felsenstein (1981), doi:10.1007/BF01734359; Hahn et al. (2005), doi:10.1101/gr.3567505.
struct PruningPass {
  let model: PruningModel
  let plan: PatternPlan
  let tables: TransitionTables
  let category: Int
  let epsilon: Double

  /// X of every node, then Y of every node.
  private let x: UnsafeMutablePointer<Double>
  private let y: UnsafeMutablePointer<Double>
  /// For each column of each node, the power of two that its vector was divided by, with all below it.
  let exponents: UnsafeMutablePointer<Double>
  /// For each column of each node, what its vector was multiplied by at the node itself.
  private let factors: UnsafeMutablePointer<Double>
  /// Scratch: the adjoints of a node's children, and a matrix.
  private let bars: UnsafeMutablePointer<Double>
  private let scratch: UnsafeMutablePointer<Double>

  /// The numbers that a pass keeps.
  static func kept(_ plan: PatternPlan) -> Int { plan.columnCount * (2 * plan.sizes + 2) }
  /// The numbers that passes of all categories can share.
  static func scratch(_ plan: PatternPlan) -> Int { plan.widestSpread * plan.sizes + plan.sizes * plan.sizes }

  init(
    _ model: PruningModel, _ plan: PatternPlan, _ tables: TransitionTables, category: Int, epsilon: Double,
    kept: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
  ) {
    (self.model, self.plan, self.tables) = (model, plan, tables)
    (self.category, self.epsilon) = (category, epsilon)
    let vectors = plan.columnCount * plan.sizes
    (x, y) = (kept, kept + vectors)
    (exponents, factors) = (kept + 2 * vectors, kept + 2 * vectors + plan.columnCount)
    (bars, self.scratch) = (scratch, scratch + plan.widestSpread * plan.sizes)
  }

  /// X_v; after the way back, its adjoint.
  func inner(_ node: Int) -> UnsafeMutablePointer<Double> { x + plan.offsets[node] * plan.sizes }

  /// Y_v.
  func outer(_ node: Int) -> UnsafeMutablePointer<Double> { y + plan.offsets[node] * plan.sizes }

  /// From the species to the root.
  func ascend() {
    for node in model.tree.nodes.indices {
      if model.tree.nodes[node].isLeaf { startLeaf(node) } else { join(node) }
      if node != model.tree.root, !isCopied(node) { multiply(node) }
    }
  }

  /// Whether a species' Y is a column of P as it stands: its count is its size.
  func isCopied(_ node: Int) -> Bool { model.tree.nodes[node].isLeaf && model.error == .none }

  private func startLeaf(_ node: Int) {
    let (width, counts) = (plan.widths[node], plan.counts[node])
    for column in 0..<width { exponents[plan.offsets[node] + column] = 0 }
    guard model.error == .none else {
      let vectors = inner(node)
      vectors.update(repeating: 0, count: plan.sizes * width)
      for (column, count) in counts.enumerated() {
        for size in model.error.range(of: count) where size < plan.sizes {
          vectors[size * width + column] = model.error.probability(of: count, true: size, epsilon: epsilon)
        }
      }
      return
    }
    let (p, vectors) = (tables.probabilities(model.process[node], category), outer(node))
    for size in 0..<plan.sizes {
      let (row, out) = (p + size * tables.stride, vectors + size * width)
      for column in 0..<width { out[column] = row[counts[column]] }
    }
  }

  /// X of a node: the product of its children's Y, scaled.
  private func join(_ node: Int) {
    let width = plan.widths[node]
    let vectors = inner(node)
    let (powers, scales) = (exponents + plan.offsets[node], factors + plan.offsets[node])
    // The greatest element of each column, for the time being.
    scales.update(repeating: 0, count: width)
    powers.update(repeating: 0, count: width)
    for (k, child) in model.tree.nodes[node].children.enumerated() {
      let (source, values, across) = (plan.sources[node][k], outer(child), plan.widths[child])
      let below = exponents + plan.offsets[child]
      source.withUnsafeBufferPointer { source in
        for column in 0..<width { powers[column] += below[Int(source[column])] }
        for size in 0..<plan.sizes {
          let (row, out) = (values + size * across, vectors + size * width)
          if k == 0 {
            for column in 0..<width { out[column] = row[Int(source[column])] }
          } else {
            for column in 0..<width { out[column] *= row[Int(source[column])] }
          }
        }
      }
    }
    for size in 0..<plan.sizes {
      let row = vectors + size * width
      for column in 0..<width { scales[column] = max(scales[column], row[column]) }
    }
    scale(vectors, width, powers, scales)
  }

  /// Below this, vectors are scaled: far above the least number, so that their products keep their digits.
  private static let small = 0x1p-200

  private func scale(
    _ vectors: UnsafeMutablePointer<Double>, _ width: Int, _ powers: UnsafeMutablePointer<Double>,
    _ scales: UnsafeMutablePointer<Double>
  ) {
    var isScaled = false
    for column in 0..<width {
      let greatest = scales[column]
      scales[column] = 1
      guard greatest < Self.small, greatest > 0 else { continue }
      let power = max(-1000, Int(greatest.exponent))
      scales[column] = Double(sign: .plus, exponent: -power, significand: 1)
      powers[column] += Double(power)
      isScaled = true
    }
    guard isScaled else { return }
    for size in 0..<plan.sizes {
      let row = vectors + size * width
      for column in 0..<width { row[column] *= scales[column] }
    }
  }

  /// Y = P X.
  private func multiply(_ node: Int) {
    let width = plan.widths[node]
    product(
      rows: plan.sizes, columns: width, depth: plan.sizes,
      (tables.probabilities(model.process[node], category), tables.stride, 1), (UnsafePointer(inner(node)), width, 1),
      into: outer(node))
  }

  /// From the root to the species: with the adjoint of the root's X in its place, adds up derivatives.
  /// - Parameters:
  ///   - slopes: for each process, the sums for a and b.
  ///   - epsilonSlope: the sum for ε.
  ///   - observe: called for each node but the root with the adjoint of its Y, while its X still stands.
  func descend(
    slopes: UnsafeMutablePointer<Double>?, epsilonSlope: inout Double,
    observe: ((_ node: Int, _ bar: UnsafePointer<Double>) -> Void)? = nil
  ) {
    for node in model.tree.nodes.indices.reversed() where !model.tree.nodes[node].isLeaf {
      spread(node)
      var bar = bars
      for child in model.tree.nodes[node].children {
        observe?(child, bar)
        if let slopes { addSlopes(child, bar, slopes + 2 * model.process[child]) }
        if !isCopied(child) { carry(child, bar) }
        if model.tree.nodes[child].isLeaf, model.error == .oneOff { epsilonSlope += epsilonPart(child) }
        bar += plan.widths[child] * plan.sizes
      }
    }
  }

  /// The adjoints of the Y of a node's children, from that of its X.
  private func spread(_ node: Int) {
    let (width, children) = (plan.widths[node], model.tree.nodes[node].children)
    let (adjoint, scales) = (inner(node), factors + plan.offsets[node])
    var total = 0
    for child in children { total += plan.widths[child] * plan.sizes }
    bars.update(repeating: 0, count: total)
    for size in 0..<plan.sizes {
      let row = adjoint + size * width
      for column in 0..<width { row[column] *= scales[column] }
    }
    var bar = bars
    for (k, child) in children.enumerated() {
      let across = plan.widths[child]
      for size in 0..<plan.sizes {
        let (row, out) = (adjoint + size * width, bar + size * across)
        // Two children are the rule; more need the product of all others.
        if children.count == 2 {
          let other = children[1 - k]
          let values = outer(other) + size * plan.widths[other]
          plan.sources[node][k].withUnsafeBufferPointer { own in
            plan.sources[node][1 - k].withUnsafeBufferPointer { theirs in
              for column in 0..<width {
                out[Int(own[column])] += row[column] * values[Int(theirs[column])]
              }
            }
          }
        } else {
          for column in 0..<width {
            var product = row[column]
            for (j, other) in children.enumerated() where j != k {
              product *= outer(other)[size * plan.widths[other] + Int(plan.sources[node][j][column])]
            }
            out[Int(plan.sources[node][k][column])] += product
          }
        }
      }
      bar += across * plan.sizes
    }
  }

  /// Adds ⟨Ȳ Xᵀ, ∂P/∂a⟩ and ⟨Ȳ Xᵀ, ∂P/∂b⟩.
  private func addSlopes(
    _ node: Int, _ bar: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>
  ) {
    let (width, sizes, stride) = (plan.widths[node], plan.sizes, tables.stride)
    let process = model.process[node]
    let (a, b) = (tables.slopesA(process, category), tables.slopesB(process, category))
    var (sumA, sumB) = (0.0, 0.0)
    if isCopied(node) {
      let counts = plan.counts[node]
      for size in 0..<sizes {
        let (row, rowA, rowB) = (bar + size * width, a + size * stride, b + size * stride)
        for column in 0..<width {
          sumA += row[column] * rowA[counts[column]]
          sumB += row[column] * rowB[counts[column]]
        }
      }
    } else {
      product(
        rows: sizes, columns: sizes, depth: width, (bar, width, 1), (UnsafePointer(inner(node)), 1, width),
        into: scratch)
      for size in 0..<sizes {
        sumA += kn_dot_f64(scratch + size * sizes, a + size * stride, sizes)
        sumB += kn_dot_f64(scratch + size * sizes, b + size * stride, sizes)
      }
    }
    sums[0] += sumA
    sums[1] += sumB
  }

  /// X̄ = Pᵀ Ȳ, in the place of X.
  private func carry(_ node: Int, _ bar: UnsafePointer<Double>) { transpose(node, bar, into: inner(node)) }

  /// Pᵀ Ȳ: for each size at the node, the adjoint of its X.
  func transpose(_ node: Int, _ bar: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    let width = plan.widths[node]
    product(
      rows: plan.sizes, columns: width, depth: plan.sizes,
      (tables.probabilities(model.process[node], category), 1, tables.stride), (bar, width, 1), into: result)
  }

  private func epsilonPart(_ leaf: Int) -> Double {
    let (width, adjoint) = (plan.widths[leaf], inner(leaf))
    var sum = 0.0
    for (column, count) in plan.counts[leaf].enumerated() {
      for size in model.error.range(of: count) where size < plan.sizes {
        sum += adjoint[size * width + column] * model.error.slope(of: count, true: size)
      }
    }
    return sum
  }

  typealias Operand = (base: UnsafePointer<Double>, row: Int, column: Int)

  /// The product of two matrices given by strides, row-major.
  func product(
    rows: Int, columns: Int, depth: Int, _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Double>
  ) {
    var task = kn_product_f64(
      rows: rows, columns: columns, depth: depth, a: a.base, a_row: a.row, a_depth: a.column, b: b.base,
      b_depth: b.row, b_column: b.column, c: c, c_row: columns, batches: 1, a_batch: 0, b_batch: 0, c_batch: 0,
      bias_batch: 0, start: .zero, bias: nil, activation: .none, epilogue: nil, context: nil)
    kn_product_run_f64(&task)
  }
}

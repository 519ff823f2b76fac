/// A program of arrays cut into units, each of which runs at once: a kernel, or a chain of elementwise operations that
/// goes through the cache tile by tile.
///
/// Reshapes are names for the same memory; a value spread over axes is never laid out for elementwise operations,
/// which read it by strides.
struct Schedule: Sendable {
  enum Unit: Sendable {
    case kernel(node: Int, rectifies: Bool)
    case elements(ElementUnit)
  }

  let program: Program
  private(set) var units: [Unit] = []
  /// For each node the one whose memory it names.
  let root: [Int]
  /// For each root with memory, the unit that writes it; -1 before all units.
  private(set) var writer: [Int]
  /// For each root the last unit that reads it; `Int.max` for outputs, -1 for none.
  private(set) var lastReader: [Int]
  private let isSpread: [Bool]
  /// For each kernel's node, the rectifier that takes its place.
  private let rectifier: [Int: Int]

  init(_ program: Program) {
    self.program = program
    let nodes = program.nodes
    var consumers = [[Int]](repeating: [], count: nodes.count)
    for (place, node) in nodes.enumerated() { for operand in node.operands { consumers[operand].append(place) } }
    let isOutput = Set(program.outputs.map(\.node))

    isSpread = nodes.indices.map { place in
      guard nodes[place].isExpansion, !isOutput.contains(place) else { return false }
      return consumers[place].allSatisfy { nodes[$0].isElementwise }
    }
    var rectifier: [Int: Int] = [:]
    var root = Array(nodes.indices)
    for (place, node) in nodes.enumerated() {
      if node.isReshaping { root[place] = root[node.operands[0]] }
      guard case .apply(.relu) = node.operation else { continue }
      let operand = node.operands[0], owner = root[operand]
      // Nothing but the rectifier may see the values before it.
      let path = nodes.indices.filter { root[$0] == owner && $0 < place }
      let seen = path.flatMap { consumers[$0] }.filter { root[$0] != owner }
      if nodes[owner].canRectify, seen == [place], !path.contains(where: isOutput.contains) {
        rectifier[owner] = place
      }
    }
    self.rectifier = rectifier
    self.root = root
    writer = [Int](repeating: -1, count: nodes.count)
    lastReader = [Int](repeating: -1, count: nodes.count)
    makeUnits()
    for output in program.outputs { lastReader[root[output.node]] = .max }
  }

  /// How an elementwise operation reads an operand.
  enum Reading: Sendable {
    /// Element by element.
    case direct
    /// One number for all.
    case uniform
    /// By strides, axis by axis of the operation's shape.
    case spread([Int])
  }

  func reading(of operand: Int, by shape: Shape) -> (root: Int, reading: Reading) {
    let source = isSpread[operand] ? program.nodes[operand].operands[0] : operand
    let sourceShape = program.nodes[source].shape
    if sourceShape.count == shape.count { return (root[source], .direct) }
    if sourceShape.count == 1 { return (root[source], .uniform) }
    return (root[source], .spread(sourceShape.strides(spreadTo: shape)))
  }

  private mutating func makeUnits() {
    var open: [Int: [Int]] = [:]
    let fused = Set(rectifier.values)
    for (place, node) in program.nodes.enumerated() {
      switch node.operation {
      case .input, .literal: continue
      case .transform:
        if node.isReshaping || isSpread[place] { continue }
        let unit = units.count
        for operand in node.operands { lastReader[root[operand]] = unit }
        units.append(.kernel(node: place, rectifies: rectifier[place] != nil))
        writer[place] = unit
        if let other = rectifier[place] { writer[other] = unit }
      case .apply:
        if fused.contains(place) { continue }
        let count = node.shape.count
        let reads = node.operands.map { reading(of: $0, by: node.shape) }
        var first = 0
        for read in reads {
          let after: Bool
          if case .direct = read.reading, case .some(.elements) = unit(at: writer[read.root]) {
            after = false
          } else {
            after = true
          }
          first = max(first, writer[read.root] + (after ? 1 : 0))
        }
        let joined = open[count, default: []].first { index in
          guard index >= first, case .elements(let unit) = units[index] else { return false }
          return unit.weight + node.operands.count + 1 <= ElementUnit.limit
        }
        let index = joined ?? units.count
        if joined == nil {
          units.append(.elements(ElementUnit(count: count)))
          open[count, default: []].append(index)
        }
        if case .elements(var unit) = units[index] {
          unit.members.append(place)
          unit.weight += node.operands.count + 1
          units[index] = .elements(unit)
        }
        writer[place] = index
        for read in reads { lastReader[read.root] = max(lastReader[read.root], index) }
      }
    }
  }

  private func unit(at index: Int) -> Unit? { units.indices.contains(index) ? units[index] : nil }

  /// The node whose memory a kernel's result goes to.
  func result(of node: Int) -> Int { rectifier[node] ?? node }
}

/// Elementwise operations on equally many elements, done together.
struct ElementUnit: Sendable {
  /// The most operands and results, so that the slots of a unit suffice.
  static let limit = 72
  let count: Int
  /// In program order.
  var members: [Int] = []
  var weight = 0

  init(count: Int) { self.count = count }
}

extension Program.Node {
  var isElementwise: Bool {
    if case .apply = operation { return true }
    return false
  }

  var isReshaping: Bool {
    guard case .transform(let operation) = operation else { return false }
    return operation.base is Reshaping
  }

  var isExpansion: Bool {
    guard case .transform(let operation) = operation else { return false }
    return operation.base is Expansion
  }

  /// Whether its kernel can rectify what it computes.
  var canRectify: Bool {
    guard case .transform(let operation) = operation else { return false }
    if let convolution = operation.base as? ImageConvolution { return convolution.direction == .forward }
    return operation.base is MatrixMultiplication
  }
}

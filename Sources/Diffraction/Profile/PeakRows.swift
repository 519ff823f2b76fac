import CKernels

/// A profile over a window of places, with its derivatives: five rows in one piece of memory that is used again.
struct PeakRows {
  private(set) var storage: [Double]
  let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    storage = Array(repeating: 0, count: 5 * capacity)
  }

  mutating func fill(_ x: UnsafePointer<Double>, count: Int, shape: PseudoVoigt, nodes: [kn_peak_node]) {
    kn_peak_f64(x, count, shape.width, shape.mixing, nodes, nodes.count, &storage, capacity)
  }
}

extension kn_peak_node {
  /// A symmetric peak: one node at its middle.
  static func middle(_ place: Double) -> kn_peak_node {
    kn_peak_node(
      centre: place, weight: 1, weight_by_position: 0, lever_of_position: 1, weight_by_asymmetry: 0,
      lever_of_asymmetry: 0)
  }
}

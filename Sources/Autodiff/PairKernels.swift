import CKernels

/// The kernels of sums over neighbours, in one precision.
struct PairKernels<Element: TensorElement>: Sendable {
  typealias Pointer = UnsafeMutablePointer<Element>
  /// Three arrays, and the one that is computed.
  typealias Form = @Sendable (kn_neighbourhood, Pointer, Pointer, Pointer, Pointer) -> Void
  typealias Difference = @Sendable (kn_neighbourhood, _ columns: Int, Pointer, Pointer) -> Void

  let scaledSums, scaledFilters, scaledScales: Form
  let directedSums, directedSenders, directedFilters, directedDirections: Form
  let differences, divergences: Difference
}

extension PairKernels<Float> {
  static let single = PairKernels(
    scaledSums: { n, a, b, c, y in withUnsafePointer(to: n) { kn_scaled_sums_f32($0, a, b, c, y) } },
    scaledFilters: { n, a, b, c, y in withUnsafePointer(to: n) { kn_scaled_filters_f32($0, a, b, c, y) } },
    scaledScales: { n, a, b, c, y in withUnsafePointer(to: n) { kn_scaled_scales_f32($0, a, b, c, y) } },
    directedSums: { n, a, b, c, y in withUnsafePointer(to: n) { kn_directed_sums_f32($0, a, b, c, y) } },
    directedSenders: { n, a, b, c, y in withUnsafePointer(to: n) { kn_directed_senders_f32($0, a, b, c, y) } },
    directedFilters: { n, a, b, c, y in withUnsafePointer(to: n) { kn_directed_filters_f32($0, a, b, c, y) } },
    directedDirections: { n, a, b, c, y in withUnsafePointer(to: n) { kn_directed_directions_f32($0, a, b, c, y) } },
    differences: { n, columns, x, y in withUnsafePointer(to: n) { kn_pair_differences_f32($0, columns, x, y) } },
    divergences: { n, columns, x, y in withUnsafePointer(to: n) { kn_pair_divergences_f32($0, columns, x, y) } })
}

extension PairKernels<Double> {
  static let double = PairKernels(
    scaledSums: { n, a, b, c, y in withUnsafePointer(to: n) { kn_scaled_sums_f64($0, a, b, c, y) } },
    scaledFilters: { n, a, b, c, y in withUnsafePointer(to: n) { kn_scaled_filters_f64($0, a, b, c, y) } },
    scaledScales: { n, a, b, c, y in withUnsafePointer(to: n) { kn_scaled_scales_f64($0, a, b, c, y) } },
    directedSums: { n, a, b, c, y in withUnsafePointer(to: n) { kn_directed_sums_f64($0, a, b, c, y) } },
    directedSenders: { n, a, b, c, y in withUnsafePointer(to: n) { kn_directed_senders_f64($0, a, b, c, y) } },
    directedFilters: { n, a, b, c, y in withUnsafePointer(to: n) { kn_directed_filters_f64($0, a, b, c, y) } },
    directedDirections: { n, a, b, c, y in withUnsafePointer(to: n) { kn_directed_directions_f64($0, a, b, c, y) } },
    differences: { n, columns, x, y in withUnsafePointer(to: n) { kn_pair_differences_f64($0, columns, x, y) } },
    divergences: { n, columns, x, y in withUnsafePointer(to: n) { kn_pair_divergences_f64($0, columns, x, y) } })
}

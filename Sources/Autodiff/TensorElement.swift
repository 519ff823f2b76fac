import CKernels
import Determinism

/// The precision in which a program of tensors is computed: `Float` or `Double`.
public protocol TensorElement: BinaryFloatingPoint, Sendable {
  /// The kernels of this precision.
  static var kernels: TensorKernels<Self> { get }
}

/// The kernels of one precision, as the operations of programs call them.
public struct TensorKernels<Element: TensorElement>: Sendable {
  typealias Pointer = UnsafeMutablePointer<Element>

  let apply: @Sendable (kn_replay_operation, Pointer, Pointer, Pointer, Pointer, Int) -> Void
  let run: @Sendable (UnsafePointer<kn_replay_unit>) -> Void
  let product: @Sendable (ProductLayout, _ a: Pointer, _ b: Pointer, _ bias: Pointer?, _ c: Pointer) -> () -> Void
  let convolve:
    @Sendable (kn_convolution, _ x: Pointer, _ w: Pointer, _ bias: Pointer?, kn_activation, _ y: Pointer) -> Void
  let convolveToData: @Sendable (kn_convolution, _ dy: Pointer, _ w: Pointer, _ dx: Pointer) -> Void
  let convolveToWeights: @Sendable (kn_convolution, _ x: Pointer, _ dy: Pointer, _ dw: Pointer) -> Void
  let sum: @Sendable (kn_axes, Pointer, Pointer) -> Void
  let max: @Sendable (kn_axes, Pointer, Pointer) -> Void
  let exactSum: @Sendable (kn_axes, Pointer, Pointer) -> Void
  let copy: @Sendable (kn_layout, Pointer, Pointer) -> Void
  let gather: @Sendable (Pointer, UnsafePointer<Int64>, _ count: Int, _ columns: Int, Pointer) -> Void
  let scatterAdd: @Sendable (Pointer, UnsafePointer<Int64>, _ count: Int, _ columns: Int, Pointer) -> Void
  let maxPool: @Sendable (kn_pooling, Pointer, Pointer, UnsafeMutablePointer<Int32>) -> Void
  let maxPoolToData: @Sendable (kn_pooling, Pointer, UnsafePointer<Int32>, Pointer) -> Void
  let averagePool: @Sendable (kn_pooling, Pointer, Pointer) -> Void
  let averagePoolToData: @Sendable (kn_pooling, Pointer, Pointer) -> Void
  let pairs: PairKernels<Element>
}

/// A value that stays where it is, so that no call copies it.
private final class Pinned<Value> {
  let pointer: UnsafeMutablePointer<Value>

  init(_ value: Value) {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: value)
  }

  deinit { pointer.deallocate() }
}

/// The strides of a matrix product, whatever the precision.
struct ProductLayout: Sendable {
  var batches = 1
  var rows: Int
  var columns: Int
  var depth: Int
  var transposesA: Bool
  var transposesB: Bool
  var activation: kn_activation = .none
}

extension Float: TensorElement {
  public static var kernels: TensorKernels<Float> {
    TensorKernels(
      apply: { kn_replay_apply_f32($0, $1, $2, $3, $4, $5) },
      run: { kn_replay_unit_run_f32($0) },
      product: { layout, a, b, bias, c in
        let task = Pinned(
          kn_product_f32(
            rows: layout.rows, columns: layout.columns, depth: layout.depth,
            a: a, a_row: layout.transposesA ? 1 : layout.depth, a_depth: layout.transposesA ? layout.rows : 1,
            b: b, b_depth: layout.transposesB ? 1 : layout.columns,
            b_column: layout.transposesB ? layout.depth : 1, c: c, c_row: layout.columns,
            batches: layout.batches, a_batch: layout.rows * layout.depth, b_batch: layout.depth * layout.columns,
            c_batch: layout.rows * layout.columns, bias_batch: 0, start: bias == nil ? .zero : .column_bias, bias: bias,
            activation: layout.activation, epilogue: nil, context: nil))
        return { kn_product_run_f32(task.pointer) }
      },
      convolve: { shape, x, w, bias, activation, y in
        withUnsafePointer(to: shape) { kn_convolution_forward_f32($0, x, w, bias, activation, y) }
      },
      convolveToData: { shape, dy, w, dx in
        withUnsafePointer(to: shape) { kn_convolution_to_data_f32($0, dy, w, dx) }
      },
      convolveToWeights: { shape, x, dy, dw in
        withUnsafePointer(to: shape) { kn_convolution_to_weights_f32($0, x, dy, .zero, dw) }
      },
      sum: { axes, x, y in withUnsafePointer(to: axes) { kn_sum_axes_f32($0, x, y) } },
      max: { axes, x, y in withUnsafePointer(to: axes) { kn_max_axes_f32($0, x, y) } },
      exactSum: { axes, x, y in withUnsafePointer(to: axes) { kn_exact_sum_axes_f32($0, x, y) } },
      copy: { layout, x, y in withUnsafePointer(to: layout) { kn_copy_f32($0, x, y) } },
      gather: { x, indices, count, columns, y in kn_gather_f32(x, columns, indices, count, columns, y, columns) },
      scatterAdd: { x, indices, count, columns, y in
        kn_scatter_add_f32(x, columns, indices, count, columns, y, columns)
      },
      maxPool: { pooling, x, y, place in withUnsafePointer(to: pooling) { kn_max_pool_f32($0, x, y, place) } },
      maxPoolToData: { pooling, dy, place, dx in
        withUnsafePointer(to: pooling) { kn_max_pool_to_data_f32($0, dy, place, dx) }
      },
      averagePool: { pooling, x, y in withUnsafePointer(to: pooling) { kn_average_pool_f32($0, x, y) } },
      averagePoolToData: { pooling, dy, dx in
        withUnsafePointer(to: pooling) { kn_average_pool_to_data_f32($0, dy, dx) }
      }, pairs: .single)
  }
}

extension Double: TensorElement {
  public static var kernels: TensorKernels<Double> {
    TensorKernels(
      apply: { kn_replay_apply_f64($0, $1, $2, $3, $4, $5) },
      run: { kn_replay_unit_run_f64($0) },
      product: { layout, a, b, bias, c in
        let task = Pinned(
          kn_product_f64(
            rows: layout.rows, columns: layout.columns, depth: layout.depth,
            a: a, a_row: layout.transposesA ? 1 : layout.depth, a_depth: layout.transposesA ? layout.rows : 1,
            b: b, b_depth: layout.transposesB ? 1 : layout.columns,
            b_column: layout.transposesB ? layout.depth : 1, c: c, c_row: layout.columns,
            batches: layout.batches, a_batch: layout.rows * layout.depth, b_batch: layout.depth * layout.columns,
            c_batch: layout.rows * layout.columns, bias_batch: 0, start: bias == nil ? .zero : .column_bias, bias: bias,
            activation: layout.activation, epilogue: nil, context: nil))
        return { kn_product_run_f64(task.pointer) }
      },
      convolve: { shape, x, w, bias, activation, y in
        withUnsafePointer(to: shape) { kn_convolution_forward_f64($0, x, w, bias, activation, y) }
      },
      convolveToData: { shape, dy, w, dx in
        withUnsafePointer(to: shape) { kn_convolution_to_data_f64($0, dy, w, dx) }
      },
      convolveToWeights: { shape, x, dy, dw in
        withUnsafePointer(to: shape) { kn_convolution_to_weights_f64($0, x, dy, .zero, dw) }
      },
      sum: { axes, x, y in withUnsafePointer(to: axes) { kn_sum_axes_f64($0, x, y) } },
      max: { axes, x, y in withUnsafePointer(to: axes) { kn_max_axes_f64($0, x, y) } },
      exactSum: { axes, x, y in withUnsafePointer(to: axes) { kn_exact_sum_axes_f64($0, x, y) } },
      copy: { layout, x, y in withUnsafePointer(to: layout) { kn_copy_f64($0, x, y) } },
      gather: { x, indices, count, columns, y in kn_gather_f64(x, columns, indices, count, columns, y, columns) },
      scatterAdd: { x, indices, count, columns, y in
        kn_scatter_add_f64(x, columns, indices, count, columns, y, columns)
      },
      maxPool: { pooling, x, y, place in withUnsafePointer(to: pooling) { kn_max_pool_f64($0, x, y, place) } },
      maxPoolToData: { pooling, dy, place, dx in
        withUnsafePointer(to: pooling) { kn_max_pool_to_data_f64($0, dy, place, dx) }
      },
      averagePool: { pooling, x, y in withUnsafePointer(to: pooling) { kn_average_pool_f64($0, x, y) } },
      averagePoolToData: { pooling, dy, dx in
        withUnsafePointer(to: pooling) { kn_average_pool_to_data_f64($0, dy, dx) }
      }, pairs: .double)
  }
}

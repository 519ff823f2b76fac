import CKernels

/// Products of matrices held row by row in arrays: the face of the kernels for those who work without a program.
///
/// Each element is one chain of fused multiply-adds, `fma(a[i, k], b[k, j], …)` for k strictly ascending, starting
/// from +0, from a bias or from what is accumulated to. So neither the sizes, nor the other rows, nor the
/// instruction set, nor the number of threads reach a bit of it. NaN payloads are outside the promise.
public struct MatrixProduct: Sendable, Equatable {
  /// Rows of the result.
  public var rows: Int
  /// Columns of the result.
  public var columns: Int
  /// How many products each element adds.
  public var depth: Int
  /// Whether `a` is held as `[depth, rows]` instead of `[rows, depth]`.
  public var transposesA: Bool
  /// Whether `b` is held as `[columns, depth]` instead of `[depth, columns]`.
  public var transposesB: Bool
  /// Whether a result `x` becomes +0 where `x <= 0`.
  public var rectifies: Bool

  /// Traps on negative sizes.
  public init(
    rows: Int, columns: Int, depth: Int, transposesA: Bool = false, transposesB: Bool = false, rectifies: Bool = false
  ) {
    precondition(
      rows >= 0 && columns >= 0 && depth >= 0, "MatrixProduct: sizes \(rows), \(columns), \(depth); none is negative")
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.transposesA = transposesA
    self.transposesB = transposesB
    self.rectifies = rectifies
  }

  /// `a b`, `[rows, columns]`; with a bias, the chains of column j start from `bias[j]`. Traps on arrays of other sizes.
  public func callAsFunction(_ a: [Float], _ b: [Float], bias: [Float]? = nil) -> [Float] {
    var c = [Float](repeating: 0, count: rows * columns)
    compute(a, b, into: &c, bias: bias, start: bias == nil ? .zero : .column_bias)
    return c
  }

  /// `a b`, `[rows, columns]`; with a bias, the chains of column j start from `bias[j]`. Traps on arrays of other sizes.
  public func callAsFunction(_ a: [Double], _ b: [Double], bias: [Double]? = nil) -> [Double] {
    var c = [Double](repeating: 0, count: rows * columns)
    compute(a, b, into: &c, bias: bias, start: bias == nil ? .zero : .column_bias)
    return c
  }

  /// Continues the chains that `c` holds: `c += a b`, but with one rounding for each k. Traps on arrays of other sizes.
  public func accumulate(_ a: [Float], _ b: [Float], into c: inout [Float]) {
    compute(a, b, into: &c, bias: nil, start: .accumulate)
  }

  /// Continues the chains that `c` holds: `c += a b`, but with one rounding for each k. Traps on arrays of other sizes.
  public func accumulate(_ a: [Double], _ b: [Double], into c: inout [Double]) {
    compute(a, b, into: &c, bias: nil, start: .accumulate)
  }

  private func check(_ a: Int, _ b: Int, _ c: Int, _ bias: Int?) {
    precondition(a == rows * depth, "MatrixProduct: a has \(a) elements, not \(rows) x \(depth)")
    precondition(b == depth * columns, "MatrixProduct: b has \(b) elements, not \(depth) x \(columns)")
    precondition(c == rows * columns, "MatrixProduct: c has \(c) elements, not \(rows) x \(columns)")
    precondition(bias ?? columns == columns, "MatrixProduct: the bias has \(bias ?? 0) elements, not \(columns)")
  }

  private func compute(_ a: [Float], _ b: [Float], into c: inout [Float], bias: [Float]?, start: kn_start) {
    check(a.count, b.count, c.count, bias?.count)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          (bias ?? []).withUnsafeBufferPointer { bias in
            var task = kn_product_f32(
              rows: rows, columns: columns, depth: depth, a: a.baseAddress,
              a_row: transposesA ? 1 : depth, a_depth: transposesA ? rows : 1,
              b: b.baseAddress, b_depth: transposesB ? 1 : columns,
              b_column: transposesB ? depth : 1, c: c.baseAddress, c_row: columns, batches: 1, a_batch: 0, b_batch: 0,
              c_batch: 0, bias_batch: 0, start: start, bias: bias.baseAddress,
              activation: rectifies ? .relu : .none, epilogue: nil, context: nil)
            kn_product_run_f32(&task)
          }
        }
      }
    }
  }

  private func compute(_ a: [Double], _ b: [Double], into c: inout [Double], bias: [Double]?, start: kn_start) {
    check(a.count, b.count, c.count, bias?.count)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          (bias ?? []).withUnsafeBufferPointer { bias in
            var task = kn_product_f64(
              rows: rows, columns: columns, depth: depth, a: a.baseAddress,
              a_row: transposesA ? 1 : depth, a_depth: transposesA ? rows : 1,
              b: b.baseAddress, b_depth: transposesB ? 1 : columns,
              b_column: transposesB ? depth : 1, c: c.baseAddress, c_row: columns, batches: 1, a_batch: 0, b_batch: 0,
              c_batch: 0, bias_batch: 0, start: start, bias: bias.baseAddress,
              activation: rectifies ? .relu : .none, epilogue: nil, context: nil)
            kn_product_run_f64(&task)
          }
        }
      }
    }
  }
}

import CKernels
import Glibc

/// One kernel on its data, to be measured.
package struct KernelBenchmark {
  package let name: String
  /// Floating-point operations, or bytes that have to move.
  package let amount: Double
  package let isBoundByMemory: Bool
  /// Makes the data, and what to measure: it answers a number by which results can be compared.
  package let prepare: () -> () -> Double

  package static var all: [KernelBenchmark] {
    [64, 256, 512, 1024, 2048].map(sgemm) + [512, 1024].map(dgemm) + [convolution, convolutionBackward]
      + [("1e6", 1_000_000), ("1e8", 100_000_000)].flatMap { label, count in
        [
          map("exp_" + label, count, kn_exp_f32),
          map("tanh_" + label, count, kn_tanh_f32),
          sum("sum_" + label, count),
        ]
      }
  }

  private static func sgemm(_ n: Int) -> KernelBenchmark {
    KernelBenchmark(name: "sgemm_\(n)", amount: 2 * Double(n * n * n), isBoundByMemory: false) {
      let (a, b, c) = (floats(4, n * n, -1, 1), floats(5, n * n, -1, 1), floats(n * n))
      var task = kn_product_f32()
      (task.rows, task.columns, task.depth, task.batches) = (n, n, n, 1)
      (task.a, task.b, task.c) = (UnsafePointer(a), UnsafePointer(b), c)
      (task.a_row, task.a_depth, task.b_depth, task.b_column, task.c_row) = (n, 1, n, 1, n)
      return {
        withUnsafePointer(to: task) { kn_product_run_f32($0) }
        return Double(c[n + 1])
      }
    }
  }

  private static func dgemm(_ n: Int) -> KernelBenchmark {
    KernelBenchmark(name: "dgemm_\(n)", amount: 2 * Double(n * n * n), isBoundByMemory: false) {
      let (a, b, c) = (doubles(4, n * n, -1, 1), doubles(5, n * n, -1, 1), doubles(n * n))
      var task = kn_product_f64()
      (task.rows, task.columns, task.depth, task.batches) = (n, n, n, 1)
      (task.a, task.b, task.c) = (UnsafePointer(a), UnsafePointer(b), c)
      (task.a_row, task.a_depth, task.b_depth, task.b_column, task.c_row) = (n, 1, n, 1, n)
      return {
        withUnsafePointer(to: task) { kn_product_run_f64($0) }
        return c[n + 1]
      }
    }
  }

  private static let shape = kn_convolution(
    images: 64, height: 28, width: 28, channels: 32, filters: 64, kernel_height: 3, kernel_width: 3, stride_y: 1,
    stride_x: 1, dilation_y: 1, dilation_x: 1, groups: 1, padding: .zero, top: 1, bottom: 1, left: 1, right: 1,
    x_row: 0, x_image: 0, y_row: 0, y_image: 0)
  private static let convolutionWork = 2.0 * 64 * 28 * 28 * 64 * 32 * 9

  private static var convolution: KernelBenchmark {
    KernelBenchmark(
      name: "conv_forward", amount: convolutionWork, isBoundByMemory: false
    ) {
      let (x, w, y) = (floats(2, 64 * 784 * 32, -1, 1), floats(3, 9 * 32 * 64, -0.06, 0.06), floats(64 * 784 * 64))
      return {
        withUnsafePointer(to: shape) { kn_convolution_forward_f32($0, x, w, nil, .none, y) }
        return Double(y[1000])
      }
    }
  }

  private static var convolutionBackward: KernelBenchmark {
    KernelBenchmark(
      name: "conv_backward", amount: 2 * convolutionWork, isBoundByMemory: false
    ) {
      let (x, w, dy) = (
        floats(2, 64 * 784 * 32, -1, 1), floats(3, 9 * 32 * 64, -0.06, 0.06), floats(6, 64 * 784 * 64, -1, 1)
      )
      let (dx, dw) = (floats(64 * 784 * 32), floats(9 * 32 * 64))
      return {
        withUnsafePointer(to: shape) {
          kn_convolution_to_data_f32($0, dy, w, dx)
          kn_convolution_to_weights_f32($0, x, dy, .zero, dw)
        }
        return Double(dx[1000] + dw[1000])
      }
    }
  }

  private static func map(
    _ name: String, _ count: Int,
    _ kernel: @escaping @convention(c) (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> KernelBenchmark {
    KernelBenchmark(name: name, amount: 8 * Double(count), isBoundByMemory: true) {
      let (x, y) = (floats(1, count, -4, 4), floats(count))
      return {
        kn_map_f32(kernel, x, y, count)
        return Double(y[1000])
      }
    }
  }

  private static func sum(_ name: String, _ count: Int) -> KernelBenchmark {
    KernelBenchmark(name: name, amount: 4 * Double(count), isBoundByMemory: true) {
      let x = floats(1, count, -4, 4)
      return { Double(kn_sum_f32(x, count)) }
    }
  }

  /// Portable numbers in a range; beyond a million they repeat. Kept until the process ends.
  private static func floats(_ seed: UInt64, _ count: Int, _ low: Double, _ high: Double) -> UnsafeMutablePointer<Float>
  {
    let x = floats(count)
    for i in 0..<min(count, period) {
      x[i] = Float(low + (high - low) * PortableNumbers.number(seed, i))
    }
    if count > period { for i in period..<count { x[i] = x[i - period] } }
    return x
  }

  private static func doubles(
    _ seed: UInt64, _ count: Int, _ low: Double, _ high: Double
  ) -> UnsafeMutablePointer<Double> {
    let x = doubles(count)
    for i in 0..<count { x[i] = low + (high - low) * PortableNumbers.number(seed, i) }
    return x
  }

  private static let period = 1_000_000

  private static func floats(_ count: Int) -> UnsafeMutablePointer<Float> { zeros(count) }
  private static func doubles(_ count: Int) -> UnsafeMutablePointer<Double> { zeros(count) }

  private static func zeros<Number: BinaryFloatingPoint>(_ count: Int) -> UnsafeMutablePointer<Number> {
    let bytes = count * MemoryLayout<Number>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 2 << 20)
    madvise(memory, bytes, MADV_HUGEPAGE)
    let x = memory.bindMemory(to: Number.self, capacity: count)
    x.initialize(repeating: 0, count: count)
    return x
  }
}

import Determinism
import Documents
import Oracles

/// A tiny convolutional network that is exactly invariant: filters on a torus, pooled without an order.
///
/// One layer of 3 × 3 filters, y² as its nonlinearity, the sum over all positions, a dense layer. With `symmetries` the
/// filter is used in all eight rotated and mirrored copies, so that the scores are invariant under p4m too.
struct ImageSubject: Subject {
  var filters: [[Double]]
  var symmetries = 1
  var padding = Padding.circular
  /// Which of the copies are transposed by mistake.
  var mistaken: Set<Int> = []

  enum Padding { case circular, zero, shifted }

  init(seed: UInt64 = 3, symmetries: Int = 1) {
    var stream = RandomStream(seed: seed, name: "filters")
    filters = (0..<3).map { _ in (0..<9).map { _ in stream.nextUniform() - 0.5 } }
    self.symmetries = symmetries
  }

  func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
    let image = try inputs.array("image")
    guard image.shape.count >= 3 else { throw SubjectFailure(.shape, "an image has three axes, not \(image.shape)") }
    let isBatch = image.shape.count == 4
    let (rows, columns) = (image.shape[image.shape.count - 2], image.shape[image.shape.count - 1])
    let size = rows * columns
    let count = image.doubles.count / size
    var scores: [Double] = []
    for item in 0..<count {
      let pixels = Array(image.doubles[(item * size)..<((item + 1) * size)])
      for filter in filters { scores.append(score(pixels, rows, columns, filter)) }
    }
    return Arrays(["scores": NumericArray(shape: isBatch ? [count, 3] : [3], scores)])
  }

  private func score(_ pixels: [Double], _ rows: Int, _ columns: Int, _ filter: [Double]) -> Double {
    var squares: [Double] = []
    for copy in 0..<symmetries {
      for i in 0..<rows {
        for j in 0..<columns {
          var sum = 0.0
          for tap in 0..<9 {
            // The taps of a copy are visited in the copy's own order, so that the products meet in one order.
            let (a, b) = Self.turned(tap / 3 - 1, tap % 3 - 1, mistaken.contains(copy) ? (copy + 1) % 8 : copy)
            sum += filter[tap] * pixel(pixels, i + a, j + b, rows, columns)
          }
          squares.append(sum * sum)
        }
      }
    }
    return ExactSum.sum(squares)
  }

  private func pixel(_ pixels: [Double], _ i: Int, _ j: Int, _ rows: Int, _ columns: Int) -> Double {
    switch padding {
    case .circular: return pixels[(i + rows) % rows * columns + (j + columns) % columns]
    case .zero: return (0..<rows).contains(i) && (0..<columns).contains(j) ? pixels[i * columns + j] : 0
    case .shifted: return pixels[(i + rows) % rows * columns + min(max(j, 0), columns - 1)]
    }
  }

  /// A tap's place in one of the eight copies: four turns, then four turns of the mirror image.
  private static func turned(_ a: Int, _ b: Int, _ copy: Int) -> (Int, Int) {
    let (a, b) = copy >= 4 ? (a, -b) : (a, b)
    switch copy % 4 {
    case 0: return (a, b)
    case 1: return (-b, a)
    case 2: return (-a, -b)
    default: return (b, -a)
    }
  }
}

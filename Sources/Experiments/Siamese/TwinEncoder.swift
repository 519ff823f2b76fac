import Autodiff
import Determinism
import Layers

/// The vectors of images by both twins, and the distances of vectors, on all threads.
struct TwinEncoder: Sendable {
  typealias Vectors = (first: [Float], second: [Float])

  private let twins: Twins
  private let layout: ParameterLayout
  private let specimens: Siamese.Specimens
  private let encoders: [ArrayExecutable<Float>]
  private let metric: ArrayExecutable<Float>

  init(_ twins: Twins, _ layout: ParameterLayout, _ specimens: Siamese.Specimens) throws {
    (self.twins, self.layout, self.specimens) = (twins, layout, specimens)
    encoders = try twins.embeddings.map { try $0.compiled(as: Float.self) }
    metric = try twins.distance.compiled(as: Float.self)
  }

  /// The vectors of all images.
  func vectors(_ values: [Float]) -> Vectors { vectors(values, of: Array(0..<specimens.count)) }

  /// The vectors of some images, one after the other.
  func vectors(_ values: [Float], of images: [Int]) -> Vectors {
    let first = vectors(values, of: images, by: encoders[0])
    return (first, encoders.count == 1 ? first : vectors(values, of: images, by: encoders[1]))
  }

  private func vectors(_ values: [Float], of images: [Int], by encoder: ArrayExecutable<Float>) -> [Float] {
    let (rows, width) = (Twins.rows, twins.features)
    return Parallel.gather((images.count + rows - 1) / rows, each: rows * width) { i in
      let session = encoder.makeSession()
      for entry in layout.entries where session.takes(entry.name) {
        session.load(entry.name, values[entry.offset..<entry.offset + entry.count])
      }
      session.load(
        "images", (0..<rows).flatMap { specimens.image(images[min(images.count - 1, i * rows + $0)]) })
      session.run()
      return session.output("embedding")
    }.prefix(images.count * width).map { $0 }
  }

  /// The distances of pairs of images whose vectors are known: the first by the first twin.
  /// - Parameter isExchanged: whether the first image goes to the second twin instead.
  func distances(_ vectors: Vectors, _ trials: [Trials.Trial], isExchanged: Bool = false) -> [Double] {
    distances(vectors, trials.map { isExchanged ? ($0.second, $0.first) : ($0.first, $0.second) })
  }

  /// The distances of pairs of rows of the first and the second vectors.
  func distances(_ vectors: Vectors, _ pairs: [(Int, Int)]) -> [Double] {
    let (rows, width) = (Twins.rows, twins.features)
    // A session is worth more than one call.
    let calls = 64
    let chunk = rows * calls
    return Parallel.gather((pairs.count + chunk - 1) / chunk, each: chunk) { i in
      let session = metric.makeSession()
      return (0..<calls).flatMap { call -> [Float] in
        let own = (0..<rows).map { pairs[min(pairs.count - 1, i * chunk + call * rows + $0)] }
        session.load("first", own.flatMap { vectors.first[$0.0 * width..<($0.0 + 1) * width] })
        session.load("second", own.flatMap { vectors.second[$0.1 * width..<($0.1 + 1) * width] })
        session.run()
        return session.output("distance")
      }
    }.prefix(pairs.count).map(Double.init)
  }

  /// For each triplet, of its candidates the one nearest to the anchor that is farther than the genuine image; where
  /// none is farther, the farthest.
  func semiHard(_ triplets: [Sampler.Triplet], _ values: [Float]) -> [Int] {
    let each = 2 + (triplets.first?.candidates.count ?? 0)
    let vectors = vectors(values, of: triplets.flatMap { [$0.anchor, $0.positive] + $0.candidates })
    let distances = distances(
      vectors, triplets.indices.flatMap { row in (1..<each).map { (row * each, row * each + $0) } })
    return triplets.enumerated().map { row, triplet in
      let own = distances[row * (each - 1)..<(row + 1) * (each - 1)]
      let (near, others) = (own[own.startIndex], Array(own.dropFirst()))
      let farther = others.indices.filter { others[$0] > near }
      let chosen =
        farther.min { (others[$0], $0) < (others[$1], $1) }
        ?? others.indices.max { (others[$0], $1) < (others[$1], $0) }
      return triplet.candidates[chosen ?? 0]
    }
  }
}

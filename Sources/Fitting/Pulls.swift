/// Computes how hard datasets pull at shared coordinates of a joint fit.
///
/// A dataset speaks to its outer coordinates (all that are not its own) through S_d, g_d: information and score after
/// its own coordinates are eliminated. The joint information on them is S = C⁻¹, that of the others S − S_d.
struct Pulls {
  private let fit: Fit
  private let separate: [Fit?]
  private let others: [Fit?]
  private let scale: Double
  private let nodeOfBlock: [Int]
  private var voices: [Int: Voice] = [:]

  /// Up to this many datasets the others are fitted without each.
  static let refitLimit = 8

  /// What one dataset says about its outer coordinates.
  private struct Voice {
    let coordinates: [Int]
    let information: [Double]
    let score: [Double]
    /// C, the joint covariance for σ = 1, and (S − S_d)⁻¹ when that exists.
    let joint: [Double]
    let rest: [Double]?
  }

  init(_ fit: Fit, separate: [Fit?], pooledScale: Double) {
    self.fit = fit
    self.separate = separate
    scale = pooledScale
    let count = fit.problem.blocks.count
    others =
      count > 2 && count <= Self.refitLimit
      ? fit.refits((0..<count).map { b in (0..<count).filter { $0 != b } })
      : count == 2 ? [separate[1], separate[0]] : []
    var places = Array(repeating: 0, count: count)
    for (n, node) in fit.covariance.factor.shape.nodes.enumerated() { places[node.block] = n }
    nodeOfBlock = places
  }

  /// The pull of a block at a coordinate; nil when nothing can be said.
  mutating func pull(_ block: Int, at c: Int) -> SharingDiagnosis.Pull? {
    let name = fit.problem.blocks[block].name
    guard let voice = voice(block), let k = voice.coordinates.firstIndex(of: c) else { return nil }
    let size = voice.coordinates.count
    if let alone = value(separate[block], c) {
      if !others.isEmpty, let rest = value(others[block], c) {
        return .init(dataset: name, pull: apart(alone, rest), method: .refitted)
      }
      if let inverse = voice.rest {
        var shift = 0.0
        for j in 0..<size { shift += inverse[k * size + j] * voice.score[j] }
        let rest = (value: fit.minimum.point[c] + shift, error: scale * inverse[k * size + k].squareRoot())
        return .init(dataset: name, pull: apart(alone, rest), method: .oneStep)
      }
    }
    var own = voice.information[k * size + k]
    for i in 0..<size {
      for j in 0..<size {
        own -= voice.information[k * size + i] * voice.joint[i * size + j] * voice.information[j * size + k]
      }
    }
    guard own > 1e-10 * voice.information[k * size + k] else { return nil }
    return .init(dataset: name, pull: -voice.score[k] / (own.squareRoot() * scale), method: .score)
  }

  private func apart(_ a: (value: Double, error: Double), _ b: (value: Double, error: Double)) -> Double {
    (a.value - b.value) / (a.error * a.error + b.error * b.error).squareRoot()
  }

  /// A refit's value of a coordinate with its error for the pooled σ; nil unless it is determined.
  private func value(_ refit: Fit?, _ c: Int) -> (value: Double, error: Double)? {
    guard let refit, refit.status.hasConverged else { return nil }
    let estimate = refit.estimate(like: fit.problem.coordinates[c])
    guard let error = estimate.standardError, error > 0 else { return nil }
    return (estimate.value, error / (refit.statistics.scale ?? 1) * scale)
  }

  private mutating func voice(_ block: Int) -> Voice? {
    if let known = voices[block] { return known }
    let shape = fit.covariance.factor.shape
    let node = shape.nodes[nodeOfBlock[block]]
    let (o, w) = (node.ownCount, node.width)
    let all = (o..<max(node.columnCount, o)).map { shape.columnCoordinates[node.columnStart + $0] }
    let kept = all.indices.filter { fit.covariance.places[all[$0]] != nil }
    let coordinates = kept.map { all[$0] }
    guard !coordinates.isEmpty, let joint = fit.covariance.matrix(coordinates) else { return nil }
    let size = coordinates.count
    var information = Array(repeating: 0.0, count: size * size)
    var score = Array(repeating: 0.0, count: size)
    let triangles = fit.minimum.linearization.triangles
    for r in o..<node.columnCount {
      let row = node.triangleStart + r * w
      for (i, a) in kept.enumerated() {
        score[i] += triangles[row + o + a] * triangles[row + w - 1]
        for (j, b) in kept.enumerated() { information[i * size + j] += triangles[row + o + a] * triangles[row + o + b] }
      }
    }
    let unscaled = joint.map { $0 / fit.covariance.scale }
    var rest: [Double]?
    if let total = Symmetric.inverse(unscaled, size) {
      rest = Symmetric.inverse(zip(total, information).map { $0 - $1 }, size)
    }
    let voice = Voice(
      coordinates: coordinates, information: information, score: score, joint: unscaled, rest: rest)
    voices[block] = voice
    return voice
  }
}

/// Small symmetric positive definite matrices, row-major.
enum Symmetric {
  /// The inverse; nil when the matrix is not positive definite to working precision.
  static func inverse(_ matrix: [Double], _ size: Int) -> [Double]? {
    let scales = (0..<size).map { matrix[$0 * size + $0].squareRoot() }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var factor = matrix
    for i in 0..<size { for j in 0..<size { factor[i * size + j] /= scales[i] * scales[j] } }
    guard Cholesky.eliminate(&factor, size: size, count: size) else { return nil }
    for i in 0..<size where factor[i * size + i] < 1e-7 { return nil }
    var inverse = Array(repeating: 0.0, count: size * size)
    for column in 0..<size {
      var x = (0..<size).map { $0 == column ? 1.0 : 0 }
      for i in 0..<size {
        for k in 0..<i { x[i] -= factor[k * size + i] * x[k] }
        x[i] /= factor[i * size + i]
      }
      for i in (0..<size).reversed() {
        for k in (i + 1)..<max(size, i + 1) { x[i] -= factor[i * size + k] * x[k] }
        x[i] /= factor[i * size + i]
      }
      for i in 0..<size { inverse[i * size + column] = x[i] / (scales[i] * scales[column]) }
    }
    return inverse
  }
}

/// How well a pattern agrees with its model.
public struct Agreement: Sendable, Equatable {
  /// √(Σ w (y − m)² / Σ w y²), as a fraction, w = 1/σ².
  public let rwp: Double
  /// The same above the background: √(Σ w (y − m)² / Σ w (y − b)²).
  public let rwpAboveBackground: Double
  /// √((n − p) / Σ w y²): what counting noise alone would give.
  public let rexp: Double
  /// Σ |I_obs − I_calc| / Σ I_obs over reflections, intensities being shared out as the model does.
  public let rBragg: Double
  /// Σ of squared differences of successive residuals over that of residuals: 2 where they are independent.
  /// R. J. Hill and H. D. Flack, doi:10.1107/S0021889887086485.
  public let durbinWatson: Double
  public let chiSquared: Double

  /// Rwp / Rexp.
  public var goodnessOfFit: Double { rwp / rexp }

  init(_ entry: PatternEntry, at point: [Double], freeCount: Int) {
    let model = entry.computed(at: point)
    let below = entry.background(at: point)
    let y = entry.pattern.intensities
    var (above, total, peaks, steps, last) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for i in y.indices {
      let w = 1 / entry.pattern.errors[i]
      let r = (y[i] - model[i]) * w
      above += r * r
      total += y[i] * w * (y[i] * w)
      peaks += (y[i] - below[i]) * w * ((y[i] - below[i]) * w)
      if i > 0 { steps += (r - last) * (r - last) }
      last = r
    }
    chiSquared = above
    rwp = (above / total).squareRoot()
    rwpAboveBackground = (above / peaks).squareRoot()
    rexp = (Double(max(y.count - freeCount, 1)) / total).squareRoot()
    durbinWatson = steps / above
    var observed = Array(repeating: 0.0, count: entry.model.reflections.count)
    var computed = observed
    entry.model.forEachPeak(at: point) { reflection, points, intensity, profile in
      for (k, i) in points.enumerated() {
        let part = intensity * profile[k]
        let peak = model[i] - below[i]
        guard peak > 0 else { continue }
        observed[reflection] += part * (y[i] - below[i]) / peak
        computed[reflection] += part
      }
    }
    var (difference, sum) = (0.0, 0.0)
    for (o, c) in zip(observed, computed) {
      difference += (o - c).magnitude
      sum += o.magnitude
    }
    rBragg = sum > 0 ? difference / sum : .nan
  }
}

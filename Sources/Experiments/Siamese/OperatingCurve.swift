/// What thresholds on a distance do: how many impostors they accept, how many genuine pairs they refuse. A pair is
/// accepted when its distance is at most the threshold.
struct OperatingCurve: Sendable {
  /// A pair's distance; what it is; and how much it counts.
  struct Score: Sendable {
    let distance: Double
    let isGenuine: Bool
    var weight = 1.0
  }

  struct Point: Sendable {
    let threshold, falseAccept, falseReject: Double
  }

  /// From the threshold that refuses all to the one that accepts all; equal distances share a point.
  let points: [Point]

  /// - Parameter scores: some genuine, some not, ordered by distance.
  init(_ scores: [Score]) {
    var (genuine, impostors) = (0.0, 0.0)
    for score in scores { if score.isGenuine { genuine += score.weight } else { impostors += score.weight } }
    var points = [Point(threshold: -.infinity, falseAccept: 0, falseReject: 1)]
    var (accepted, falselyAccepted) = (0.0, 0.0)
    for (i, score) in scores.enumerated() {
      if score.isGenuine { accepted += score.weight } else { falselyAccepted += score.weight }
      if i + 1 < scores.count, scores[i + 1].distance == score.distance { continue }
      points.append(
        Point(
          threshold: score.distance, falseAccept: falselyAccepted / impostors, falseReject: 1 - accepted / genuine))
    }
    self.points = points
  }

  /// Where as many impostors are accepted as genuine pairs refused, between points on a straight line; and the
  /// threshold at or after it.
  var equalError: (rate: Double, threshold: Double) {
    guard let next = points.firstIndex(where: { $0.falseAccept >= $0.falseReject }), next > 0 else {
      return (points[0].falseReject, points[0].threshold)
    }
    let (a, b) = (points[next - 1], points[next])
    let (before, after) = (a.falseReject - a.falseAccept, b.falseAccept - b.falseReject)
    return (a.falseAccept + before / (before + after) * (b.falseAccept - a.falseAccept), b.threshold)
  }

  /// The probability that a genuine pair is nearer than an impostor, half of the ties counted.
  var area: Double {
    zip(points, points.dropFirst()).reduce(0) { sum, pair in
      let (a, b) = pair
      return sum + (b.falseAccept - a.falseAccept) * (1 - (a.falseReject + b.falseReject) / 2)
    }
  }

  /// The largest threshold that accepts at most this part of the impostors.
  func point(falseAccept rate: Double) -> Point { points.last { $0.falseAccept <= rate } ?? points[0] }

  /// What a threshold found elsewhere does here.
  func point(threshold: Double) -> Point { points.last { $0.threshold <= threshold } ?? points[0] }
}

import Determinism
import Documents
import Manifests

/// How well distances tell genuine pairs from impostors, with what it would be for other classes or images.
struct Verification: Sendable {
  struct Settings: Sendable {
    let falseAccept: Double
    let pairs: Int
    let resamples: Int

    init(_ fields: inout Fields) {
      falseAccept = fields.optional(
        "false_accept", .number(above: 0, below: 1), default: 0.01,
        "the part of impostors that a threshold may accept")
      pairs = fields.optional(
        "pairs", .integer(atLeast: 100, atMost: 1_000_000), default: 4000, "at most so many test pairs of each sort")
      resamples = fields.optional(
        "resamples", .integer(atLeast: 20, atMost: 100_000), default: 1000, "of the bootstrap's intervals")
    }
  }

  let trials: Trials
  let settings: Settings
  /// All images of the classes, in order.
  let images: [Int]
  private let specimens: Siamese.Specimens
  private let stream: RandomStream
  /// For each image what is drawn again as one: its class where there are ten at least, else itself.
  private let units: [Int]
  private let rows: [Int]
  private let unitCount: Int
  let resamplesClasses: Bool

  init(_ specimens: Siamese.Specimens, classes: [Int], _ settings: Settings, _ stream: RandomStream) {
    (self.specimens, self.settings, self.stream) = (specimens, settings, stream)
    trials = Trials(specimens, classes: classes, most: settings.pairs, stream.child("pairs"))
    resamplesClasses = classes.count >= 10
    images = specimens.owners.indices.filter { classes.contains(specimens.owners[$0]) }
    var (units, rows) = ([Int](repeating: 0, count: specimens.count), [Int](repeating: 0, count: specimens.count))
    for (row, image) in images.enumerated() {
      units[image] = resamplesClasses ? classes.firstIndex(of: specimens.owners[image]) ?? 0 : row
      rows[image] = row
    }
    (self.units, self.rows, unitCount) = (units, rows, resamplesClasses ? classes.count : images.count)
  }

  /// The place of an image among `images`.
  func row(of image: Int) -> Int { rows[image] }

  /// The scores of the genuine trials and one sort of impostors, ordered by distance; and which trial each is.
  private func scores(_ distances: [Double], _ sort: Trials.Sort) -> [(trial: Int, score: OperatingCurve.Score)] {
    trials.all.indices.filter { trials.all[$0].sort == .genuine || trials.all[$0].sort == sort }
      .sorted { (distances[$0], $0) < (distances[$1], $1) }
      .map { ($0, OperatingCurve.Score(distance: distances[$0], isGenuine: trials.all[$0].sort == .genuine)) }
  }

  func curve(_ distances: [Double], _ sort: Trials.Sort) -> OperatingCurve {
    OperatingCurve(scores(distances, sort).map(\.score))
  }

  /// The intervals that hold 95 % of what resampled classes (or images) give: of the equal error rate and of the area.
  func intervals(_ distances: [Double], _ sort: Trials.Sort) -> (rate: ClosedRange<Double>, area: ClosedRange<Double>) {
    let scores = scores(distances, sort)
    var (rates, areas) = ([Double](), [Double]())
    for k in 0..<settings.resamples {
      var draw = stream.child("resample \(k + 1)")
      var counts = [Double](repeating: 0, count: unitCount)
      for _ in 0..<unitCount { counts[Int(draw.nextInteger(below: UInt64(unitCount)))] += 1 }
      var (hasGenuine, hasImpostor) = (false, false)
      let weighted = scores.map { entry -> OperatingCurve.Score in
        let trial = trials.all[entry.trial]
        let (a, b) = (units[trial.first], units[trial.second])
        var score = entry.score
        score.weight = a == b ? counts[a] : counts[a] * counts[b]
        if score.weight > 0 { if score.isGenuine { hasGenuine = true } else { hasImpostor = true } }
        return score
      }
      // A draw without either has no rates.
      guard hasGenuine, hasImpostor else { continue }
      let curve = OperatingCurve(weighted)
      rates.append(curve.equalError.rate)
      areas.append(curve.area)
    }
    return (Self.middle(rates), Self.middle(areas))
  }

  /// From the 2.5th to the 97.5th percentile.
  private static func middle(_ values: [Double]) -> ClosedRange<Double> {
    let sorted = values.sorted()
    guard let last = sorted.indices.last else { return 0...1 }
    let low = Int((0.025 * Double(last)).rounded(.down)), high = Int((0.975 * Double(last)).rounded(.up))
    return sorted[low]...sorted[high]
  }

  /// What is recorded of some distances, for each sort of impostors.
  /// - Parameter withIntervals: whether the bootstrap is run.
  func document(_ distances: [Double], withIntervals: Bool = true) -> JSON {
    var document: JSON = [:]
    for sort in trials.impostors {
      let curve = curve(distances, sort)
      let (equal, chosen) = (curve.equalError, curve.point(falseAccept: settings.falseAccept))
      var own: JSON = [
        "genuine_pairs": .integer(Int64(trials.count(.genuine))),
        "impostor_pairs": .integer(Int64(trials.count(sort))), "auc": .number(curve.area), "eer": .number(equal.rate),
      ]
      if withIntervals {
        let intervals = intervals(distances, sort)
        own["auc_interval"] = intervals.area.document
        own["eer_interval"] = intervals.rate.document
        own["eer_threshold"] = .number(equal.threshold)
        own["at_false_accept"] = [
          "rate": .number(settings.falseAccept), "threshold": .number(chosen.threshold),
          "false_accept": .number(chosen.falseAccept), "false_reject": .number(chosen.falseReject),
        ]
      }
      document[sort.metric] = own
    }
    return document
  }
}

extension Trials.Sort {
  /// Its name in metrics.
  var metric: String {
    switch self {
    case .genuine: "genuine"
    case .forgery: "forgeries"
    case .other: "other_classes"
    }
  }
}

extension ClosedRange<Double> {
  fileprivate var document: JSON { ["lower": .number(lowerBound), "upper": .number(upperBound)] }
}

import Determinism
import Documents

extension Siamese {
  /// Every test pair: which images, what the second is to the first, how far they are.
  func pairTable(_ distances: [Double], _ specimens: Specimens, _ verification: Verification) -> Table {
    let trials = verification.trials.all
    return Table([
      Table.Column("first", integers: trials.map { Int64($0.first) }),
      Table.Column("second", integers: trials.map { Int64($0.second) }),
      Table.Column("class", texts: trials.map { specimens.classes[specimens.owners[$0.first]] }),
      Table.Column("sort", texts: trials.map(\.sort.rawValue)), Table.Column("distance", numbers: distances),
    ])
  }

  /// The operating curves, thinned to where either rate has moved by a two-hundredth.
  func rocTable(_ distances: [Double], _ verification: Verification) -> Table {
    var rows: [(sort: String, point: OperatingCurve.Point)] = []
    for sort in verification.trials.impostors {
      let points = verification.curve(distances, sort).points
      var last = points[0]
      for (i, point) in points.enumerated()
      where i == 0 || i == points.count - 1 || (point.falseAccept - last.falseAccept) >= 0.005
        || (last.falseReject - point.falseReject) >= 0.005
      {
        rows.append((sort.metric, point))
        last = point
      }
    }
    return Table([
      Table.Column("impostors", texts: rows.map(\.sort)),
      Table.Column("threshold", numbers: rows.map(\.point.threshold)),
      Table.Column("false_accept", numbers: rows.map(\.point.falseAccept)),
      Table.Column("false_reject", numbers: rows.map(\.point.falseReject)),
    ])
  }

  /// How distances are spread: 40 bins from 0 to the largest; the part of each sort's pairs in each.
  func histogram(_ distances: [Double], _ verification: Verification) -> Table {
    let (bins, trials) = (40, verification.trials)
    let largest = max(distances.max() ?? 1, .leastNormalMagnitude)
    let width = largest / Double(bins)
    var columns = [Table.Column("distance", numbers: (0..<bins).map { (Double($0) + 0.5) * width })]
    for sort in [.genuine] + trials.impostors {
      var counts = [Double](repeating: 0, count: bins)
      for (trial, distance) in zip(trials.all, distances) where trial.sort == sort {
        counts[min(bins - 1, Int(distance / width))] += 1
      }
      let count = Double(max(1, trials.count(sort)))
      columns.append(Table.Column(sort.metric, numbers: counts.map { $0 / count }))
    }
    return Table(columns)
  }

  /// Each test class: its own equal error rate, and what the threshold common to all does to it.
  func classTable(_ distances: [Double], _ specimens: Specimens, _ verification: Verification) -> Table {
    let (trials, sort) = (verification.trials.all, verification.trials.impostors[0])
    let threshold = verification.curve(distances, sort).equalError.threshold
    var columns = [[Double]](repeating: [], count: 7)
    for own in split.test {
      let places = trials.indices.filter {
        specimens.owners[trials[$0].first] == own || specimens.owners[trials[$0].second] == own
      }
      let (genuine, impostors) = (
        places.filter { trials[$0].sort == .genuine }, places.filter { trials[$0].sort == sort }
      )
      let scores = (genuine + impostors).sorted { (distances[$0], $0) < (distances[$1], $1) }.map {
        OperatingCurve.Score(distance: distances[$0], isGenuine: trials[$0].sort == .genuine)
      }
      func mean(_ places: [Int], _ value: (Int) -> Double) -> Double {
        places.isEmpty ? .nan : places.reduce(0) { $0 + value($1) } / Double(places.count)
      }
      let row = [
        Double(genuine.count), Double(impostors.count), mean(genuine) { distances[$0] },
        mean(impostors) { distances[$0] },
        genuine.isEmpty || impostors.isEmpty ? .nan : OperatingCurve(scores).equalError.rate,
        mean(impostors) { distances[$0] <= threshold ? 1 : 0 }, mean(genuine) { distances[$0] > threshold ? 1 : 0 },
      ]
      for (k, value) in row.enumerated() { columns[k].append(value) }
    }
    let names = [
      "genuine_pairs", "impostor_pairs", "genuine_distance", "impostor_distance", "eer", "false_accept", "false_reject",
    ]
    return Table(
      [Table.Column("class", texts: split.test.map { specimens.classes[$0] })]
        + zip(names, columns).map { Table.Column($0, numbers: $1) })
  }

  /// The two main components of the vectors of test images.
  func components(_ trained: Trained, _ specimens: Specimens) -> PrincipalComponents {
    let width = trained.twins.features
    let vectors = testImages(specimens).flatMap {
      trained.vectors.first[$0 * width..<($0 + 1) * width].map(Double.init)
    }
    return PrincipalComponents(vectors, width: width, components: min(2, width))
  }

  func embeddingTable(_ components: PrincipalComponents, _ specimens: Specimens) -> Table {
    let images = testImages(specimens)
    let axes = components.coordinates.enumerated().map { Table.Column("component_\($0 + 1)", numbers: $1) }
    return Table(
      [
        Table.Column("image", integers: images.map(Int64.init)),
        Table.Column("class", texts: images.map { specimens.classes[specimens.owners[$0]] }),
        Table.Column("forged", integers: images.map { specimens.isForged[$0] ? 1 : 0 }),
      ] + axes)
  }

  private func testImages(_ specimens: Specimens) -> [Int] {
    specimens.owners.indices.filter { split.test.contains(specimens.owners[$0]) }
  }

  /// Images `[classes, images, height, width]` of the first test classes: genuine ones, then forgeries; of several
  /// channels their mean.
  func examples(_ specimens: Specimens) -> NumericArray {
    let (genuine, forged) = (specimens.genuine, specimens.forged)
    let classes = split.test.prefix(5)
    let halves = classes.map { forged[$0].count }.min() ?? 0
    let forgeries = min(4, halves)
    let count = min(8 - forgeries, classes.map { genuine[$0].count }.min() ?? 0)
    let images = classes.flatMap { genuine[$0].prefix(count) + forged[$0].prefix(forgeries) }
    return NumericArray(
      shape: [classes.count, count + forgeries, specimens.shape.height, specimens.shape.width],
      images.flatMap { image -> [Float] in
        let (pixels, channels) = (Array(specimens.image(image)), specimens.shape.channels)
        return stride(from: 0, to: pixels.count, by: channels).map { first in
          pixels[first..<first + channels].reduce(0, +) / Float(channels)
        }
      })
  }
}

/// A branch of a tree as a figure shows it, with the node at its end.
public struct TreeBranch: Sendable, Equatable {
  /// The node at the branch's end.
  public var name: String
  /// The node at its start; the root is the one that no branch ends in.
  public var parent: String
  /// The time from the root to the branch's end.
  public var depth: Double
  /// Whether it ends in a species.
  public var isSpecies: Bool
  /// What grew, and what shrank, along it.
  public var gains: Double
  public var losses: Double

  public init(name: String, parent: String, depth: Double, isSpecies: Bool, gains: Double, losses: Double) {
    (self.name, self.parent, self.depth) = (name, parent, depth)
    (self.isSpecies, self.gains, self.losses) = (isSpecies, gains, losses)
  }
}

extension Figure {
  /// Beyond so many species there is no room for numbers at the branches.
  private static let mostLabelled = 40
  /// Beyond so many there is none for their names.
  private static let mostNamed = 120

  /// A dated tree with gains and losses along its branches: species to the left, the root to the right.
  ///
  /// A branch is vermilion where more was gained than lost, else blue; the numbers stand above and below it.
  /// - Parameters:
  ///   - branches: children before their parents, species in the order in which they are drawn from the top.
  ///   - time: the axis of the time before the present.
  ///   - gains: what the legend calls branches on which gains prevail.
  public static func tree(
    name: String, title: String = "", caption: String, branches: [TreeBranch], time: Axis,
    gains: String = "more gained than lost", losses: String = "more lost than gained"
  ) -> Figure {
    let drawing = TreeDrawing(branches)
    var layers = drawing.joints
    for isGain in [true, false] {
      let chosen = branches.indices.filter { (branches[$0].gains > branches[$0].losses) == isGain }
      guard !chosen.isEmpty else { continue }
      let style = Style(colour: isGain ? .vermilion : .blue, width: 1.6)
      let (x, y) = drawing.lines(of: chosen)
      layers.append(.line(x: x, y: y, label: isGain ? gains : losses, style: style))
    }
    let species = branches.filter(\.isSpecies).map(\.name)
    if species.count <= mostLabelled { layers += drawing.numbers }
    let panel = Panel(
      x: time, y: Axis(categories: species.count <= mostNamed ? species : species.map { _ in "" }, reversed: true),
      layers: layers, legend: .above,
      aspect: min(1.35, max(0.25, 0.06 + 0.04 * Double(species.count))))
    return Figure(name: name, title: title, caption: caption, panels: [panel], size: .twoColumns)
  }
}

/// Where the branches of a tree stand.
private struct TreeDrawing {
  let branches: [TreeBranch]
  private let height: Double
  /// The row of each branch's end, and of each ancestor by name.
  private var rows: [Double] = []
  private var spans: [(name: String, low: Double, high: Double)] = []

  init(_ branches: [TreeBranch]) {
    self.branches = branches
    height = branches.map(\.depth).max() ?? 1
    var species = 0.0
    for branch in branches {
      if branch.isSpecies {
        rows.append(species)
        species += 1
      } else {
        // Children come first: an ancestor stands amid them.
        let span = spans.first { $0.name == branch.name }
        rows.append(((span?.low ?? 0) + (span?.high ?? 0)) / 2)
      }
      let row = rows[rows.count - 1]
      if let place = spans.firstIndex(where: { $0.name == branch.parent }) {
        spans[place].low = min(spans[place].low, row)
        spans[place].high = max(spans[place].high, row)
      } else {
        spans.append((branch.parent, row, row))
      }
    }
  }

  private func age(of name: String) -> Double {
    height - (branches.first { $0.name == name }?.depth ?? 0)
  }

  /// The lines that join siblings.
  var joints: [Layer] {
    var (x, y) = ([Double](), [Double]())
    for span in spans {
      x += [age(of: span.name), age(of: span.name), .nan]
      y += [span.low, span.high, .nan]
    }
    return [.line(x: x, y: y, style: Style(colour: .grey, width: 0.8))]
  }

  /// The branches chosen, as one line with gaps.
  func lines(of chosen: [Int]) -> (x: [Double], y: [Double]) {
    (
      chosen.flatMap { [height - branches[$0].depth, age(of: branches[$0].parent), .nan] },
      chosen.flatMap { [rows[$0], rows[$0], .nan] }
    )
  }

  /// Gains above each branch, losses below.
  var numbers: [Layer] {
    branches.indices.flatMap { k -> [Layer] in
      let middle = (height - branches[k].depth + age(of: branches[k].parent)) / 2
      return [
        .text(
          "+\(Self.rounded(branches[k].gains))", x: middle, y: rows[k] - 0.2, anchor: .centre,
          style: Style(colour: .vermilion)),
        .text(
          "−\(Self.rounded(branches[k].losses))", x: middle, y: rows[k] + 0.22, anchor: .centre,
          style: Style(colour: .blue)),
      ]
    }
  }

  private static func rounded(_ value: Double) -> String { value.isFinite ? "\(Int(value.rounded()))" : "?" }
}

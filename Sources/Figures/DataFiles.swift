import Documents

/// The numbers of a figure as CSV files beside its script, each with a header that names its columns.
struct DataFiles {
  /// The files of one panel's layers, in their order; `nil` where a layer needs none.
  struct Names {
    var main: [String?] = []
    var residuals: [String?] = []
  }

  private(set) var names: [Names] = []
  private(set) var files: [(path: String, bytes: [UInt8])] = []

  init(_ figure: Figure) throws(FigureError) {
    for panel in figure.panels {
      var names = Names()
      for layer in panel.layers {
        names.main.append(try add(layer, "", panel.x, panel.y, figure.name))
      }
      if let residuals = panel.residuals {
        for layer in residuals.layers {
          names.residuals.append(try add(layer, "residuals", panel.x, residuals.y, figure.name))
        }
      }
      self.names.append(names)
    }
  }

  private mutating func add(
    _ layer: Layer, _ role: String, _ x: Axis, _ y: Axis, _ figure: String
  ) throws(FigureError) -> String? {
    let columns = layer.columns(x: Self.word(x.label) ?? "x", y: Self.word(y.label) ?? "y")
    guard !columns.isEmpty else { return nil }
    let what = [role, layer.dataName ?? layer.label ?? "", layer.kind].compactMap(Self.word)
    let lengths = columns.map(\.values.count)
    guard Set(lengths).count == 1 else {
      throw .unequalLengths(figure: figure, layer: what.joined(separator: "-"), lengths: lengths)
    }
    let stem = figure + "." + what.joined(separator: "-")
    var path = stem + ".csv"
    var copy = 2
    while files.contains(where: { $0.path == path }) {
      path = "\(stem)-\(copy).csv"
      copy += 1
    }
    var named: [Table.Column] = []
    for (name, values) in columns {
      // The label of one axis may be that of the other.
      let isTaken = named.contains { $0.name == name }
      named.append(Table.Column(isTaken ? name + "_\(named.count + 1)" : name, numbers: values))
    }
    files.append((path, Table(named).csv()))
    return path
  }

  /// The letters and digits of a text, joined by underscores, for names of files and columns; `nil` for none.
  private static func word(_ text: String) -> String? {
    let parts = text.utf8.split { !isWord($0) }.map { String(decoding: $0, as: UTF8.self) }
    return parts.isEmpty ? nil : String(parts.joined(separator: "_").prefix(40))
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}

extension Layer {
  /// The word for this kind of layer in the name of its data file.
  var kind: String {
    switch content {
    case .points: "points"
    case .line: "curve"
    case .steps: "steps"
    case .band: "band"
    case .bars: "bars"
    case .heatMap: "cells"
    case .horizontal, .vertical, .text: ""
    }
  }

  /// The columns of the data file; none for what stands in the script itself.
  func columns(x xName: String, y yName: String) -> [(name: String, values: [Double])] {
    switch content {
    case .points(let x, let y, let xError, let yError):
      [(xName, x), (yName, y)] + Self.columns(xError, xName) + Self.columns(yError, yName)
    case .line(let x, let y), .steps(let x, let y): [(xName, x), (yName, y)]
    case .band(let x, let lower, let upper): [(xName, x), (yName + "_lower", lower), (yName + "_upper", upper)]
    case .bars(let x, let heights, _): [(xName, x), (yName, heights)]
    case .heatMap(let grid):
      [
        (xName, grid.y.flatMap { _ in grid.x }), (yName, grid.y.flatMap { y in grid.x.map { _ in y } }),
        ("value", grid.values),
      ]
    case .horizontal, .vertical, .text: []
    }
  }

  private static func columns(_ errors: Errors?, _ name: String) -> [(name: String, values: [Double])] {
    switch errors {
    case .symmetric(let lengths): [(name + "_error", lengths)]
    case .asymmetric(let below, let above): [(name + "_error_below", below), (name + "_error_above", above)]
    case nil: []
    }
  }
}

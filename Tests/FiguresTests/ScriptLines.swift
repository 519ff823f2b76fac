import Figures

extension Figure {
  /// The lines of this figure's script.
  func scriptLines() throws -> [String] {
    try text(of: name + ".gp").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The first line of the script that begins so, or an empty one.
  func scriptLine(_ start: String) throws -> String {
    try scriptLines().first { $0.hasPrefix(start) } ?? ""
  }

  /// The labels of the major marks of an axis, in their order.
  func tickLabels(_ axis: String) throws -> [String] {
    let line = try scriptLine("set \(axis)tics scale")
    return line.split(separator: "\"").filter { !$0.contains(" ") && !$0.isEmpty && $0 != ",7" }.map(String.init)
  }

  /// One file of the presentation, as text.
  func text(of path: String) throws -> String {
    try presentation().first { $0.path == path }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }

  /// A figure with one panel.
  static func plain(x: Axis = Axis("x"), y: Axis = Axis("y"), _ layers: Layer...) -> Figure {
    Figure(name: "plain", caption: "", panels: [Panel(x: x, y: y, layers: layers)])
  }
}

/// Why a figure could not be written or drawn.
public enum FigureError: Error, Equatable, Sendable {
  /// The name cannot be a file's name.
  case badName(String)
  /// A figure without panels.
  case noPanels(figure: String)
  /// Columns of one layer differ in length.
  case unequalLengths(figure: String, layer: String, lengths: [Int])
  /// The grid of a heat map is empty or unevenly spaced.
  case badGrid(figure: String, reason: String)
  /// The size leaves no room for the frames of the panels.
  case noRoom(figure: String, width: Double, height: Double)
  /// gnuplot refused the script.
  case gnuplotFailed(figure: String, status: Int32, message: String)
  /// gnuplot did not end in time and was killed.
  case timedOut(figure: String, seconds: Double)
  /// The task was cancelled; gnuplot was killed.
  case cancelled(figure: String)
  /// gnuplot drew something that is not the SVG or PDF that it should be.
  case malformed(file: String, reason: String)
  /// The operating system refused.
  case system(call: String, path: String, reason: String)
}

extension FigureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badName(let name):
      "figure name \"\(name)\": expected ASCII letters, digits, '-', '_' and '.', not starting with '.'"
    case .noPanels(let figure):
      "figure \(figure): has no panel; give it at least one"
    case .unequalLengths(let figure, let layer, let lengths):
      "figure \(figure), layer \(layer): columns of equal length expected, found lengths "
        + lengths.map(String.init).joined(separator: ", ")
    case .badGrid(let figure, let reason):
      "figure \(figure): \(reason)"
    case .noRoom(let figure, let width, let height):
      "figure \(figure): \(width) mm × \(height) mm leave no room for its panels; make it larger or use fewer columns"
    case .gnuplotFailed(let figure, let status, let message):
      "figure \(figure): gnuplot ended with status \(status): \(message)"
    case .timedOut(let figure, let seconds):
      "figure \(figure): gnuplot did not end within \(seconds) s and was killed; draw fewer points or allow more time"
    case .cancelled(let figure):
      "figure \(figure): drawing was cancelled"
    case .malformed(let file, let reason):
      "\(file): gnuplot drew an unexpected file: \(reason)"
    case .system(let call, let path, let reason):
      "\(path): \(call): \(reason)"
    }
  }
}

/// A figure of a paper: typed panels, a title and a caption, at the size at which it will be printed.
///
/// A figure is a value made from numbers alone. `presentation()` turns it into a gnuplot script with its
/// data beside it; `draw(with:provenance:)` runs gnuplot and gives SVG and PDF. No part of a script ever
/// comes from a user: every text is escaped and every number is rendered by us, so drawing runs nothing
/// but what this module wrote.
public struct Figure: Sendable {
  /// The stem of every file of this figure: ASCII letters, digits, `-`, `_` and `.`, not starting with a dot.
  public var name: String

  /// Drawn above the panels; empty for none, as journals want it.
  public var title: String

  /// What the reader sees and should conclude, in sentences; also the alternative text of the SVG.
  public var caption: String

  /// The panels, row by row.
  public var panels: [Panel]

  /// The number of panels side by side; `nil` chooses by count and width.
  public var columns: Int?

  /// Whether all panels have the same x axis, with tick labels under the lowest of each column only.
  public var sharesX: Bool

  /// The size in print.
  public var size: Size

  /// A figure of the given panels.
  public init(
    name: String, title: String = "", caption: String, panels: [Panel], columns: Int? = nil,
    sharesX: Bool = false, size: Size = .oneColumn
  ) {
    self.name = name
    self.title = title
    self.caption = caption
    self.panels = panels
    self.columns = columns
    self.sharesX = sharesX
    self.size = size
  }

  /// The size of a figure in print, in millimetres.
  public struct Size: Sendable, Equatable {
    /// The width of the page of the figure.
    public var width: Double

    /// The height; `nil` follows from the shapes of the panels.
    public var height: Double?

    /// A size in millimetres; a `height` of `nil` follows from the shapes of the panels.
    public init(width: Double, height: Double? = nil) {
      self.width = width
      self.height = height
    }

    /// One column of a paper, 85 mm.
    public static let oneColumn = Size(width: 85)

    /// Two columns of a paper, 175 mm.
    public static let twoColumns = Size(width: 175)
  }
}

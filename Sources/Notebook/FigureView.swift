import Git
import Records

/// A figure in a page: the drawing, its caption, its data and its files.
struct FigureView {
  struct Link {
    let label: String
    let link: String
  }

  let number: Int
  let name: String
  /// An identifier within the page.
  let anchor: String
  /// The drawing itself; nil when it could not be taken into the page.
  let drawing: Markup?
  /// Its width in print, in millimetres.
  let extent: String
  /// Where it lies, when it is shown from its file.
  let image: String?
  let alternative: String
  let title: String?
  let caption: String
  let links: [Link]
  let data: [Link]
  let hasData: Bool
  /// What a reader must know before believing it.
  let warning: String?
  let page: String
  let isDrawn: Bool
}

extension FigureView {
  /// The figures of a record, then the pictures among the files of its outcome.
  static func all(of dossier: Dossier, _ places: RecordPlaces) -> [FigureView] {
    var views: [FigureView] = []
    for figure in RecordedFigure.all(in: dossier) {
      views.append(FigureView(figure, number: views.count + 1, dossier, places))
    }
    return views
  }

  init(_ figure: RecordedFigure, number: Int, _ dossier: Dossier, _ places: RecordPlaces) {
    self.number = number
    name = figure.name
    anchor = "figure-\(number)"
    title = figure.title
    caption = figure.caption
    let spoken = figure.caption.isEmpty ? figure.name : figure.caption
    alternative = figure.title.map { "\($0). \(spoken)" } ?? spoken
    let folder = figure.isOfOutcome ? places.outcome : places.record
    let label = alternative
    let svg = figure.svg.flatMap { InlineSVG($0.bytes).markup(label: label) }
    drawing = svg
    extent = figure.svg.flatMap { Self.millimetres($0.bytes) } ?? "120"
    let picture = figure.svg ?? figure.picture
    image = svg == nil ? picture.map { places.link(folder + $0.path) } : nil
    isDrawn = picture != nil
    links = ([figure.svg, figure.pdf, figure.picture, figure.script].compactMap(\.self)).map {
      Link(
        label: $0.path.split(separator: ".").last.map { $0.uppercased() } ?? $0.path,
        link: places.link(folder + $0.path))
    }
    data = figure.data.map { file in
      let short = file.path.dropFirst(figure.name.count + 1).dropLast(".csv".count)
      return Link(label: short.isEmpty ? file.path : String(short), link: places.link(folder + file.path))
    }
    hasData = !data.isEmpty
    warning = dossier.record == nil ? nil : dossier.standing.warning
    page = places.link(places.record + figure.pageName)
  }

  /// The width that an SVG of ours states.
  private static func millimetres(_ svg: [UInt8]) -> String? {
    let head = String(decoding: svg.prefix(2000), as: UTF8.self)
    let parts = head.split(separator: "<svg", maxSplits: 1).last?.split(separator: " width=\"", maxSplits: 1)
    guard let parts, parts.count == 2 else { return nil }
    let number = parts[1].prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    return parts[1].dropFirst(number.count).hasPrefix("mm\"") ? String(number) : nil
  }
}

/// The files of one figure, as a record holds them.
struct RecordedFigure {
  let name: String
  var title: String?
  var caption = ""
  var svg: StoredFile?
  var pdf: StoredFile?
  var picture: StoredFile?
  var script: StoredFile?
  var data: [StoredFile] = []
  /// Whether it is a file of the outcome, and not drawn by us from it.
  var isOfOutcome = false

  var pageName: String { "figure-\(name.replacing("/", with: "-")).html" }

  static func all(in dossier: Dossier) -> [RecordedFigure] {
    let files = dossier.presentation
    var figures = files.filter { $0.path.hasSuffix(".caption.txt") }.map { caption in
      RecordedFigure(named: String(caption.path.dropLast(".caption.txt".count)), caption: caption, among: files)
    }
    let order = dossier.figureNames
    func place(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }
    figures = figures.enumerated().sorted {
      (place($0.element.name), $0.offset) < (place($1.element.name), $1.offset)
    }.map(\.element)
    let pictures = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"]
    for file in dossier.outcomeFiles where pictures.contains(where: { file.path.hasSuffix($0) }) {
      var figure = RecordedFigure(name: file.path)
      figure.isOfOutcome = true
      if file.path.hasSuffix(".svg") { figure.svg = file } else { figure.picture = file }
      figures.append(figure)
    }
    return figures
  }

  private init(name: String) { self.name = name }

  private init(named name: String, caption: StoredFile, among files: [StoredFile]) {
    self.name = name
    let text = String(decoding: caption.bytes, as: UTF8.self)
    let parts = text.split(separator: "\n\n", maxSplits: 1).map { $0.split(separator: "\n").joined(separator: " ") }
    if parts.count == 2 { title = parts[0] }
    self.caption = parts.last ?? ""
    func file(_ ending: String) -> StoredFile? { files.first { $0.path == name + ending } }
    (svg, pdf, script) = (file(".svg"), file(".pdf"), file(".gp"))
    data = files.filter { $0.path.hasPrefix(name + ".") && $0.path.hasSuffix(".csv") }
  }
}

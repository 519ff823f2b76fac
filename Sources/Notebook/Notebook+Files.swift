import Documents
import Figures
import Git
import Records

extension Notebook {
  /// The files that a record's page links to: its figures as they stand today, its outcome.
  func putFiles(of dossier: Dossier) {
    let places = RecordPlaces(page: "", experiment: dossier.experiment, record: dossier.record, tree: dossier.tree)
    for file in dossier.presentation where !file.path.hasSuffix(".caption.txt") {
      put(places.record + file.path, marked(file, dossier.standing))
    }
    for file in dossier.oracles { put("\(places.record)oracles/\(file.path)", file.bytes) }
    for file in dossier.outcomeFiles where file.bytes.count <= FileView.largest {
      put(places.outcome + file.path, file.bytes)
    }
  }

  /// A figure with the verdict of today in its metadata, whatever was known when it was drawn.
  private func marked(_ file: StoredFile, _ standing: Standing) -> [UInt8] {
    if file.path.hasSuffix(".svg") { return Provenance.restated(svg: file.bytes, verdict: standing.mark) }
    if file.path.hasSuffix(".pdf") { return Provenance.restated(pdf: file.bytes, verdict: standing.mark) }
    return file.bytes
  }

  /// A page for each figure: large, with its numbers.
  func putFigurePages(of dossier: Dossier, page: String) {
    let places = RecordPlaces(page: page, experiment: dossier.experiment, record: dossier.record, tree: dossier.tree)
    for (place, figure) in RecordedFigure.all(in: dossier).enumerated() {
      let head = head(
        title: "\(figure.title ?? figure.name) · \(dossier.designation)",
        description: figure.caption.isEmpty ? figure.name : figure.caption, page: page,
        crumbs: crumbs(dossier.experiment, page: page, isInner: true)
          + [.init(label: dossier.record?.commit.short ?? "golden", link: "index.html")])
      let data = figure.data.compactMap { file in
        (try? Table(csv: file.bytes, file: file.path)).map {
          TableView(String(file.path.dropLast(".csv".count)), $0, link: places.link(places.record + file.path))
        }
      }
      let content = FigurePage(
        head: head, title: figure.title ?? figure.name,
        figure: FigureView(figure, number: place + 1, dossier, places), data: data, record: dossier.designation,
        word: dossier.standing.mark, tone: HistoryLinks.tone(dossier.standing))
      put(page + figure.pageName, Templates.render(.figure, content))
    }
  }
}

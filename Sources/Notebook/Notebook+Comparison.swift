import Git
import Laboratory
import Records

extension Notebook {
  /// Writes the page of two records that were asked for.
  func writeComparison(_ earlier: String, _ later: String) throws {
    let ledger = workshop.ledger
    let (first, last) = (try ledger.record(earlier), try ledger.record(later))
    for record in [first, last] where record.outcome == nil {
      throw RecordError(
        .notFound, at: "\(record.experiment)@\(record.commit.short)", found: "the run left no outcome to compare")
    }
    try writeComparison(
      Dossier(first, in: workshop, present), Dossier(last, in: workshop, present),
      page: "\(last.experiment)/compare/", file: "\(first.commit.short)-\(last.commit.short).html")
  }

  /// - Parameter page: the folder of the page.
  func writeComparison(_ earlier: Dossier, _ later: Dossier, page: String, file: String) throws {
    guard let before = earlier.record, let after = later.record else { return }
    let differences = try workshop.ledger.differences(from: before, to: after)
    let head = head(
      title: "\(earlier.designation) and \(later.designation)", description: "Two records side by side", page: page,
      crumbs: crumbs(later.experiment, page: page, isInner: true))
    // A record beyond the limit has no page to go to.
    func known(_ dossier: Dossier) -> String? {
      guard let record = dossier.record else { return nil }
      let place = "\(dossier.experiment)/records/\(record.commit.short)/index.html"
      return isWritten(place) || record.commit == after.commit ? RecordPlaces.link(from: page, to: place) : nil
    }
    let content = ChangesPage(
      from: earlier, to: later, differences, head: head, links: (known(earlier), known(later)))
    put(page + file, Templates.render(.changes, content))
  }
}

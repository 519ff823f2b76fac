import Documents
import Git
import Laboratory
import Records

extension Notebook {
  /// Writes the pages of one experiment.
  /// - Returns: its line in the index.
  func writePages(of experiment: String) throws -> IndexPage.Entry? {
    let golden = try readableGolden(of: experiment)
    let records = try workshop.ledger.log(experiment)
    guard let latest = records.first else {
      guard let golden else { return nil }
      return try writeGoldenPage(golden)
    }
    var standings: [ObjectID: Standing] = [:]
    var metrics: [ObjectID: JSON] = [:]
    var changed: Set<ObjectID> = []
    var newest: Dossier?
    var beforeNewest: Dossier?
    // From the oldest on, so that each page finds the record before it.
    var previous: Dossier?
    for (place, record) in records.enumerated().reversed() {
      if place >= options.recordLimit {
        if let tree = record.outcome, metrics[tree] == nil {
          metrics[tree] = try workshop.ledger.outcome(of: record)?.metrics
        }
        continue
      }
      let dossier = try Dossier(record, in: workshop, present)
      standings[record.commit] = dossier.standing
      if let tree = record.outcome { metrics[tree] = dossier.outcome?.metrics }
      if let previous, try writeChanges(from: previous, to: dossier) { changed.insert(record.commit) }
      try writeRecord(dossier, golden: golden, previous: previous, isChanged: changed.contains(record.commit))
      if record == latest { (newest, beforeNewest) = (dossier, previous) }
      if dossier.outcome != nil { previous = dossier }
      try flush()
    }
    guard let newest else { return nil }
    let page = experiment + "/"
    let links = HistoryLinks(records, words: standings, changed: changed, page: page, experiment: experiment)
    let around = RecordSurroundings(
      golden: golden, previous: beforeNewest, previousLink: beforeNewest.flatMap { link(to: $0, from: page) },
      changesLink: changed.contains(latest.commit) ? link(experiment, latest, "changes.html", from: page) : nil,
      history: links, counterexamples: try counterexamples(of: experiment))
    try writePage(of: newest, around, page: page, file: "index.html")
    writeHistory(newest.words.title, records, metrics, experiment)
    return entry(newest)
  }

  /// A golden that does not hash is the command's to report, and no page's to hide: the records stand without it.
  private func readableGolden(of experiment: String) throws(RecordError) -> Golden? {
    do throws(RecordError) { return try workshop.goldens.golden(of: experiment) } catch {
      guard error.kind == .corrupt else { throw error }
      return nil
    }
  }

  private func writeGoldenPage(_ golden: Golden) throws -> IndexPage.Entry {
    let dossier = Dossier(golden: golden)
    let around = RecordSurroundings(
      golden: golden, previous: nil, previousLink: nil, changesLink: nil, history: nil,
      counterexamples: try counterexamples(of: golden.experiment))
    try writePage(of: dossier, around, page: golden.experiment + "/", file: "index.html")
    putFiles(of: dossier)
    return entry(dossier)
  }

  private func writeRecord(_ dossier: Dossier, golden: Golden?, previous: Dossier?, isChanged: Bool) throws {
    guard let record = dossier.record else { return }
    let page = "\(dossier.experiment)/records/\(record.commit.short)/"
    let around = RecordSurroundings(
      golden: golden, previous: previous, previousLink: previous.flatMap { link(to: $0, from: page) },
      changesLink: isChanged ? "changes.html" : nil, history: nil, counterexamples: [])
    try writePage(of: dossier, around, page: page, file: "index.html")
    putFiles(of: dossier)
    putFigurePages(of: dossier, page: page)
  }

  private func writePage(of dossier: Dossier, _ around: RecordSurroundings, page: String, file: String) throws {
    let places = RecordPlaces(
      page: page, experiment: dossier.experiment, record: dossier.record, tree: dossier.tree)
    let head = head(
      title: "\(dossier.words.title) · \(dossier.designation)",
      description: dossier.headline ?? "\(dossier.experiment): \(dossier.standing.word)", page: page,
      crumbs: crumbs(dossier.experiment, page: page, isInner: page != dossier.experiment + "/"))
    put(page + file, Templates.render(.record, RecordPage(dossier, around, head: head, places: places)))
  }

  /// Whether there is something to see is a matter of the bits and of the manifest.
  private func writeChanges(from earlier: Dossier, to later: Dossier) throws -> Bool {
    guard let before = earlier.record, let after = later.record, after.outcome != nil,
      before.outcome != after.outcome || earlier.manifest != later.manifest
    else { return false }
    let page = "\(later.experiment)/records/\(after.commit.short)/"
    try writeComparison(earlier, later, page: page, file: "changes.html")
    return true
  }

  func crumbs(_ experiment: String, page: String, isInner: Bool) -> [PageHead.Crumb] {
    isInner
      ? [.init(label: experiment, link: RecordPlaces.link(from: page, to: experiment + "/index.html"))] : []
  }

  private func writeHistory(_ title: String, _ records: [Record], _ metrics: [ObjectID: JSON], _ experiment: String) {
    let page = experiment + "/"
    let head = head(
      title: "\(title): history", description: "Each metric of \(experiment) over its records", page: page,
      crumbs: crumbs(experiment, page: page, isInner: true))
    let content = HistoryPage(title, records.filter { $0.outcome != nil }, metrics, head: head)
    put(page + "history.html", Templates.render(.history, content))
  }

  private func entry(_ dossier: Dossier) -> IndexPage.Entry {
    let places = RecordPlaces(page: "", experiment: dossier.experiment, record: dossier.record, tree: dossier.tree)
    let figure = RecordedFigure.all(in: dossier).first { $0.svg != nil || $0.picture != nil }
    let image = figure.flatMap { figure in
      (figure.svg ?? figure.picture).map {
        places.link((figure.isOfOutcome ? places.outcome : places.record) + $0.path)
      }
    }
    let standing = dossier.standing
    let words = [dossier.experiment, dossier.words.title, dossier.words.kind, dossier.headline, standing.word]
    return IndexPage.Entry(
      name: dossier.experiment, title: dossier.words.title, link: places.link(dossier.experiment + "/index.html"),
      kind: dossier.words.kind ?? "golden", word: standing.word, tone: HistoryLinks.tone(standing),
      isStale: standing.isStale, headline: dossier.headline ?? "", image: image,
      alternative: dossier.words.title, date: dossier.record.map { Dates.day($0.seconds) } ?? "no record",
      machineDate: dossier.record.map { Dates.machine($0.seconds) },
      words: words.compactMap(\.self).joined(separator: " ").lowercased())
  }

  // MARK: Links

  func link(_ experiment: String, _ record: Record, _ file: String, from page: String) -> String {
    RecordPlaces.link(from: page, to: "\(experiment)/records/\(record.commit.short)/\(file)")
  }

  func link(to dossier: Dossier, from page: String) -> String? {
    dossier.record.map { link(dossier.experiment, $0, "index.html", from: page) }
  }

  /// What broke laws of this experiment once, and is tried first ever after.
  private func counterexamples(of experiment: String) throws(RecordError) -> [StoredFile] {
    let folder = workshop.root + "golden/counterexamples/"
    var found: [StoredFile] = []
    for path in try FileSystem.files(below: folder)
    where path.hasPrefix(experiment + "/") || path.hasPrefix(experiment + ".") {
      if let bytes = try FileSystem.read(folder + path) {
        found.append(StoredFile("golden/counterexamples/" + path, bytes))
      }
    }
    return found
  }
}

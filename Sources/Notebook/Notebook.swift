public import Laboratory
public import Records

/// The notebook: a static site of what the ledger and the goldens hold. No experiment runs, no other file is read, and
/// the same ledger at the same HEAD gives the same bytes.
///
/// Pages: an index; for each experiment its latest record and its history; for each record its own page, its figures'
/// pages, and what it changed. Each is whole in itself, loads nothing, and works from `file://`.
public final class Notebook {
  /// What is written.
  public struct Options: Sendable {
    /// How many records of each experiment get a page, the newest first; the histories hold all.
    public var recordLimit: Int
    /// Pairs of records to compare beside those that follow each other: `decay~3`, `decay@1a2b3c4`.
    public var comparisons: [(earlier: String, later: String)]

    public init(recordLimit: Int = .max, comparisons: [(earlier: String, later: String)] = []) {
      (self.recordLimit, self.comparisons) = (recordLimit, comparisons)
    }
  }

  let workshop: Workshop
  let options: Options
  let present: Present
  let experiments: [String]
  private let write: (StoredFile) throws -> Void
  private var written: Set<String> = []

  /// - Parameter write: takes each file of the site, its path from the root of the site.
  /// - Throws: `RecordError` when the ledger can't be read.
  public init(
    of workshop: Workshop, _ options: Options = Options(), write: @escaping (StoredFile) throws -> Void
  ) throws {
    self.workshop = workshop
    self.options = options
    self.write = write
    present = try Present(workshop.ledger)
    let all = Set(try workshop.ledger.experiments() + workshop.goldens.experiments())
    experiments = all.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Writes every page.
  /// - Throws: `RecordError`, or what `write` throws.
  /// Cost: about 10 ms for each record.
  public func writePages() throws {
    var entries: [IndexPage.Entry] = []
    for experiment in experiments {
      if let entry = try writePages(of: experiment) { entries.append(entry) }
    }
    for pair in options.comparisons { try writeComparison(pair.earlier, pair.later) }
    let name = workshop.root.split(separator: "/").last.map(String.init) ?? "Notebook"
    let head = head(
      title: "Notebook of \(name)", description: "Every experiment with its verdict", page: "", crumbs: [])
    put("index.html", Templates.render(.index, IndexPage(name, entries, head: head)))
    try flush()
  }

  // MARK: Files

  private var pending: [StoredFile] = []

  /// A file of the site; outcomes that several records share are written once.
  func put(_ path: String, _ bytes: [UInt8]) {
    if written.insert(path).inserted { pending.append(StoredFile(path, bytes)) }
  }

  func isWritten(_ path: String) -> Bool { written.contains(path) }

  func flush() throws {
    for file in pending { try write(file) }
    pending = []
  }

  func head(title: String, description: String, page: String, crumbs: [PageHead.Crumb]) -> PageHead {
    PageHead(
      title: title, description: description,
      home: page.isEmpty ? nil : RecordPlaces.link(from: page, to: "index.html"),
      crumbs: crumbs,
      generator: "kanon \(workshop.version)")
  }
}

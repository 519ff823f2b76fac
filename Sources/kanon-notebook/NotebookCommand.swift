import ArgumentParser
import Documents
import Laboratory
import Notebook
import Records

struct NotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook", abstract: "Write the pages of the notebook from the ledger; nothing runs.",
    discussion: """
      Examples:
        kanon notebook                              notebook/index.html and all that it leads to
        kanon notebook --output /tmp/paper --records 10
        kanon notebook --compare decay~3 decay      also a page of these two records
        kanon notebook --ipynb decay                decay.ipynb, outputs included
        kanon notebook --ipynb decay@1a2b3c4 --output old.ipynb

      The site needs no server: open notebook/index.html. The same ledger at the same HEAD gives the same bytes.
      """)

  @Option(name: [.short, .long], help: "The folder of the site, or the file of --ipynb.")
  var output: String?

  @Option(help: "How many records of each experiment get a page; all of them otherwise.")
  var records: Int?

  @Option(parsing: .upToNextOption, help: "Two records to compare, the earlier one first.")
  var compare: [String] = []

  @Option(help: "Write this record as a Jupyter notebook instead.")
  var ipynb: String?

  @Flag(help: "Print JSON, for programs.")
  var json = false

  @OptionGroup var repository: RepositoryOptions

  func validate() throws {
    guard compare.count % 2 == 0 else {
      throw ValidationError("--compare takes two records, found \(compare.count); see `kanon log NAME`")
    }
    if let records, records < 1 { throw ValidationError("--records is at least 1, found \(records)") }
  }

  func run() throws {
    let workshop = try repository.workshop()
    if let ipynb { return try writeJupyter(ipynb, workshop) }
    let pairs = stride(from: 0, to: compare.count, by: 2).map { (earlier: compare[$0], later: compare[$0 + 1]) }
    let folder = output ?? workshop.root + "notebook"
    let site = try SiteFolder(folder)
    var count = 0
    do {
      let notebook = try Notebook(
        of: workshop, Notebook.Options(recordLimit: records ?? .max, comparisons: pairs)
      ) { file in
        try site.write(file)
        count += 1
      }
      try notebook.writePages()
    } catch {
      site.abandon()
      throw error
    }
    try site.settle()
    let index = "\(output ?? "notebook")/index.html"
    KanonNotebook.say(
      json ? (["index": .string(index), "files": .integer(Int64(count))] as JSON).render(pretty: false) : index)
  }

  private func writeJupyter(_ designation: String, _ workshop: Workshop) throws {
    let record = try workshop.ledger.record(Workshop.experiment(designation))
    let document = try JupyterNotebook(record, in: workshop)
    let place = output ?? "\(record.experiment.split(separator: "/").last ?? "record").ipynb"
    try FileSystem.write(document.bytes, to: place)
    KanonNotebook.say(json ? (["ipynb": .string(place)] as JSON).render(pretty: false) : place)
  }
}

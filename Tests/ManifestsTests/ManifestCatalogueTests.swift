import Manifests
import Testing

@Suite struct ManifestCatalogueTests {
  @Test func experimentsAreFoundInTheOrderOfTheirNames() {
    let folder = TemporaryFolder()
    for file in ["swing.yaml", "nist/b-1.yaml", "nist/a.yaml", "data/a.csv", ".hidden.yaml", "note.md"] {
      folder.write("experiments/" + file)
    }
    folder.link("experiments/linked.yaml", to: "swing.yaml")
    folder.link("experiments/loop", to: ".")
    let catalogue = ManifestCatalogue(root: folder.path)
    #expect(catalogue.entries.map(\.name) == ["linked", "nist/a", "nist/b-1", "swing"])
    #expect(catalogue.entries.map(\.file).last == "experiments/swing.yaml")
    #expect(catalogue.problems.isEmpty)
  }

  @Test func namesThatCannotBeAreReported() {
    let folder = TemporaryFolder()
    for file in ["Swing.yaml", "a b.yaml", "old.yml", "nist.yaml", "nist/a.yaml", ".yaml", "x/é.yaml"] {
      folder.write("experiments/" + file)
    }
    folder.link("experiments/dangling.yaml", to: "nothing.yaml")
    let catalogue = ManifestCatalogue(root: folder.path)
    #expect(catalogue.entries.map(\.name) == ["nist", "nist/a"])
    let rule = "is no name for an experiment: lower-case letters, digits and -, parted by /"
    #expect(
      catalogue.problems.map(\.description) == [
        "experiments/Swing.yaml: \"Swing\" \(rule)",
        "experiments/a b.yaml: \"a b\" \(rule)",
        "experiments/dangling.yaml: the link leads to no file",
        "experiments/old.yml: a manifest's name ends in .yaml; rename the file",
        "experiments/x/é.yaml: \"x/é\" \(rule)",
        "experiments/nist.yaml: the experiment nist is also the folder of nist/a; rename one of them",
      ])
  }

  @Test func aRepositoryWithoutExperimentsHasNone() {
    let folder = TemporaryFolder()
    #expect(ManifestCatalogue(root: folder.path).entries.isEmpty)
  }
}

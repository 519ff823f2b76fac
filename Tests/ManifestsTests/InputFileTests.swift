import Documents
import Glibc
import Manifests
import Testing

@Suite struct InputFileTests {
  private func folder() -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.write("experiments/data/swing.csv", "t,T\n")
    folder.write("experiments/nested/a.yaml")
    folder.write("shared.csv")
    folder.link("experiments/inside.csv", to: "../shared.csv")
    folder.link("experiments/outside.csv", to: "/etc/passwd")
    folder.link("experiments/up", to: "../..")
    folder.link("experiments/dangling.csv", to: "nothing")
    mkfifo(folder.path + "/experiments/pipe", 0o600)
    return folder
  }

  /// What is wrong with an input, without the place.
  private func fault(_ path: String, in folder: borrowing TemporaryFolder) -> String? {
    do {
      _ = try plan(swing("readings: \(path)"), root: folder.path)
      return nil
    } catch { return error.problems.map { $0.message + ($0.suggestion.map { " [\($0)]" } ?? "") }.joined() }
  }

  @Test func inputsAreFoundFromTheManifestsFolder() throws {
    let folder = folder()
    let plan = try plan(swing("readings: data/swing.csv"), root: folder.path)
    #expect(plan.parameters.readings?.path == "experiments/data/swing.csv")
    #expect(try plan.parameters.readings?.bytes() == Array("t,T\n".utf8))
    #expect(plan.manifest.inputs.map(\.path) == ["experiments/data/swing.csv"])
  }

  @Test func linksAndDotsAreResolved() throws {
    let folder = folder()
    #expect(try plan(swing("readings: inside.csv"), root: folder.path).parameters.readings?.path == "shared.csv")
    #expect(
      try plan(swing("readings: nested/../../shared.csv"), root: folder.path).parameters.readings?.path == "shared.csv")
  }

  @Test func whatIsNoFileInsideTheRepositoryIsRefused() {
    let folder = folder()
    #expect(
      fault("data/swign.csv", in: folder) == "expected an input file, found none at \"data/swign.csv\" [data/swing.csv]"
    )
    #expect(fault("dangling.csv", in: folder) == "expected an input file, found none at \"dangling.csv\"")
    #expect(fault("data", in: folder) == "expected an input file, found the folder \"data\"")
    #expect(fault("pipe", in: folder) == "expected an input file, found \"pipe\", which is no regular file")
    let outside = "expected a file inside the repository, found \"%\", which leads out of it"
    #expect(fault("outside.csv", in: folder) == outside.replacing("%", with: "outside.csv"))
    #expect(fault("../../../etc/passwd", in: folder) == outside.replacing("%", with: "../../../etc/passwd"))
    #expect(fault("up", in: folder) == outside.replacing("%", with: "up"))
    #expect(
      fault("/etc/passwd", in: folder)
        == "expected a path from the manifest's folder, found the absolute path \"/etc/passwd\"")
    #expect(fault(#""data/swing.csv\0""#, in: folder) == "expected the path of a file, found \"data/swing.csv␀\"")
    #expect(fault("", in: folder) == "expected the path of a file, found nothing")
  }

  @Test func aRepositoryBesideOneOfTheSameNameIsOutside() {
    let folder = folder()
    folder.write("repository/experiments/a")
    folder.write("repository-two/secret.csv")
    let text = swing("readings: ../../repository-two/secret.csv")
    #expect(problems(text, root: folder.path + "/repository").contains("leads out of it"))
  }

  @Test func withoutARepositoryInputsAreTakenToBeThere() throws {
    #expect(try plan(swing("readings: data/none.csv")).manifest.document["readings"] == "data/none.csv")
  }

  @Test func theMessageIsOfTheCommonForm() {
    let folder = folder()
    #expect(
      problems(swing("readings: data/swin.csv"), root: folder.path) == """
        experiments/swing.yaml:7:11: readings: expected an input file, found none at "data/swin.csv"
        readings: data/swin.csv
                  ^
        did you mean "data/swing.csv"?
        """)
  }
}

import Documents
import Manifests
import Testing

@Suite struct ManifestTests {
  @Test func theCommonPartIsRead() throws {
    let manifest = try plan(
      swing(
        """
        seed: 18446744073709551615
        title: A pendulum
        notes: |
          Two lines
          of notes.
        sharing: off
        contrast: sharing
        truth: {g: 9.81, l: {value: 1, relative: 1e-3, judge: true}}
        """)
    ).manifest
    #expect(manifest.experiment == "swing")
    #expect(manifest.kind == "pendulum")
    #expect(manifest.seed == .max)
    #expect(manifest.title == "A pendulum")
    #expect(manifest.notes == "Two lines\nof notes.\n")
    #expect(!manifest.isShared)
    #expect(manifest.contrast == .sharing)
    #expect(manifest.truth.map(\.name) == ["g", "l"])
    #expect(manifest.truth.map(\.value.value) == [9.81, 1])
    #expect(manifest.truth.map(\.value.isJudged) == [false, true])
    #expect(manifest.truth[1].value.tolerance == Tolerance(relative: 1e-3))
    #expect(manifest.expectations == nil)
  }

  @Test func leftOutFieldsHaveTheirDefaults() throws {
    let manifest = try plan(swing()).manifest
    #expect((manifest.seed, manifest.isShared, manifest.contrast) == (0, true, .none))
    #expect(manifest.truth.isEmpty)
    #expect(manifest.inputs.isEmpty)
  }

  @Test func theNameIsTheFiles() {
    #expect(
      problems(swing(), file: "experiments/nist/swing.yaml") == """
        experiments/nist/swing.yaml:1:13: experiment: expected nist/swing, as the file is called, found "swing"
        experiment: swing
                    ^
        """)
    #expect(problems(swing(), file: "elsewhere.yaml") == "")
  }

  @Test func theKindIsOneOfThoseKnown() throws {
    let text = try ManifestText(bytes: Array(swing("seed: -1").utf8), file: "experiments/swing.yaml")
    #expect(try text.kind(among: ["global-fit", "pendulum"]) == "pendulum")
    let errors = #expect(throws: ManifestErrors.self) { try text.kind(among: ["global-fit", "pendulums"]) }
    #expect(
      errors?.description == """
        experiments/swing.yaml:2:7: kind: expected global-fit or pendulums, found "pendulum"
        kind: pendulum
              ^
        did you mean "pendulums"?
        experiments/swing.yaml:7:7: seed: expected a whole number from 0 to 18446744073709551615, found "-1"
        seed: -1
              ^
        """)
  }

  @Test func aJudgedTruthNeedsATolerance() {
    #expect(
      problems(swing("truth: {g: {value: 9, judge: on}}")) == """
        experiments/swing.yaml:7:12: truth.g: judge: true needs a tolerance, relative: or absolute:
        truth: {g: {value: 9, judge: on}}
                   ^
        """)
  }

  @Test func aTextIsReadFromItsFileOnlyBelowExperiments() throws {
    let folder = TemporaryFolder()
    folder.write("experiments/swing.yaml", swing())
    folder.write("swing.yaml", swing())
    folder.link("experiments/out.yaml", to: "/etc/passwd")
    #expect(try ManifestText(file: "experiments/swing.yaml", root: folder.path).name == "swing")
    #expect(try ManifestText(file: folder.path + "/experiments/swing.yaml", root: folder.path).name == "swing")
    func fault(_ file: String, _ root: String) -> String {
      do { return try ManifestText(file: file, root: root).file } catch { return error.description }
    }
    #expect(fault("swing.yaml", folder.path).hasPrefix("swing.yaml: a manifest is a file experiments/NAME.yaml below "))
    #expect(fault("experiments/none.yaml", folder.path) == "experiments/none.yaml: there is no such file")
    #expect(
      fault("experiments/out.yaml", folder.path).hasPrefix(
        "experiments/out.yaml: the file leads out of the repository "))
    #expect(fault("experiments/a.yaml", "/no/such/root") == "experiments/a.yaml: there is no folder \"/no/such/root\"")
  }

  @Test func theCanonicalFormIsTypedOrderedAndComplete() throws {
    let plan = try plan(
      "kind: pendulum\nparameters: {g: {unit: 1, start: 1e1}}\nmodel: y\nlength: 2\nexperiment: swing\nnoise: {gaussian: {sigma: 3}}\n"
    )
    #expect(
      plan.manifest.document.render(pretty: false) == """
        {"experiment":"swing","kind":"pendulum","seed":0,"sharing":true,"contrast":"none","truth":{},"model":"y",\
        "parameters":{"g":{"start":10.0,"shared":false,"unit":"1"}},"length":2.0,"steps":100,"loss":"squares",\
        "noise":{"gaussian":{"sigma":3.0}},"starts":[]}
        """)
    let again = try ManifestText(bytes: Array(plan.manifest.document.render(pretty: true).utf8), file: "a.yaml")
    #expect(try again.plan(as: Pendulum.self).manifest.document == plan.manifest.document)
  }
}

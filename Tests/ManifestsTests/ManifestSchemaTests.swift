import Documents
import Glibc
import Manifests
import Testing

/// Whether the Python library that checks JSON Schema is installed.
private let isSchemaCheckerThere =
  system("python3 -c 'import yaml, jsonschema.validators as v; v.Draft202012Validator' 2>/dev/null") == 0

@Suite struct ManifestSchemaTests {
  private let schema = ManifestSchema.json(kinds: [Pendulum.self, Other.self])

  private enum Other: ManifestKind {
    static let name = "other"
    static let summary = "another kind"
    static func declare(_ fields: inout Fields) -> Int { fields.required("depth", .integer(atLeast: 1), "how deep") }
  }

  /// What readers of YAML 1.1 take for a text, and we for a number.
  private let exponent: JSON = "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eE][-+]?[0-9]+$"

  @Test func fieldsAreDescribedAsTheyAreDeclared() {
    let pendulum = schema.path(["$defs", "pendulum"])
    #expect(pendulum?["required"] == ["experiment", "kind", "model", "parameters", "length"])
    #expect(pendulum?["additionalProperties"] == false)
    #expect(
      pendulum?.path("properties.length")
        == [
          "type": ["number", "string"], "pattern": exponent, "exclusiveMinimum": 0,
          "description": "from the pivot to the bob, in m",
        ])
    #expect(
      pendulum?.path("properties.steps")
        == [
          "type": ["integer", "string"], "pattern": exponent, "minimum": 1,
          "description": "the most steps that a fit may take", "default": 100,
        ])
    #expect(
      pendulum?.path("properties.loss")
        == ["enum": ["squares", "huber", "cauchy"], "description": "how residuals are weighed", "default": "squares"])
    #expect(schema.path("properties.kind.enum") == ["pendulum", "other"])
  }

  @Test func budgetsDescribeChangesOfAllFieldsButTheFixedOnes() {
    let smoke = schema.path(["$defs", "pendulum", "properties", "budgets", "properties", "smoke"])
    #expect(smoke?["required"] == nil)
    #expect(smoke?.path("properties.kind") == nil)
    #expect(smoke?.path("properties.steps.type") == ["integer", "string"])
    #expect(smoke?.path("properties.parameters.additionalProperties.required") == nil)
  }

  @Test func theSchemaIsTheSameEachTime() {
    #expect(
      schema.render(pretty: true) == ManifestSchema.json(kinds: [Pendulum.self, Other.self]).render(pretty: true))
  }

  /// Manifests, and whether they are sound.
  private let manifests: [(text: String, isSound: Bool)] = [
    (swing(), true),
    (
      swing("seed: 3\nsteps: 7\nnoise: {gaussian: {sigma: 1}}\nbudgets: {smoke: {steps: 1}}\nmatrix: {seed: [1]}"),
      true
    ),
    (
      swing("noise: gaussian\nsharing: off\ntruth: {g: 9.81}\nexpect: {default: exact, metrics: {a: {relative: 1}}}"),
      true
    ),
    (swing("compare: {own: {parameters: {g: {shared: on}}}}"), true),
    (swing("steps: 1e3\nexpect: {default: {relative: 1e-6, absolute: 1.5e5}}"), true), (swing("stesp: 1"), false),
    (swing("steps: 0"), false), (swing("steps: 1.5"), false),
    (swing("steps: '1'"), false),
    (swing("noise: gausian"), false), (swing("noise: {gaussian: {}}"), false), (swing("loss: Huber"), false),
    (swing("budgets: {smoke: {stesp: 1}}"), false), (swing("budgets: {smoky: {steps: 1}}"), false),
    (swing("compare: {own: {parameters: {g: {shraed: on}}}}"), false), (swing("seed: -1"), false),
    (swing("matrix: {seed: []}"), false), (swing("  2a: {start: 1}"), false),
    (swing("truth: {g: {judge: on}}"), false),
    (swing("depth: 1"), false), ("experiment: swing\nkind: other\ndepth: 2\n", true),
    ("experiment: swing\nkind: other\n", false), ("experiment: swing\nkind: third\ndepth: 2\n", false),
  ]

  @Test func theReaderFindsWhatIsSound() throws {
    for (manifest, isSound) in manifests {
      let text = try ManifestText(bytes: Array(manifest.utf8), file: "experiments/swing.yaml")
      let reads =
        (try? text.kind(among: ["pendulum", "other"])).map { kind in
          kind == "other" ? (try? text.plan(as: Other.self)) != nil : (try? text.plan(as: Pendulum.self)) != nil
        } ?? false
      #expect(reads == isSound, "\(manifest)")
    }
  }

  @Test(.enabled(if: isSchemaCheckerThere)) func editorsFindTheSame() throws {
    let folder = TemporaryFolder()
    folder.write("schema.json", schema.render(pretty: true))
    for (number, manifest) in manifests.enumerated() { folder.write("\(number).yaml", manifest.text) }
    folder.write(
      "check.py",
      """
      import json, sys, yaml
      from jsonschema.validators import Draft202012Validator as Validator
      schema = json.load(open(sys.argv[1] + "/schema.json"))
      Validator.check_schema(schema)
      for number in range(int(sys.argv[2])):
          manifest = yaml.safe_load(open(f"{sys.argv[1]}/{number}.yaml"))
          print("sound" if Validator(schema).is_valid(manifest) else "unsound")
      """)
    let path = folder.path
    #expect(system("python3 '\(path)/check.py' '\(path)' \(manifests.count) > '\(path)/verdicts'") == 0)
    let output = folder.read("verdicts")
    let verdicts = try #require(output).split(separator: "\n")
    #expect(verdicts.count == manifests.count)
    for (verdict, manifest) in zip(verdicts, manifests) {
      #expect(verdict == (manifest.isSound ? "sound" : "unsound"), "\(manifest.text)")
    }
  }
}

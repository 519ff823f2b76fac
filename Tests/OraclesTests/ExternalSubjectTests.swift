import Documents
import Foundation
import Oracles
import Testing

/// Other programs as subjects: what they say is read, and what is wrong with them is said, never taken for a law's.
@Suite struct ExternalSubjectTests {
  /// A subject in Python without any package: sums of a 4 × 4 image over a torus, and the ways in which it can fail.
  private static let program = """
    import json, struct, sys, time
    mode = sys.argv[1]
    out = sys.stdout.buffer
    def receive():
      line = sys.stdin.buffer.readline()
      if not line: sys.exit(0)
      arrays = {}
      for a in json.loads(line)["arrays"]:
        n = 1
        for k in a["shape"]: n *= k
        data = sys.stdin.buffer.read(8 * n)
        arrays[a["name"]] = (a["shape"], struct.unpack("<%dd" % n, data))
      return arrays
    def answer(head, name=None, shape=None, numbers=()):
      head["arrays"] = [{"name": name, "type": "f64", "shape": shape}] if name else []
      out.write(json.dumps(head).encode() + b"\\n" + struct.pack("<%dd" % len(numbers), *numbers)); out.flush()
    receive()
    if mode == "silent": answer({"name": "nobody"}); sys.exit()
    answer({"name": "sums", "signature": "image", "shape": [1, 4, 4], "type": "f64"})
    calls = 0
    while True:
      shape, x = receive()["image"]
      calls += 1
      count = shape[0] if len(shape) == 4 else 1
      scores = []
      for k in range(count):
        p = x[16 * k:16 * k + 16]
        edge = 0 if mode == "padded" else 1
        total = sum(p[4 * i + j] * p[4 * i + (j + 1) % 4] for i in range(4) for j in range(3 + edge))
        scores += [total, sum(v * v for v in p)]
      if mode == "hang" and calls > 3: time.sleep(60)
      if mode == "die" and calls > 3: sys.exit(7)
      if mode == "rubbish" and calls > 3: out.write(b"hello, I am a program\\n"); out.flush()
      if mode == "chatty" and calls > 3: out.write(b"x" * 9); out.flush()
      if mode == "nan" and calls > 3: scores[0] = float("nan")
      if mode == "refuse": answer({"error": "not today"}); continue
      if mode == "shape" and calls > 3: scores = scores + [0.0]
      answer({}, "scores", [count, 2] if len(shape) == 4 and mode != "shape" else [len(scores)], scores)
    """

  private func examine(_ mode: String, seconds: Double = 20) throws -> SuiteReport {
    let file = FileManager.default.temporaryDirectory.appending(path: "kanon-subject-\(UUID().uuidString).py")
    try Data(Self.program.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let subject = try ExternalSubject(command: "python3 \(file.path) \(mode)", seconds: seconds)
    let (suite, claimed) = try Suite.program(subject, subject.hello.document)
    return try #require(
      suite.examine(
        Suite.Settings(subject: "sums", seed: 1, budget: CaseBudget(cases: 20), laws: claimed)))
  }

  @Test func aSoundProgramKeepsItsLaws() throws {
    let report = try examine("sound")
    #expect(report.laws.map(\.law) == ["cyclic-translation", "batch-is-single", "repeatable"])
    for law in report.laws { #expect(law.verdict == .kept, "\(law.law): \(law.reason)") }
    #expect(report.survivors.isEmpty)
  }

  @Test func aPaddedOneBreaksTranslationWithAMinimalCase() throws {
    let law = try examine("padded").laws[0]
    #expect(law.verdict == .broken)
    let image = try #require(law.counterexample?.values["image"])
    #expect(image.doubles.filter { $0 != 0 }.count == 2)
    #expect(law.counterexample?.values["shift"]?.integers.filter { $0 != 0 }.count == 1)
  }

  @Test(arguments: [
    ("die", SubjectFailure.Kind.died, "exit code 7"), ("rubbish", .rubbish, "hello, I am a program"),
    ("chatty", .rubbish, "xxxxxxxxx"), ("nan", .notFinite, "scores"), ("shape", .shape, "scores"),
    ("hang", .hung, "no answer within"),
  ]) func whatIsWrongIsSaid(_ mode: String, _ kind: SubjectFailure.Kind, _ words: String) throws {
    let report = try examine(mode, seconds: mode == "hang" ? 0.5 : 20)
    let failed = try #require(report.laws.first { $0.verdict == .failed }, "\(report.laws.map(\.reason))")
    #expect(failed.failure?.kind == kind)
    #expect(failed.reason.contains(words), "\(failed.reason)")
    #expect(report.laws.allSatisfy { $0.verdict != .broken })
  }

  /// Two forces for three atoms, or two energies: no law is kept, or broken, by an answer to another question.
  @Test(arguments: ["forces", "energy", "none"]) func anotherShapeIsNoAnswer(_ wrong: String) throws {
    let subject = FunctionSubject { inputs in
      let atoms = inputs["species"]?.shape[0] ?? 0
      let (rows, energies) = (wrong == "forces" ? atoms - 1 : atoms, wrong == "energy" ? 2 : 1)
      var answer = Arrays([
        "energy": NumericArray(shape: [energies], [Double](repeating: 0, count: energies)),
        "forces": NumericArray(shape: [rows, 3], [Double](repeating: 0, count: 3 * rows)),
      ])
      if wrong == "none" { answer["forces"] = nil }
      return answer
    }
    let hello: JSON = [
      "species": [8, 1, 1],
      "positions": [JSON([0.0, 0, 0]), JSON([0.0, 0.75, 0.5]), JSON([-0.75, -0.25, 0])],
      "signature": "molecule", "cutoff": 4.0,
    ]
    let suite = try Suite.program(subject, hello).suite
    let report = try #require(
      suite.examine(Suite.Settings(subject: "zeros", seed: 1, budget: CaseBudget(cases: 10))))
    #expect(report.laws.count == 11)
    for law in report.laws { #expect(law.failure?.kind == .shape, "\(law.law): \(law.reason)") }
  }

  @Test func aRefusalSaysNothingAboutALaw() throws {
    let law = try examine("refuse").laws[0]
    #expect(law.verdict == .failed)
    #expect(law.reason.contains("not today"))
  }

  @Test func whatIsMissingIsInconclusive() throws {
    for command in ["no-such-program", "python3 -c 'import no_such_package'"] {
      let error = #expect(throws: SubjectFailure.self) { try ExternalSubject(command: command, seconds: 20) }
      #expect(error?.kind == .prerequisite, "\(error?.description ?? "")")
    }
    let error = #expect(throws: SubjectFailure.self) { try examine("silent") }
    #expect(error?.kind == .rubbish)
  }

  @Test func adaptersArePrograms() throws {
    for adapter in Adapter.allCases {
      let text = String(decoding: adapter.text, as: UTF8.self)
      #expect(text.contains("kanon check --subject"))
    }
    #expect(
      String(decoding: Adapter.ase.text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).count
        <= 61)
  }
}

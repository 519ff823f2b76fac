import Documents
import Foundation
import Git
import Laboratory
import Records
import TemporaryRepositories
import Testing

/// Any program: what it declares becomes the outcome, what it does beside is told.
@Suite struct CommandTests {
  private static let metrics = "outputs: {metrics: out/m.json}"

  @Test func aProgramsFilesBecomeTheOutcome() throws {
    let folder = try CommandFolder.shell(
      """
      echo "seed $KANON_SEED" ; echo oops >&2
      printf '{"loss": 0.50, "n": 3}' > out/m.json
      printf 'x,y\\r\\n1,2\\r\\n' > out/t.csv
      printf '<svg/>' > out/p.svg
      cat data/in.txt > out/r.txt
      """,
      """
      seed: 7
      inputs: [data/in.txt]
      outputs: {metrics: out/m.json, tables: {curve: out/t.csv}, figures: {plot: out/p.svg}, files: {rest: out/r.txt}}
      """)
    try folder.repository.write("hello", to: "experiments/data/in.txt")
    try folder.repository.commitAll()
    let (report, workshop) = try folder.run()
    #expect(report.status == .completed)
    #expect(report.headline == "loss = 0.5")
    #expect(report.warnings == [])
    let record = try #require(report.record)
    let outcome = try #require(try workshop.ledger.outcome(of: record))
    #expect(outcome.metrics == ["loss": 0.5, "n": 3, "command": ["status": 0]])
    #expect(try outcome.tables.first?.table.numbers(named: "y") == [2])
    #expect(
      outcome.blobs == [StoredFile("figures/plot.svg", text: "<svg/>"), StoredFile("files/rest.txt", text: "hello")])
    #expect(try workshop.ledger.file("presentation/streams/stdout.txt", of: record) == Array("seed 7\n".utf8))
    #expect(try workshop.ledger.file("presentation/streams/stderr.txt", of: record) == Array("oops\n".utf8))
    #expect(folder.repository.exists("figures/job-plot.svg"))
    // Nothing of it happened in the working tree.
    #expect(!folder.repository.exists("experiments/out"))
    #expect(try workshop.ledger.circumstances(of: record).notes.contains { $0.key == "inputs" })
  }

  @Test func thePinnedTreeIsWhatRuns() throws {
    let folder = try CommandFolder.shell("printf '{\"a\": 1}' > out/m.json", Self.metrics)
    #expect(try folder.run().report.metrics?["a"] == 1)
    // A change that is not committed is pinned, too, by a private commit.
    try folder.repository.write("printf '{\"a\": 2}' > out/m.json", to: "experiments/job.sh")
    let (report, workshop) = try folder.run()
    #expect(report.metrics?["a"] == 2)
    let record = try #require(report.record)
    #expect(try folder.repository.git("show", "\(record.source.hex):experiments/job.sh").contains("2"))
    #expect(try workshop.ledger.log("job").count == 2)
  }

  @Test func onlyWhatIsAllowedRuns() throws {
    let folder = try CommandFolder.shell(
      "touch \(NSTemporaryDirectory())ran-$PPID; printf '{}' > out/m.json", Self.metrics)
    let (refused, workshop) = try folder.run(.asConfigured)
    #expect(refused.record == nil && refused.exitCode == .inconclusive)
    #expect(refused.judgement?.remedy?.contains("--allow-command") == true)
    #expect(try workshop.ledger.log("job").isEmpty)
    // The repository's own setting, for what is committed.
    try folder.repository.git("config", "kanon.allowCommand", "true")
    #expect(try folder.run(.asConfigured).report.status == .completed)
    #expect(try folder.run(.asConfigured).report.record != nil)
    // A stranger's manifest in the working tree is not.
    try folder.write("run: [/bin/sh, job.sh]\nseed: 9\n\(Self.metrics)")
    let stranger = try folder.run(.asConfigured).report
    #expect(stranger.record == nil)
    #expect(stranger.judgement?.findings.first?.sentence.contains("does not hold this manifest") == true)
    #expect(try folder.run(.granted).report.record != nil)
    // And verifying runs nothing at all.
    try folder.repository.git("config", "--unset", "kanon.allowCommand")
    #expect(try workshop.verify(workshop.entries(["job"])[0]).record != nil)
  }

  @Test(arguments: [
    ("exit 3", "ended with status 3"), ("echo why >&2; exit 1", "its last words: why"), ("kill -9 $$", "signal 9"),
    ("true", "did not write out/m.json"), ("echo '[1]' > out/m.json", "expected a JSON object"),
    ("echo '{' > out/m.json", "out/m.json can't be read"), ("echo '{\"command\": 1}' > out/m.json", "is taken"),
  ]) func aBadRunFailsAndSaysWhy(_ script: String, _ reason: String) throws {
    let folder = try CommandFolder.shell(script, Self.metrics)
    let said = try #require(try folder.failure())
    #expect(said.contains(reason), "\(said)")
  }

  @Test func streamsOfAFailedRunAreKept() throws {
    let folder = try CommandFolder.shell("echo so far; exit 1", Self.metrics)
    let (report, workshop) = try folder.run()
    let record = try #require(report.record)
    #expect(try workshop.ledger.file("presentation/streams/stdout.txt", of: record) == Array("so far\n".utf8))
  }

  @Test func limitsHold() throws {
    let slow = try CommandFolder.shell("sleep 30 & sleep 30", "\(Self.metrics)\ntimeout: 0.3")
    let started = Date()
    #expect(try slow.failure()?.contains("did not end within 0.3 s") == true)
    #expect(Date().timeIntervalSince(started) < 5)
    let busy = try CommandFolder.shell("while :; do :; done", "\(Self.metrics)\ncpu: 1")
    #expect(try busy.failure()?.contains("was ended by signal") == true)
    let large = try CommandFolder.shell(
      "x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo ${#x}", "\(Self.metrics)\nmemory: 100")
    #expect(try large.failure() != nil)
  }

  @Test func whatIsUndeclaredIsTold() throws {
    let folder = try CommandFolder.shell(
      "cat secret.txt > /dev/null; echo x > log.txt; echo more >> data.txt; printf '{}' > out/m.json",
      "\(Self.metrics)")
    try folder.repository.write("s", to: "experiments/secret.txt")
    try folder.repository.write("d", to: "experiments/data.txt")
    try folder.repository.write("u", to: "experiments/untouched.txt")
    try folder.repository.commitAll()
    let (report, workshop) = try folder.run()
    #expect(
      report.warnings == [
        "it read experiments/secret.txt, which no input declares",
        "it changed experiments/data.txt, which no output declares",
        "it wrote experiments/log.txt, which no output declares",
      ])
    let record = try #require(report.record)
    let notes = try workshop.ledger.circumstances(of: record).notes
    #expect(notes.first { $0.key == "warnings" }?.value.asArray?.count == 3)
  }

  @Test func theEnvironmentIsWhatTheManifestLetsThrough() throws {
    setenv("KANON_TEST_SECRET", "s", 1)
    setenv("KANON_TEST_PASSED", "p", 1)
    let folder = try CommandFolder.shell(
      "printf '{\"secret\": \"%s\", \"passed\": \"%s\", \"set\": \"%s\", \"threads\": \"%s\"}' \"$KANON_TEST_SECRET\" \"$KANON_TEST_PASSED\" \"$OWN\" \"$OMP_NUM_THREADS\" > out/m.json",
      "\(Self.metrics)\nseed: 5\nenvironment: [KANON_TEST_PASSED]\nvariables: {OWN: \"seed {seed}\"}\nthreads: 3")
    let metrics = try folder.run().report.metrics
    #expect(
      metrics?["secret"] == "" && metrics?["passed"] == "p" && metrics?["set"] == "seed 5" && metrics?["threads"] == "3"
    )
  }

  @Test func noShellReadsTheArguments() throws {
    let folder = try CommandFolder(
      "run: [/usr/bin/printf, '%s', '$(touch x); {seed} > out/m.json']\nseed: 4\noutputs: {}\nstreams: compared")
    let (report, workshop) = try folder.run()
    let record = try #require(report.record)
    let outcome = try #require(try workshop.ledger.outcome(of: record))
    #expect(outcome.blobs.first { $0.path == "streams/stdout.txt" }?.bytes == Array("$(touch x); 4 > out/m.json".utf8))
  }

  @Test func anAuditNamesWhatDiffers() throws {
    let steady = try CommandFolder.shell("printf '{\"a\": 1}' > out/m.json", "\(Self.metrics)\ndeterminism: audit")
    #expect(try steady.run().report.metrics?.path("command.audited_runs") == 3)
    let threads = try CommandFolder.shell(
      "printf '{\"a\": {\"b\": [1, %s]}}' $OMP_NUM_THREADS > out/m.json", "\(Self.metrics)\ndeterminism: audit")
    #expect(
      try threads.failure()
        == "it is not deterministic: run 3 (2 threads) differs in metrics/a.b.1: 1 became 2 (+100 %)")
    let random = try CommandFolder.shell(
      "printf 'x,y\\n1,2\\n3,%s\\n' $$ > out/t.csv", "outputs: {tables: {walk: out/t.csv}}\ndeterminism: audit")
    #expect(
      try random.failure()?.hasPrefix("it is not deterministic: run 2 (1 thread) differs in tables/walk/y, row 2: ")
        == true)
  }

  @Test func pathsStayInside() throws {
    #expect(
      try CommandFolder("run: ['true']\noutputs: {metrics: ../../x.json}").failure()?.contains(
        "leads out of the repository") == true)
    #expect(
      try CommandFolder("run: ['true']\noutputs: {metrics: /tmp/x.json}").failure()?.contains("inside the repository")
        == true)
    #expect(try CommandFolder("run: [no-such-program]\noutputs: {}").failure()?.contains("is not on the PATH") == true)
    #expect(
      try CommandFolder("run: [./no-such]\noutputs: {}").failure()?.contains("could not be started: execve") == true)
  }

  // MARK: Real programs

  private static func has(_ program: String, _ arguments: String...) -> Bool {
    (try? TemporaryRepository.run(program, arguments, in: "/tmp", mayFail: true))?.status == 0
  }

  @Test(.enabled(if: has("python3", "-c", "import numpy"), "inconclusive: python3 with numpy is missing"))
  func aPythonScript() throws {
    let script = """
      import json, sys, numpy
      rng = numpy.random.default_rng(int(sys.argv[1]))
      field = rng.normal(size=(3, 4))
      numpy.save("out/field.npy", field)
      json.dump({"mean": float(field.mean())}, open("out/m.json", "w"))
      """
    let folder = try CommandFolder(
      "seed: 11\nrun: [python3, walk.py, \"{seed}\"]\noutputs: {metrics: out/m.json, arrays: {field: out/field.npy}}\n"
        + "determinism: audit", ["experiments/walk.py": script])
    let (report, workshop) = try folder.run()
    #expect(report.status == .completed, "\(report.status)")
    #expect(report.warnings == [])
    let record = try #require(report.record)
    let outcome = try #require(try workshop.ledger.outcome(of: record))
    #expect(outcome.arrays.first?.array.shape == [3, 4])
    #expect(report.headline?.hasPrefix("mean = ") == true)
  }

  @Test(.enabled(if: has("cc", "--version"), "inconclusive: a C compiler is missing")) func aCProgram() throws {
    let source = """
      #include <stdio.h>
      #include <stdlib.h>
      int main(int count, char **arguments) {
        FILE *f = fopen("m.json", "w");
        fprintf(f, "{\\"square\\": %d}", atoi(arguments[1]) * atoi(arguments[1]));
        return fclose(f);
      }
      """
    let folder = try CommandFolder(
      "seed: 12\nrun: [./build.sh, \"{seed}\"]\ninputs: [square.c]\noutputs: {metrics: m.json}",
      [
        "experiments/square.c": source,
        "experiments/build.sh": "#!/bin/sh\ncc -O2 square.c -o $TMPDIR/square && $TMPDIR/square $1\n",
      ])
    let report = try folder.run().report
    #expect(report.metrics?["square"] == 144, "\(report.status)")
    #expect(report.warnings == [])
  }

  @Test(.enabled(if: has("papermill", "--version"), "inconclusive: papermill is missing")) func papermill() throws {
    let notebook = """
      {"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {"tags": ["parameters"]},
        "outputs": [], "source": "seed = 0"}, {"cell_type": "code", "execution_count": null, "id": "b", "metadata": {},
        "outputs": [], "source": "import json\\njson.dump({'twice': 2 * seed}, open('m.json', 'w'))"}],
       "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
       "nbformat": 4, "nbformat_minor": 5}
      """
    let folder = try CommandFolder(
      "seed: 21\nrun: [papermill, in.ipynb, done.ipynb, -p, seed, \"{seed}\", --no-progress-bar]\n"
        + "outputs: {metrics: m.json, files: {}}\ntimeout: 120", ["experiments/in.ipynb": notebook])
    let report = try folder.run().report
    #expect(report.metrics?["twice"] == 42, "\(report.status)")
    #expect(report.warnings == ["it wrote experiments/done.ipynb, which no output declares"])
  }

  @Test(.enabled(if: has("quarto", "--version"), "inconclusive: quarto is missing")) func quarto() throws {
    let folder = try CommandFolder(
      "run: [quarto, render, paper.qmd, --to, gfm]\noutputs: {files: {paper: paper.md}}\ntimeout: 120",
      ["experiments/paper.qmd": "---\ntitle: A paper\n---\n\nOne $x$.\n"])
    #expect(try folder.run().report.status == .completed)
  }
}

import ArgumentParser
import Determinism
import Diffraction
import Documents
import Fitting
import Records

struct DiffractionBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diffraction",
    abstract: "Rietveld refinements: a timed one, and LaB6 on two machines beside GSAS-II's.",
    discussion: """
      Times the joint refinement of two simulated patterns of 5,001 points each. With --data, also reads two measured
      patterns of LaB6, MDtutorials_CWInstDemo__NIST660CBI.gsas and lab6_lab_jan2018.csv (not shipped), refines each
      alone and both together, and prints cell and Rwp beside those of GSAS-II 2.0: once with its asymmetry held at
      GSAS-II's values ("as GSAS-II"), once with all free.

      Examples:
        kanon bench diffraction
        kanon bench diffraction --data ~/lab6
        kanon bench diffraction --simulate experiments/data/diffraction
      """)

  @Option(help: "The folder of the two measured patterns.")
  var data: String?

  @Option(help: "Writes the simulated patterns of the shipped experiment into a folder, and ends.")
  var simulate: String?

  @OptionGroup var compute: ComputeOptions

  func run() throws {
    try compute.apply()
    if let simulate { return try write(to: simulate) }
    try time()
    if let data { try Lab6Comparison(folder: data).run() }
  }

  /// The patterns and the structure to start from, as the shipped experiment has them.
  private func write(to folder: String) throws {
    for (name, _) in AnglesiteBenchmark.instruments {
      let text = try AnglesiteBenchmark.file(name)
      try FileSystem.write(Array(text.utf8), to: folder + "/anglesite-\(name).xy", synced: false)
    }
  }

  private func time() throws {
    let refinement = try AnglesiteBenchmark.refinement()
    let guesses = refinement.entries.map { PatternGuess($0.name) }
    var last: RefinedStructure?
    let timing = try Timing(repetitions: 5, seconds: 10) { last = try refinement.run(guessing: guesses) }
    guard let refined = last else { return }
    let line = JSON.measurement(
      "PbSO4", "two simulated patterns", threads: WorkerPool.threadCount, timing,
      [
        "params": .integer(Int64(refined.fit.statistics.freeCount)),
        "points": .integer(Int64(refined.fit.statistics.observations)),
        "evaluations": .integer(Int64(refined.stages.reduce(0) { $0 + $1.evaluations })),
        "final_metric": .number(refined.goodnessOfFit), "ended": .string(refined.status.description),
        "peak_MB": .number(Timing.peakMegabytes),
      ])
    Terminal.say(line.render(pretty: false))
  }
}

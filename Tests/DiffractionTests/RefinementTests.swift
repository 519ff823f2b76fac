import Determinism
import Diffraction
import Fitting
import Testing

@Suite struct RefinementTests {
  /// Two simulated patterns of one crystal give back the truth, within their errors, with residuals like noise.
  @Test func findsTheTruth() throws {
    let refinement = try AnglesiteBenchmark.refinement()
    let refined = try refinement.run(guessing: refinement.entries.map { PatternGuess($0.name) })
    #expect(refined.status.hasConverged)
    #expect(abs(refined.goodnessOfFit - 1) < 0.03)
    var sum = 0.0
    for (name, truth) in AnglesiteBenchmark.truth {
      let c = try #require(refined.fit.problem.index(of: name))
      let error = try #require(refined.standardError(c))
      let corrected = try #require(refined.correctedErrors[c])
      let z = (refined.fit.estimates[c].value - truth) / error
      sum += z * z
      #expect(abs(z) < 4.5, "\(name): \(z)")
      // White residuals: both errors say the same.
      #expect(corrected > 0.7 * error && corrected < 1.4 * error, "\(name): \(corrected / error)")
    }
    // χ² of 19 values: beyond 44 with a probability of a thousandth.
    #expect(sum < 44 && sum > 4)
    for agreement in refined.agreements {
      #expect(agreement.rwp / agreement.rexp < 1.05)
      #expect(abs(agreement.durbinWatson - 2) < 0.15)
      #expect(agreement.rBragg < 0.03)
    }
    #expect(refined.stages.count == 6)
    #expect(zip(refined.stages, refined.stages.dropFirst()).allSatisfy { $1.chiSquared <= $0.chiSquared * (1 + 1e-9) })
  }

  /// The order in which patterns are listed changes no bit, nor does the number of threads.
  @Test func orderAndThreadsDoNotMatter() throws {
    let (structure, entries) = try small()
    let results = try [entries, Array(entries.reversed())].map { entries in
      let refinement = try Refinement(
        structure, entries, parameters: Refinement.standardParameters(structure, entries),
        stages: RefinementStage.usual(entries.map(\.model.instrument)))
      return try refinement.run(guessing: entries.map { PatternGuess($0.name) })
    }
    for name in ["a", "Uiso(Ce)", "Uiso(O)"] {
      #expect(results[0].fit[name]?.value == results[1].fit[name]?.value)
    }
  }

  /// A displacement that two patterns tell differently is named, and giving it to each mends it.
  @Test func tornParametersAreNamed() throws {
    let (structure, entries) = try small(displacements: [0.004, 0.02])
    let refinement = try Refinement(
      structure, entries, parameters: Refinement.standardParameters(structure, entries),
      stages: RefinementStage.usual(entries.map(\.model.instrument)))
    let guesses = entries.map { PatternGuess($0.name) }
    let joint = try refinement.run(guessing: guesses)
    let contrast = try SharingContrast(joint, from: refinement, guessing: guesses) { _ in }
    let worst = try #require(contrast.tensions.first)
    #expect(worst.name == "Uiso(Ce)" && worst.worst > contrast.threshold)
    #expect(contrast.verdicts.first?.contains("sharing makes every pattern worse") == true)
    #expect(contrast.verdicts.first?.contains("Uiso(Ce)\": {shared: false}") == true)
    #expect((worst.unshared?.goodness ?? 9) < joint.goodnessOfFit)
  }

  @Test func agreeingPatternsAreLeftInPeace() throws {
    let (structure, entries) = try small()
    let refinement = try Refinement(
      structure, entries, parameters: Refinement.standardParameters(structure, entries),
      stages: RefinementStage.usual(entries.map(\.model.instrument)))
    let guesses = entries.map { PatternGuess($0.name) }
    let contrast = try SharingContrast(refinement.run(guessing: guesses), from: refinement, guessing: guesses) { _ in }
    #expect(contrast.verdicts.isEmpty)
  }

  @Test func stagesThatNameNothingAreRefused() throws {
    let (structure, entries) = try small()
    #expect(throws: DiffractionError.self) {
      try Refinement(
        structure, entries, parameters: Refinement.standardParameters(structure, entries),
        stages: [RefinementStage(["scales"])])
    }
  }

  /// Two patterns of ceria with 900 points each.
  private func small(displacements: [Double] = [0.004, 0.004]) throws -> (StructureModel, [PatternEntry]) {
    let structure = try StructureModel(Sample.ceria())
    let entries = try zip(["first", "second"], displacements).map { name, displacement in
      let instrument = Instrument()
      let model = try PatternModel(structure, instrument, angles: Sample.angles(22, 112, step: 0.1))
      var point = model.start
      for (parameter, value) in [
        ("scale", 0.02), ("W", 0.03), ("X", 0.05), ("axial", 0.03), ("background0", 400), ("Uiso(Ce)", displacement),
        ("Uiso(O)", 0.006), ("displacement", name == "first" ? 30 : -20),
      ] {
        if let k = model.parameterNames.firstIndex(of: parameter) { point[k] = value }
      }
      let pattern = try PowderPattern(
        simulating: model.planned(at: point), at: point, RandomStream(seed: 7, name: name), name: name)
      return try PatternEntry(name, pattern, structure, instrument, isCounted: true)
    }
    return (structure, entries)
  }
}

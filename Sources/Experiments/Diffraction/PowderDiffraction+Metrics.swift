import Determinism
import Diffraction
import Documents
import Fitting
import Manifests

extension PowderDiffraction {
  /// `metrics.json`: how the refinement ended, its estimates, how each pattern agrees, and what the reader must know.
  func metrics(of refined: RefinedStructure) -> JSON {
    let fit = refined.fit
    let crystal = refined.crystal
    var metrics: JSON = [
      "converged": .bool(refined.status.hasConverged),
      "ended": .string(refined.status.description),
      "space_group": .string(crystal.spaceGroup.symbol),
      "observations": .integer(Int64(fit.statistics.observations)),
      "free_parameters": .integer(Int64(fit.statistics.freeCount)),
      "volume": .number(crystal.cell.volume),
    ]
    let shown = fit.estimates.indices.filter {
      fit.estimates[$0].state != .fixed || isDeclared(fit.estimates[$0].coordinate)
    }
    metrics["parameters"] = .object(
      shown.map { JSON.Member(key: fit.estimates[$0].coordinate.label, value: document(of: $0, in: refined)) })
    metrics["patterns"] = .object(
      zip(refined.refinement.entries, refined.agreements).map { entry, agreement in
        JSON.Member(key: entry.name, value: document(of: entry, agreement))
      })
    metrics["statistics"] = [
      "chi_squared": .number(fit.statistics.objective),
      "degrees_of_freedom": .integer(Int64(fit.statistics.degreesOfFreedom)),
      "GoF": .number(refined.goodnessOfFit), "Rwp": .number(100 * refined.totalRwp),
    ]
    metrics["warnings"] = JSON(warnings(of: refined))
    return metrics
  }

  private func isDeclared(_ coordinate: Coordinate) -> Bool {
    parameters.declared.contains { sameUTF8($0.name, coordinate.parameter) }
  }

  /// A value with its usual error, which is that of least squares times the goodness of fit, and the one that allows
  /// for correlated residuals.
  private func document(of c: Int, in refined: RefinedStructure) -> JSON {
    let estimate = refined.fit.estimates[c]
    var document: JSON = ["value": .number(estimate.value)]
    if let error = refined.standardError(c) { document["stderr"] = .number(error) }
    if let error = refined.correctedErrors[c] { document["stderr_correlated"] = .number(error) }
    if let unit = estimate.coordinate.unit { document["unit"] = .string(unit) }
    document["scope"] = .string(estimate.coordinate.scope(of: refined.refinement.entries.count))
    switch estimate.state {
    case .determined: break
    case .fixed: document["state"] = "fixed"
    case .atLowerBound: document["state"] = "at its lower bound"
    case .atUpperBound: document["state"] = "at its upper bound"
    case .unidentified: document["state"] = "not determined"
    }
    if let verdict = estimate.verdict { document["verdict"] = .string(verdict) }
    return document
  }

  private func document(of entry: PatternEntry, _ agreement: Agreement) -> JSON {
    [
      "Rwp": .number(100 * agreement.rwp), "Rexp": .number(100 * agreement.rexp),
      "GoF": .number(agreement.goodnessOfFit), "R_Bragg": .number(100 * agreement.rBragg),
      "Rwp_above_background": .number(100 * agreement.rwpAboveBackground),
      "Durbin_Watson": .number(agreement.durbinWatson), "chi_squared": .number(agreement.chiSquared),
      "points": .integer(Int64(entry.pattern.angles.count)),
      "reflections": .integer(Int64(entry.model.reflections.count)),
    ]
  }

  /// Correlations beyond this are told.
  private static let strong = 0.95

  private func warnings(of refined: RefinedStructure) -> [String] {
    let fit = refined.fit
    var warnings = refined.refinement.structure.crystal.remarks
    for entry in refined.refinement.entries { warnings += entry.pattern.remarks }
    if !refined.status.hasConverged { warnings.append("The refinement did not converge: \(refined.status).") }
    warnings += fit.estimates.compactMap(\.verdict)
    for (c, estimate) in fit.estimates.enumerated() where estimate.coordinate.parameter.hasPrefix("Uiso(") {
      guard let error = refined.standardError(c), estimate.value < -2 * error else { continue }
      warnings.append(
        "\(estimate.coordinate.label) = \(Numeral.measured(estimate.value, error: error)) Å² is negative, which no displacement "
          + "is: an intensity term is missing, such as roughness, absorption or a variable slit.")
    }
    let pairs = refined.correlations(above: Self.strong)
    for pair in pairs.prefix(12) {
      let names = [pair.a, pair.b].map { fit.estimates[$0].coordinate.label }
      warnings.append("\(names[0]) and \(names[1]) are correlated by \(Numeral.brief(pair.value, digits: 3)).")
    }
    if pairs.count > 12 { warnings.append("\(pairs.count - 12) more pairs are correlated beyond \(Self.strong).") }
    for (entry, agreement) in zip(refined.refinement.entries, refined.agreements) where agreement.durbinWatson < 1 {
      warnings.append(
        "Residuals of \(entry.name) are correlated (Durbin–Watson \(Numeral.brief(agreement.durbinWatson, digits: 2))): "
          + "stderr_correlated allows for that, stderr does not.")
    }
    return warnings
  }

  /// `sharing.json`: who shares what.
  func sharing(of refined: RefinedStructure) -> JSON {
    let problem = refined.fit.problem
    let members = problem.parameters.map { parameter -> JSON.Member in
      let own = problem.coordinates.filter { sameUTF8($0.parameter, parameter.name) && !$0.isFixed }
      return JSON.Member(
        key: parameter.name,
        value: .object(
          own.map { coordinate in
            JSON.Member(key: coordinate.label, value: JSON(coordinate.blocks.map { problem.blocks[$0].name }))
          }))
    }
    return ["parameters": .object(members.filter { !($0.value.asObject ?? []).isEmpty })]
  }
}

extension RefinedStructure {
  /// √(Σ w (y − m)² / Σ w y²) over all patterns.
  var totalRwp: Double {
    var (above, total) = (0.0, 0.0)
    for agreement in agreements {
      above += agreement.chiSquared
      total += agreement.chiSquared / (agreement.rwp * agreement.rwp)
    }
    return (above / total).squareRoot()
  }

  /// The structure as refined; with atoms or cell of each pattern's own, that of the first one.
  var crystal: Crystal {
    let point = point(of: 0)
    return refinement.structure.crystal(at: Array(point[..<refinement.structure.parameters.count]))
  }
}

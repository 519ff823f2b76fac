import Documents
import Layers
import Records

extension Siamese {
  /// What sharing bought: twins that are one beside two encoders, everything else being equal.
  func contrast(
    _ own: Trained, _ other: Trained, _ specimens: Specimens, _ verification: Verification, _ outcome: inout Outcome
  ) throws {
    var columns: [Table.Column] = []
    func column(_ trained: Trained, _ name: String) throws -> JSON {
      let encoder = try TwinEncoder(trained.twins, trained.layout, specimens)
      let trials = verification.trials
      // Some of each sort, for the figure.
      let shown = Trials.Sort.allCases.flatMap { sort in trials.all.filter { $0.sort == sort }.prefix(200) }
      columns.append(Table.Column(name, numbers: encoder.distances(trained.vectors, shown)))
      columns.append(
        Table.Column(name + "_exchanged", numbers: encoder.distances(trained.vectors, shown, isExchanged: true)))
      return [
        "parameters_count": .integer(Int64(trained.layout.count)),
        "multiplications_per_pair": .integer(Int64(trained.twins.multiplications(chunk: parameters.chunk))),
        "loss": .number(trained.curve.numbers("loss").last ?? .nan),
        "verification": verification.document(encoder.distances(trained.vectors, trials.all)),
        "symmetry": try symmetry(of: trained, encoder, specimens, verification),
      ]
    }
    outcome.metrics["contrast"] = ["shared": try column(own, "shared"), "unshared": try column(other, "unshared")]
    outcome.tables.append(("exchange", Table(columns)))
    outcome.tables.append(("unshared_roc", rocTable(try distances(other, specimens, verification), verification)))
  }

  private func distances(
    _ trained: Trained, _ specimens: Specimens, _ verification: Verification
  ) throws -> [Double] {
    let encoder = try TwinEncoder(trained.twins, trained.layout, specimens)
    return encoder.distances(trained.vectors, verification.trials.all)
  }
}

import Documents
import Layers
import Molecules

/// What it takes to predict, beside the weights: the recorded file `model.json`.
struct ModelCard: Sendable {
  let model: EquivariantModel
  /// The rows of the embedding.
  let elements: [Molecules.Element]
  /// The energy of an atom of each element, in eV, to which the model adds.
  let references: [Double]
  let hasDipole: Bool

  static let path = "model.json"

  /// The sum of the reference energies of a frame's atoms, in eV.
  func reference(_ frame: Frame) -> Double {
    frame.species.reduce(0) { sum, element in sum + (elements.firstIndex(of: element).map { references[$0] } ?? .nan) }
  }

  var document: JSON {
    [
      "architecture": "PaiNN", "elements": .array(elements.map { .string($0.symbol) }),
      "reference_energies": JSON(references), "features": .integer(Int64(model.features)),
      "interactions": .integer(Int64(model.interactions)), "functions": .integer(Int64(model.functions)),
      "cutoff": .number(model.cutoff), "envelope": .string(model.envelope.rawValue), "dipole": .bool(hasDipole),
      "units": ["energy": "eV", "length": "Å", "forces": "eV/Å", "dipole": "e·Å"],
    ]
  }

  init(model: EquivariantModel, elements: [Molecules.Element], references: [Double], hasDipole: Bool) {
    (self.model, self.elements, self.references, self.hasDipole) = (model, elements, references, hasDipole)
  }

  /// Reads a card.
  /// - Throws: `LayersError` naming the field that is missing.
  init(_ document: JSON) throws(LayersError) {
    func field<Value>(_ name: String, _ read: (JSON) -> Value?) throws(LayersError) -> Value {
      guard let value = document[name].flatMap(read) else {
        throw LayersError(Self.path, "no `\(name)` of the expected kind; take the file of a record of kind molecule")
      }
      return value
    }
    elements = try field("elements") { list in
      list.asArray?.compactMap { $0.asString.flatMap { Molecules.Element(symbol: $0) } }
    }
    references = try field("reference_energies") { $0.asArray?.compactMap(\.asNumber) }
    hasDipole = try field("dipole") { $0.asBool }
    model = EquivariantModel(
      species: elements.count, features: try field("features") { $0.asInteger.map { Int($0) } },
      interactions: try field("interactions") { $0.asInteger.map { Int($0) } },
      functions: try field("functions") { $0.asInteger.map { Int($0) } }, cutoff: try field("cutoff") { $0.asNumber },
      envelope: try field("envelope") { $0.asString.flatMap { EquivariantModel.Envelope(rawValue: $0) } })
    guard references.count == elements.count, !elements.isEmpty else {
      throw LayersError(Self.path, "\(references.count) reference energies of \(elements.count) elements")
    }
  }
}

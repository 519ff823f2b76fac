import Determinism
import Documents
import Layers
import Manifests
public import Oracles
public import Records

extension Classifier {
  /// The laws of each network, at the weights of an outcome or as they start.
  public func suite(on outcome: Outcome?) throws -> Suite? {
    // Twins are there to break laws.
    let networks = parameters.networks[0].name == nil ? Array(variants.prefix(1)) : variants
    let parts = try networks.map { network in
      (label: network.name, suite: try suite(of: network, at: try weights(of: network, in: outcome)))
    }
    return parts.count == 1 ? parts[0].suite : Suite(joining: parts)
  }

  /// The trained weights of a network, or those that training would start from.
  func weights(of network: Variant, in outcome: Outcome?) throws -> LawSubject {
    let model = try Model(network.layers, images, chunk: 1)
    let layout = ParameterLayout([model.loss])
    let file = weightsFile(network.name)
    let values: [Float]
    if let blob = outcome?.blobs.first(where: { sameUTF8($0.path, file) }) {
      values = try layout.values(of: try Safetensors(parsing: blob.bytes, file: file))
    } else {
      let stream = RandomStream(seed: manifest.seed, name: manifest.experiment)
      values = layout.initialValues(model.initializers, stream: stream.child("weights")).map { Float($0) }
    }
    return LawSubject(network.layers, images, layout, values)
  }

  private func suite(of network: Variant, at subject: LawSubject) throws -> Suite {
    let symmetry = Network(network.layers).symmetry(height: images.height, width: images.width)
    let laws = laws(of: subject, symmetry)
    let names = laws.map(\.name)
    let faults = try faults(of: subject, symmetry).filter { fault in
      fault.laws?.contains { names.contains($0) } ?? true
    }
    return Suite(of: try subject.programs(), laws: laws, faults: faults, shrinkLimit: 400)
  }

  private func laws(of subject: LawSubject, _ symmetry: NetworkSymmetry) -> [Law<Programs>] {
    var moves: [Law<any Oracles.Subject>] = []
    if let step = step(symmetry) { moves.append(translation(step)) }
    if symmetry.group != nil { moves.append(.quarterTurns(of: pictures)) }
    if symmetry.group == .p4m { moves.append(.reflection(of: pictures)) }
    var laws = moves.map { $0.of { (programs: Programs) in programs.network } }
    laws.append(Law<any Oracles.Subject>.batchIsSingle(of: pictures).of { $0.network })
    if symmetry.holdsInTraining { laws += trainingLaws(symmetry) }
    if subject.apart != nil { laws.append(sharedGradient()) }
    laws.append(modes())
    if symmetry.group != nil, isDefinedByTurns(subject.layers) { laws.append(turnedCopies()) }
    return laws.map { $0.about("layers") }
  }

  /// Whether turned copies of filters say what frames do: filters have a centre, and no pixel is skipped.
  private func isDefinedByTurns(_ layers: [Layers.Layer]) -> Bool {
    layers.allSatisfy { layer in
      guard case .groupConvolution(_, _, let size, let stride, _) = layer else { return true }
      return stride == 1 && size % 2 == 1
    }
  }

  // MARK: Cases

  /// Pictures of dyadic numbers, and test images.
  private var pictures: Generator<NumericArray> {
    .oneOf([
      .dyadic(shape: [images.channels, images.height, images.width], within: 2, bits: 10, isSingle: true),
      testImages.map { image, _ in NumericArray(shape: image.shape, image.doubles.map { Float($0) }) },
    ])
  }

  /// Test images in double precision, and their classes.
  private var testImages: Generator<(image: NumericArray, label: Int)> {
    Generator<Int>.integer(in: 0...test.count - 1).map { [images, test] place in
      let pixels = Array(images.image(test[place]))
      let area = images.height * images.width
      let planes = (0..<images.channels).flatMap { c in (0..<area).map { Double(pixels[$0 * images.channels + c]) } }
      return (
        NumericArray(shape: [images.channels, images.height, images.width], planes), images.labels[test[place]]
      )
    }
  }

  private var labelled: Generator<Arrays> {
    testImages.map { Arrays(["image": $0.image, "class": NumericArray([$0.label])]) }
  }

  // MARK: Laws

  /// Translations that are exact, and move something.
  private func step(_ symmetry: NetworkSymmetry) -> Int? {
    symmetry.translationStep.flatMap { $0 < max(images.height, images.width) ? $0 : nil }
  }

  private func shifts(_ step: Int) -> Generator<NumericArray> {
    func axis(_ extent: Int) -> Generator<Int> { Generator<Int>.integer(in: 0...max(0, extent / step - 1)) }
    return zip(axis(images.height), axis(images.width)).map { NumericArray([$0 * step, $1 * step]) }
  }

  private func translation(_ step: Int) -> Law<any Oracles.Subject> {
    .symmetry(
      "cyclic-translation",
      "f(T x) = f(x) for cyclic translations T" + (step == 1 ? "" : " by multiples of \(step) pixels"),
      inputs: ["image"], moving: ["image": .cyclicShift], outputs: ["scores"],
      cases: zip(pictures, shifts(step)).map { Arrays(["image": $0, "shift": $1]) })
  }

  /// What holds after training holds while training, with equal masks.
  private func trainingLaws(_ symmetry: NetworkSymmetry) -> [Law<Programs>] {
    let masks = Generator<Int>.integer(in: 0...1023)
    var laws: [Law<any Oracles.Subject>] = []
    if let step = step(symmetry) {
      laws.append(
        .symmetry(
          "training-translation", "f(T x; masks) = f(x; masks) while training", inputs: ["image", "masks"],
          moving: ["image": .cyclicShift], outputs: ["scores"],
          cases: zip(pictures, zip(shifts(step), masks)).map {
            Arrays(["image": $0, "shift": $1.0, "masks": NumericArray([$1.1])])
          }))
    }
    if symmetry.group != nil {
      laws.append(
        .symmetry(
          "training-turns", "f(R x; masks) = f(x; masks) while training", inputs: ["image", "masks"],
          moving: ["image": .quarterTurns], outputs: ["scores"],
          cases: zip(pictures, zip(.integer(in: 1...3), masks)).map {
            Arrays(["image": $0, "turns": NumericArray([$1.0]), "masks": NumericArray([$1.1])])
          }))
    }
    return laws.map { $0.of { $0.training } }
  }

  private func sharedGradient() -> Law<Programs> {
    Law<any Oracles.Subject>.sharedGradient(
      "shared-gradient", "∂L/∂w = Σ over the uses of the filter w of their own ∂L/∂w", inputs: ["image", "class"],
      cases: labelled
    ).about("layers", cost: .scan).of { $0.shares }
  }

  /// Allowed is sixteen times what the direction, rounded anew in every component, does to either, and 256 units of the
  /// last place of what forward mode adds, the changes of the logits: the pictures are not moved, since a dark one lies on
  /// kinks of rectifiers.
  private func modes() -> Law<Programs> {
    Law<Programs>(
      "forward-reverse", "∂L along a direction by forward mode = by reverse mode", cost: .scan, field: "layers",
      cases: labelled
    ) { programs, values throws(SubjectFailure) in
      let changes = try programs.modes(values.merging(Arrays(["rounding": NumericArray([0])]))).numbers("changes")[0]
      func answer(_ rounding: Int) throws(SubjectFailure) -> [Double] {
        let found = try programs.modes(values.merging(Arrays(["rounding": NumericArray([rounding])])))
        return [try found.numbers("forward")[0], try found.numbers("reverse")[0]]
      }
      let due = try answer(0)
      var allowed = 0x1p-44 * changes
      for rounding in 1...4 {
        for (moved, still) in zip(try answer(rounding), due) {
          allowed = max(allowed, 16 * (moved - still).magnitude)
        }
      }
      return Measurement(
        defect: (due[0] - due[1]).magnitude, allowed: allowed, visible: allowed,
        sentence: "forward \(Numeral.render(due[0])), reverse \(Numeral.render(due[1]))")
    }
  }

  private func turnedCopies() -> Law<Programs> {
    Law<any Oracles.Subject>.agreement(
      "turned-copies", "frames of one filter = copies of it turned one by one", of: "scores", and: "turned",
      inputs: ["image"], allowance: .reRounding, cases: labelled
    ).about("layers", cost: .scan).of { $0.copies }
  }
}

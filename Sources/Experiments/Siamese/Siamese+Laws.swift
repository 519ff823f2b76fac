import Determinism
import Documents
import Manifests
public import Oracles
public import Records

extension Siamese {
  /// The laws of twins, with the weights of an outcome or those at initialisation. Untied twins are not asked what only
  /// sharing gives.
  public func suite(on outcome: Outcome?) throws -> Suite? {
    let anchor = try anchor(outcome)
    var laws = [batchIsSingle(anchor), samples(anchor)]
    if manifest.isShared {
      laws += [twinExchange(anchor), selfDistance(anchor), sharedGradient(anchor)]
      if parameters.distance == .euclidean { laws.append(triangle(anchor)) }
      if case .contrastive = parameters.loss { laws.append(lossExchange(anchor)) }
    }
    let names = laws.map(\.name)
    let faults = faults(anchor).filter { fault in fault.laws?.contains { names.contains($0) } ?? true }
    return Suite(of: try programs(at: anchor), laws: laws, faults: faults, shrinkLimit: 200)
  }

  /// Test images, some of their pixels changed.
  private func images(_ anchor: Anchor) -> Generator<NumericArray> {
    let specimens = anchor.specimens
    let known = specimens.owners.indices.filter { split.test.contains(specimens.owners[$0]) }.prefix(256).map { $0 }
    let dot = zip(Generator<Int>.integer(in: 0...(specimens.size - 1)), .dyadic(in: 0...1, bits: 8))
    return zip(Generator<Int>.integer(in: 0...(known.count - 1)), dot.list(count: 0...8)).map { image, dots in
      var pixels = Array(specimens.image(known[image]))
      for (place, value) in dots { pixels[place] = Float(value) }
      return NumericArray(shape: specimens.shape.extents, pixels)
    }
  }

  private func twinExchange(_ anchor: Anchor) -> Law<Programs> {
    Law<any Oracles.Subject>.twinExchange(of: images(anchor)).about("layers").of { $0.pair }
  }

  private func selfDistance(_ anchor: Anchor) -> Law<Programs> {
    Law<any Oracles.Subject>.selfDistance(of: images(anchor)).about("distance").of { $0.pair }
  }

  /// d([a, b, …], [c, d, …]) = [d(a, c), d(b, d), …]: what else is in a batch does not matter.
  private func batchIsSingle(_ anchor: Anchor) -> Law<Programs> {
    let (count, size) = (Anchor.batch, anchor.specimens.shape.extents)
    return Law(
      "batch-is-single", "d([a, b, …], [c, d, …]) = [d(a, c), d(b, d), …]", field: "chunk",
      cases: images(anchor).list(count: 2 * count).map { images in
        func joined(_ part: ArraySlice<NumericArray>) -> NumericArray {
          NumericArray(shape: [count] + size, part.flatMap { $0.doubles.map(Float.init) })
        }
        return Arrays(["first": joined(images[..<count]), "second": joined(images[count...])])
      }
    ) { programs, values throws(SubjectFailure) in
      let together = try programs.batch(values)
      let (first, second) = (try values.numbers("first"), try values.numbers("second"))
      let pixels = first.count / count
      var alone: [Float] = []
      for k in 0..<count {
        func image(_ all: [Double]) -> NumericArray {
          NumericArray(shape: size, all[k * pixels..<(k + 1) * pixels].map(Float.init))
        }
        let answer = try programs.pair(Arrays(["first": image(first), "second": image(second)]))
        alone += try answer.numbers("distance").map(Float.init)
      }
      return try .compare(together, Arrays(["distance": NumericArray(shape: [count], alone)]))
    }
  }

  /// d(a, c) ≤ d(a, b) + d(b, c).
  ///
  /// Vectors are the same bits in all three distances, so that only the distances are rounded: each of n squares three
  /// times, their sum by ⌈n/64⌉ + 6 additions, the root halves that and is rounded itself. With u = 2⁻²⁴ a distance is off
  /// by at most (½ (⌈n/64⌉ + 9) + 1) u of itself; allowed is that of all three.
  private func triangle(_ anchor: Anchor) -> Law<Programs> {
    let depth = Double((anchor.twins.features + 63) / 64)
    let unit = (0.5 * (depth + 9) + 1) * 0x1p-24
    let cases = zip(images(anchor), zip(images(anchor), Generator<Int>.integer(in: 0...4))).map { a, others in
      let (c, quarters) = others
      // Between two images, and the more often near them: there the inequality is tight.
      let part = Double(quarters) / 4
      let b = zip(a.doubles, c.doubles).map { Float(part * $0 + (1 - part) * $1) }
      return Arrays(["a": a, "b": NumericArray(shape: a.shape, b), "c": c])
    }
    return Law("triangle", "d(a, c) ≤ d(a, b) + d(b, c)", field: "distance", cases: cases) {
      programs, values throws(SubjectFailure) in
      func distance(_ first: String, _ second: String) throws(SubjectFailure) -> Double {
        let pair = Arrays(["first": try values.array(first), "second": try values.array(second)])
        return try programs.pair(pair).numbers("distance")[0]
      }
      let (ab, bc, ac) = (try distance("a", "b"), try distance("b", "c"), try distance("a", "c"))
      let (defect, allowed) = (max(0, ac - (ab + bc)), unit * (ab + bc + ac))
      return Measurement(
        defect: ac.isNaN || ab.isNaN || bc.isNaN ? .nan : defect, allowed: allowed, visible: 2 * allowed,
        sentence: "d(a, c) is \(Numeral.brief(ac)), d(a, b) + d(b, c) is \(Numeral.brief(ab + bc))")
    }
  }

  /// A pair or triplet of images, and whether it is genuine.
  private func losses(_ anchor: Anchor) -> Generator<Arrays> {
    let (count, size) = (parameters.loss.images, anchor.specimens.shape.extents)
    return zip(images(anchor).list(count: count), Generator<Bool>.bool).map { images, isSame in
      Arrays([
        "images": NumericArray(shape: [count] + size, images.flatMap { $0.doubles.map(Float.init) }),
        "same": NumericArray([isSame ? 1 : 0]),
      ])
    }
  }

  private func lossExchange(_ anchor: Anchor) -> Law<Programs> {
    Law("loss-exchange", "L(a, b) = L(b, a)", field: "loss", cases: losses(anchor)) {
      programs, values throws(SubjectFailure) in
      let images = try values.array("images")
      let (half, pixels) = (images.doubles.count / 2, images.doubles)
      var exchanged = values
      exchanged["images"] = images.with(Array(pixels[half...] + pixels[..<half]))
      return try .compare(try programs.loss(exchanged), try programs.loss(values))
    }
  }

  /// The same images on paper that is nowhere blank, in double precision: blank paper lies on the kinks of rectifiers
  /// and among equals of a pool, where re-rounding turns gradients over.
  private func uneven(_ values: Arrays) -> Arrays {
    guard let images = values["images"] else { return values }
    let pixels = images.doubles.enumerated().map { $1 + Double($0 % 13 + 1) * 0x1p-9 }
    return values.merging(Arrays(["images": NumericArray(shape: images.shape, pixels)]))
  }

  private func sharedGradient(_ anchor: Anchor) -> Law<Programs> {
    Law<any Oracles.Subject>.sharedGradient(
      "shared-gradient", "∂L/∂θ = the sum over the twins of their own ∂L/∂θ", inputs: ["images", "same"],
      cases: losses(anchor).map(uneven)
    ).about("layers", cost: .scan).of { $0.shares }
  }

  /// What training is told of its pairs is so, and no image of a test class is among them.
  private func samples(_ anchor: Anchor) -> Law<Programs> {
    let (owners, isForged) = (anchor.specimens.owners, anchor.specimens.isForged)
    let training = split.training
    return Law(
      "honest-pairs", "a pair is called genuine exactly when it is, and the test is never seen", field: "mining",
      cases: Generator<Int>.integer(in: 1...max(1, parameters.steps)).map { Arrays(["step": NumericArray([$0])]) }
    ) { programs, values throws(SubjectFailure) in
      let found = try programs.samples(values)
      let (images, same) = (try found.array("images"), try found.array("same").integers)
      let (numbers, width) = (images.integers, images.shape[1])
      var wrong: [String] = []
      for row in 0..<images.shape[0] {
        let own = Array(numbers[row * width..<(row + 1) * width])
        func isGenuine(_ a: Int, _ b: Int) -> Bool { owners[a] == owners[b] && !isForged[a] && !isForged[b] && a != b }
        let isTold = width == 2 ? (same.count > row ? [same[row] == 1] : [false]) : [true, false]
        let isSo = own.dropFirst().map { isGenuine(own[0], $0) }
        if own.contains(where: { !training.contains(owners[$0]) }) {
          wrong.append("row \(row) shows \(own), of which some are kept for the test")
        } else if isTold != isSo || Set(own).count < width {
          wrong.append(
            "row \(row) shows \(own) as \(isTold.map { $0 ? "genuine" : "not genuine" }.joined(separator: ", "))")
        }
      }
      return Measurement(
        defect: Double(wrong.count), allowed: 0, visible: 0, sentence: wrong.first ?? "every pair is what it is called")
    }
  }
}

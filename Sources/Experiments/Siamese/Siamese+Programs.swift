import Autodiff
import Determinism
import Documents
import Layers
import Manifests
import Oracles
import Records

extension Siamese {
  /// The programs of twins that laws look at, each from outside. Images are f32 [height, width, channels].
  struct Programs: Sendable {
    /// `first`, `second` → `distance`.
    var pair: any Oracles.Subject
    /// `first`, `second`, four images each → `distance`, of four.
    var batch: any Oracles.Subject
    /// `images`, of one pair or triplet, and `same` → `loss`.
    var loss: any Oracles.Subject
    /// The same inputs → `gradient` of the loss, and `parts`, those of every use of each parameter.
    var shares: any Oracles.Subject
    /// `step` → `images`, the numbers of those that training sees in it, and `same`.
    var samples: any Oracles.Subject
  }

  /// Trained or initial weights, and what the programs are made of.
  struct Anchor: Sendable {
    let twins: Twins
    let layout: ParameterLayout
    let values: [Float]
    let specimens: Specimens

    static let batch = 4
  }

  /// - Parameter outcome: nil for the weights at initialisation.
  func anchor(_ outcome: Outcome?) throws -> Anchor {
    let stream = RandomStream(seed: manifest.seed, name: manifest.experiment)
    let specimens = specimens(stream, of: split.test)
    let twins = try Twins(parameters, specimens.shape, isShared: manifest.isShared, chunk: 1)
    let layout = ParameterLayout([twins.loss])
    let values: [Float]
    if let file = outcome?.blobs.first(where: { $0.path == "weights.safetensors" }) {
      values = try layout.values(of: Safetensors(parsing: file.bytes, file: file.path))
    } else {
      values = try initialValues(of: twins, layout, specimens.shape, stream).map(Float.init)
    }
    return Anchor(twins: twins, layout: layout, values: values, specimens: specimens)
  }

  func programs(at anchor: Anchor) throws -> Programs {
    let batch = try Twins(parameters, anchor.specimens.shape, isShared: manifest.isShared, chunk: Anchor.batch)
    return Programs(
      pair: Self.distances(try PairComparison(anchor.twins.comparison, anchor.layout, anchor.values)),
      batch: Self.distances(try PairComparison(batch.comparison, anchor.layout, anchor.values)),
      loss: try loss(anchor), shares: try shares(anchor), samples: samples(anchor))
  }

  /// The comparison of two images by untied twins that start as one; the second twin's weights are then changed.
  func untied(
    _ anchor: Anchor, _ change: @escaping @Sendable (_ parameter: String, inout [Float]) -> Void
  ) -> (any Oracles.Subject)? {
    let twins = try? Twins(parameters, anchor.specimens.shape, isShared: false, chunk: 1)
    let comparison = try? twins.map { twins in
      try PairComparison(twins.comparison) { name in
        let plain = twins.plainName(of: name)
        var values = anchor.layout.elements(of: plain, in: anchor.values)
        if name.hasPrefix("second.") { change(plain, &values) }
        return values
      }
    }
    return comparison.map(Self.distances)
  }

  private static func distances(_ comparison: PairComparison) -> any Oracles.Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let (first, second) = (try inputs.numbers("first"), try inputs.numbers("second"))
      let distances = comparison.distances(first.map(Float.init), second.map(Float.init))
      return Arrays(["distance": NumericArray(shape: [distances.count], distances)])
    }
  }

  /// The names of the loss's images, in order.
  private var roles: [String] {
    parameters.loss.images == 2 ? ["first", "second"] : ["anchor", "positive", "negative"]
  }

  private func load<Element: TensorElement>(
    _ inputs: Arrays, _ session: Session<Element>, _ convert: (Double) -> Element
  ) throws(SubjectFailure) {
    let pixels = try inputs.numbers("images").map(convert)
    let size = pixels.count / roles.count
    for (k, role) in roles.enumerated() { session.load(role, pixels[k * size..<(k + 1) * size]) }
    if session.takes("same") { session.load("same", try inputs.numbers("same").map(convert)) }
  }

  /// The loss in training, but nothing dropped.
  private func undropped<Element: TensorElement>(_ session: Session<Element>, _ twins: Twins, _ one: Element) {
    for mask in twins.masks { session.load(mask.name, [Element](repeating: one, count: mask.count)) }
  }

  private func loss(_ anchor: Anchor) throws -> any Oracles.Subject {
    let executable = try anchor.twins.loss.compiled(as: Float.self)
    return FunctionSubject { inputs throws(SubjectFailure) in
      let session = executable.makeSession()
      for name in anchor.twins.loss.parameters {
        session.load(name, anchor.layout.elements(of: name, in: anchor.values))
      }
      undropped(session, anchor.twins, 1)
      try load(inputs, session) { Float($0) }
      session.run()
      return Arrays(["loss": NumericArray(shape: [], session.output("loss"))])
    }
  }

  /// Gradients in double precision, at up to 256 elements of each parameter.
  private func shares(_ anchor: Anchor) throws -> any Oracles.Subject {
    let (loss, uses) = (anchor.twins.loss, parameters.loss.images)
    let names = loss.parameters
    let whole = try loss.gradient(of: "loss").compiled(as: Double.self)
    let untied = loss.untied(names)
    let parts = try untied.gradient(of: "loss").compiled(as: Double.self)
    let values = anchor.values.map(Double.init)
    @Sendable func gradient(
      _ executable: ArrayExecutable<Double>, _ inputs: Arrays
    ) throws(SubjectFailure) -> (String) -> [Double] {
      let session = executable.makeSession()
      for input in executable.inputs where input.role == .parameter {
        session.load(input.name, anchor.layout.elements(of: String(input.name.prefix { $0 != "#" }), in: values))
      }
      undropped(session, anchor.twins, 1)
      try load(inputs, session) { $0 }
      session.run()
      return { name in
        guard let place = executable.outputs.firstIndex(where: { $0.derivatives.first == name }) else { return [] }
        return session.withOutput(at: place) { elements in
          let step = max(1, elements.count / 256)
          return stride(from: 0, to: elements.count, by: step).map { elements[$0] }
        }
      }
    }
    return FunctionSubject { inputs throws(SubjectFailure) in
      let (total, own) = (try gradient(whole, inputs), try gradient(parts, inputs))
      let sums = names.flatMap { total($0) }
      let rows = (1...uses).flatMap { use in names.flatMap { own("\($0)#\(use)") } }
      guard rows.count == uses * sums.count else {
        throw SubjectFailure(.shape, "\(rows.count) untied derivatives for \(uses) uses of \(sums.count) elements")
      }
      return Arrays([
        "gradient": NumericArray(shape: [sums.count], sums), "parts": NumericArray(shape: [uses, sums.count], rows),
      ])
    }
  }

  /// What training sees in a step, as far as no weights choose it.
  private func samples(_ anchor: Anchor) -> any Oracles.Subject {
    let sampler = Sampler(anchor.specimens, classes: split.training)
    let stream = RandomStream(seed: manifest.seed, name: manifest.experiment)
    return FunctionSubject { inputs throws(SubjectFailure) in
      let step = try inputs.array("step").integers[0]
      let drawn = Samples(parameters, sampler, stream.child("step \(step)")) { triplets in
        triplets.map { $0.candidates[step % $0.candidates.count] }
      }
      return Arrays([
        "images": NumericArray(
          shape: [drawn.images.count, parameters.loss.images], drawn.images.flatMap { $0.map { Int64($0) } }),
        "same": NumericArray(drawn.isSame.map { $0 ? 1 : 0 }),
      ])
    }
  }
}

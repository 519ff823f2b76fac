import Autodiff
import Determinism
import Documents
import Layers
import Oracles

extension Classifier {
  /// The programs of one network that laws look at, each from outside.
  struct Programs: Sendable {
    /// `image` [channels, height, width], or a batch of them → `scores`.
    var network: any Oracles.Subject
    /// `image`, `masks` → `scores` as training computes them, masks being drawn from that number.
    var training: any Oracles.Subject
    /// `image`, `class` → the `gradient` of the loss with respect to a shared filter, and `parts`, of each of its uses.
    var shares: any Oracles.Subject
    /// `image`, `class` → how the loss changes along a direction, by `forward` and by `reverse` mode; with a number
    /// `rounding` that is not 0, along the direction rounded anew.
    var modes: any Oracles.Subject
    /// `image` → `scores`, and `turned`, those of a network whose copies of filters were turned one by one.
    var copies: any Oracles.Subject
  }

  /// A network at some values, of which laws look at one layer's filter closely.
  struct LawSubject: Sendable {
    var layers: [Layers.Layer]
    var parameters: [Parameter]
    let height, width, channels, classes: Int
    /// The place of the layer whose uses are taken apart: a group convolution of maps, or the first convolution.
    let apart: Int?

    struct Parameter: Sendable {
      let name: String
      let shape: [Int]
      var elements: [Float]
    }

    init(_ layers: [Layers.Layer], _ images: Images, _ layout: ParameterLayout, _ values: [Float]) {
      self.layers = layers
      parameters = layout.entries.map {
        Parameter(name: $0.name, shape: $0.shape, elements: Array(values[$0.offset..<$0.offset + $0.count]))
      }
      (height, width, channels, classes) = (images.height, images.width, images.channels, images.classes.count)
      let groups = layers.indices.filter { layers[$0].isGroupConvolution }
      apart =
        groups.count > 1
        ? groups[1] : groups.first ?? layers.indices.first { layers[$0].isConvolution }
    }

    /// The network over a batch, with some layers replaced.
    func logits(
      _ trace: Trace, batch: Int, isTraining: Bool = false, _ replacement: Network.Replacement? = nil
    ) -> Tensor {
      Network(layers)(
        trace.data("images", shape: [batch, height, width, channels]), in: Scope(trace, isTraining: isTraining),
        replacing: replacement)
    }

    /// The loss of one image, its uses of a filter told apart or not.
    func loss(_ trace: Trace, _ replacement: Network.Replacement? = nil) -> Tensor {
      crossEntropy(
        logits(trace, batch: 1, replacement), oneHot: trace.data("classes", shape: [1, classes])
      ).sum()
    }

    var floats: [(name: String, elements: [Float])] { parameters.map { ($0.name, $0.elements) } }
    var doubles: [(name: String, elements: [Double])] { parameters.map { ($0.name, $0.elements.map(Double.init)) } }

    /// An image of a case, [channels, height, width], in our order.
    func ours(_ image: some Collection<Double>) -> [Double] {
      let planes = Array(image)
      return (0..<height * width).flatMap { p in (0..<channels).map { planes[$0 * height * width + p] } }
    }

    func oneHot(_ inputs: Arrays) throws(SubjectFailure) -> [Double] {
      let own = try inputs.array("class").integers[0]
      return (0..<classes).map { $0 == own ? 1 : 0 }
    }
  }
}

extension Classifier.LawSubject {
  /// The programs, sound.
  func programs() throws -> Classifier.Programs {
    Classifier.Programs(
      network: try network(), training: try training(), shares: try shares(), modes: try modes(),
      copies: try copies())
  }

  /// Single images by a program for one, batches by a program for four.
  func network(_ replacement: Network.Replacement? = nil) throws -> any Oracles.Subject {
    let sizes = try [1, 4].map { batch in
      try Sessions<Float>(
        try Program.model { trace in [("logits", logits(trace, batch: batch, replacement))] }, constants: floats)
    }
    return FunctionSubject { [self] inputs throws(SubjectFailure) in
      let image = try inputs.array("image")
      let size = channels * height * width
      guard image.shape.suffix(3) == [channels, height, width], [3, 4].contains(image.shape.count) else {
        throw SubjectFailure(.shape, "an image of shape \(image.shape), [\(channels), \(height), \(width)] is due")
      }
      let (numbers, isBatch) = (image.doubles, image.shape.count == 4)
      let (count, room) = (numbers.count / size, isBatch ? 4 : 1)
      var scores: [Double] = []
      for start in stride(from: 0, to: count, by: room) {
        var own: [Float] = []
        for place in start..<start + room {
          // What is left of a program for four is filled up with the last image.
          let first = min(place, count - 1) * size
          own += ours(numbers[first..<first + size]).map { Float($0) }
        }
        let found = sizes[isBatch ? 1 : 0].run { session in
          session.load("images", own)
          session.run()
          return session.output("logits")
        }
        scores += found.prefix(min(room, count - start) * classes).map(Double.init)
      }
      return Arrays(["scores": NumericArray(shape: isBatch ? [count, classes] : [classes], scores.map { Float($0) })])
    }
  }

  /// The network as training sees it.
  func training(_ replacement: Network.Replacement? = nil) throws -> any Oracles.Subject {
    let program = try Program.model { trace in [("logits", logits(trace, batch: 1, isTraining: true, replacement))] }
    let (masks, sessions) = (Model.masks(of: layers, in: program), try Sessions<Float>(program, constants: floats))
    return FunctionSubject { [self] inputs throws(SubjectFailure) in
      let stream = RandomStream(seed: UInt64(try inputs.array("masks").integers[0]), name: "masks of a law")
      let image = ours(try inputs.numbers("image"))
      let scores = sessions.run { session in
        for mask in masks {
          var own = stream.child(mask.name)
          session.load(mask.name, mask.draw(&own))
        }
        session.load("images", image.map { Float($0) })
        session.run()
        return session.output("logits")
      }
      return Arrays(["scores": NumericArray(shape: [classes], scores)])
    }
  }

  /// The gradient of a shared filter, and of each of its uses in a twin that has a copy for every one.
  func shares() throws -> any Oracles.Subject {
    guard let apart else { return FunctionSubject { _ in Arrays() } }
    let name = "\(apart + 1)-\(layers[apart].name).weights"
    let whole = try Program.model { trace in [("loss", loss(trace))] }
      .gradient(of: "loss", withRespectTo: [name])
    let twin = try Program.model { trace in
      [("loss", loss(trace) { place, layer, x, scope in place == apart ? layer.apart(x, in: scope) : nil })]
    }.untied([name])
    let copies = twin.inputs.map(\.name).filter { $0.hasPrefix(name + "#") }
    let parts = try twin.gradient(of: "loss", withRespectTo: copies)
    let filter = doubles.first { $0.name == name }?.elements ?? []
    let (one, all) = (
      try Sessions<Double>(whole, constants: doubles),
      try Sessions<Double>(parts, constants: doubles + copies.map { ($0, filter) })
    )
    let outputs = parts.outputs.filter { !$0.derivatives.isEmpty }.map(\.label)
    let label = whole.outputs.last?.label ?? "loss"
    return FunctionSubject { [self] inputs throws(SubjectFailure) in
      let (image, classes) = (ours(try inputs.numbers("image")), try oneHot(inputs))
      func run<Result>(_ sessions: Sessions<Double>, _ take: (Session<Double>) -> Result) -> Result {
        sessions.run { session in
          session.load("images", image)
          session.load("classes", classes)
          session.run()
          return take(session)
        }
      }
      let gradient = run(one) { $0.output(label) }
      let parts = run(all) { session in outputs.flatMap { session.output($0) } }
      return Arrays([
        "gradient": NumericArray(shape: [gradient.count], gradient),
        "parts": NumericArray(shape: [outputs.count, gradient.count], parts),
      ])
    }
  }

  /// The change of the loss along one direction of all parameters, forward and in reverse.
  func modes() throws -> any Oracles.Subject {
    let program = try Program.model { trace in
      let logits = self.logits(trace, batch: 1)
      let loss = crossEntropy(logits, oneHot: trace.data("classes", shape: [1, classes])).sum()
      let moving = parameters.map { trace.parameter($0.name, shape: $0.shape) }
      let directions = parameters.map { trace.data("direction of " + $0.name, shape: $0.shape) }
      let tangents = derivatives(of: [loss, logits], along: moving, directions: directions)
      let forward = tangents[0]
      let parts = gradient(of: loss, withRespectTo: moving)
      let reverse = zip(parts, directions).reduce(Tensor(0)) { $0 + ($1.0 * $1.1).sum() }
      // What forward mode adds: of an image that is told well, nearly nothing is left of it.
      let changes = sqrt(square(tangents[1])).sum()
      return [("forward", forward), ("reverse", reverse), ("changes", changes)]
    }
    // Each parameter's direction is drawn from a stream of its own name.
    let directions = parameters.map { parameter in
      let name = "direction of " + parameter.name
      var stream = RandomStream(seed: 0, name: name)
      return (name, parameter.elements.map { _ in 2 * stream.nextUniform() - 1 })
    }
    let sessions = try Sessions<Double>(program, constants: doubles)
    return FunctionSubject { [self] inputs throws(SubjectFailure) in
      let (image, classes) = (ours(try inputs.numbers("image")), try oneHot(inputs))
      let rounding = inputs["rounding"]?.integers.first ?? 0
      let (forward, reverse, changes) = sessions.run { session in
        session.load("images", image)
        session.load("classes", classes)
        for (name, direction) in directions {
          var signs = RandomStream(seed: UInt64(rounding), name: name)
          session.load(
            name,
            rounding == 0 ? direction : direction.map { $0 * (signs.nextWord() & 1 == 0 ? 1 + 0x1p-52 : 1 - 0x1p-52) })
        }
        session.run()
        return (session.output("forward"), session.output("reverse"), session.output("changes"))
      }
      return Arrays([
        "forward": NumericArray(forward[0]), "reverse": NumericArray(reverse[0]), "changes": NumericArray(changes[0]),
      ])
    }
  }

  /// The network by frames and the network by turned filters, in double precision.
  func copies(turning replacement: @escaping Network.Replacement = { _, layer, x, scope in layer.turned(x, in: scope) })
    throws -> any Oracles.Subject
  {
    let program = try Program.model { trace in
      [("scores", logits(trace, batch: 1)), ("turned", logits(trace, batch: 1, replacement))]
    }
    let sessions = try Sessions<Double>(program, constants: doubles)
    return FunctionSubject { [self] inputs throws(SubjectFailure) in
      let image = ours(try inputs.numbers("image"))
      let (scores, turned) = sessions.run { session in
        session.load("images", image)
        session.run()
        return (session.output("scores"), session.output("turned"))
      }
      return Arrays([
        "scores": NumericArray(shape: [classes], scores), "turned": NumericArray(shape: [classes], turned),
      ])
    }
  }
}

extension Layers.Layer {
  var isConvolution: Bool { if case .convolution = self { true } else { false } }
  var isGroupConvolution: Bool { if case .groupConvolution = self { true } else { false } }
}

import Autodiff
import Documents
import Layers
import Oracles

extension Classifier {
  /// The slips that a network's programs might have; each names the laws that are asked to notice it.
  func faults(of subject: LawSubject, _ symmetry: NetworkSymmetry) throws -> [Fault<Programs>] {
    try layerFaults(of: subject) + copyFaults(of: subject, symmetry) + pictureFaults + gradientFaults
  }

  private static let moves = ["cyclic-translation", "quarter-turns", "reflection"]

  /// A network in the place of the sound one, made before the laws are tried.
  private func planted(
    _ name: String, _ statement: String, laws: [String], _ network: any Oracles.Subject
  ) -> Fault<Programs> {
    Fault(name, statement, laws: laws) { programs in
      var programs = programs
      programs.network = network
      return programs
    }
  }

  /// Layers that do something else than they should.
  private func layerFaults(of subject: LawSubject) throws -> [Fault<Programs>] {
    var faults: [Fault<Programs>] = []
    var padded = subject
    padded.layers = subject.layers.map(\.paddedByZeros)
    if padded.layers != subject.layers {
      faults.append(
        planted(
          "wrong-padding", "zeros beyond the edges instead of the other side", laws: ["cyclic-translation"],
          try padded.network()))
    }
    if subject.layers.contains(.globalAveragePool) {
      faults.append(
        planted(
          "pooled-in-order", "positions are added up by a plain tree", laws: Self.moves,
          try subject.network { _, layer, x, _ in
            layer == .globalAveragePool ? x.mean(over: x.shape.rank == 5 ? [2, 3] : [1, 2]) : nil
          }))
    }
    if case .convolution? = subject.layers.first { faults.append(try edgeBias(of: subject)) }
    if subject.layers.contains(where: { if case .channelDropout = $0 { true } else { false } }) {
      let masked = try subject.training { _, layer, x, scope in
        guard case .channelDropout = layer else { return nil }
        return x * scope.data("mask", shape: x.shape.extents)
      }
      faults.append(
        Fault(
          "mask-by-position", "dropout masks every position by itself",
          laws: ["training-translation", "training-turns"]
        ) { programs in
          var programs = programs
          programs.training = masked
          return programs
        })
    }
    return faults
  }

  /// The rectifier after the first layer sees its first row of pixels brighter than it is.
  private func edgeBias(of subject: LawSubject) throws -> Fault<Programs> {
    planted(
      "bias-by-position", "the first row of features has a bias of its own", laws: Self.moves,
      try subject.network { place, layer, x, _ in
        guard place == 1, x.shape.rank >= 4, layer == .relu || layer == .silu || layer == .tanh else { return nil }
        let rows = x.shape.rank - 3
        let (first, rest) = (x.sliced(rows, 0..<1), x.sliced(rows, 1..<x.shape.extents[rows]))
        let biased = concatenated([first + 4, rest], axis: rows)
        return layer == .relu ? relu(biased) : layer == .silu ? silu(biased) : tanh(biased)
      })
  }

  /// Copies of filters that are not the base filter's.
  private func copyFaults(of subject: LawSubject, _ symmetry: NetworkSymmetry) throws -> [Fault<Programs>] {
    let places = subject.layers.indices.filter { subject.layers[$0].isGroupConvolution }
    guard let group = symmetry.group, let first = places.first else { return [] }
    let laws = ["quarter-turns", "reflection"]
    func fault(
      _ name: String, _ statement: String, at place: Int = first, laws: [String] = laws,
      _ copy: (_ orientation: Int, _ filter: LawSubject.Filter) -> LawSubject.Filter
    ) throws -> Fault<Programs> {
      planted(name, statement, laws: laws, try subject.withCopies(at: place, copy).network())
    }
    var faults = [
      try fault("mirrored-copy", "one copy of the first filter is its mirror image") { g, filter in
        g == 1 ? filter.moved { y, x, c in (y, filter.size - 1 - x, c) } : filter
      },
      try fault("transposed-copy", "one copy of the first filter has rows for columns") { g, filter in
        g == 1 ? filter.moved { y, x, c in (x, y, c) } : filter
      },
      try fault("rotation-missing", "one copy of the first filter is not turned") { g, filter in
        // In its own frame, a copy that stays upright is turned back.
        g == 1
          ? filter.moved { y, x, c in
            let from = group.source(group.inverse(g), y: y, x: x, size: filter.size)
            return (from.y, from.x, c)
          } : filter
      },
      try fault("stale-copy", "one copy of the first filter has the weights of a step before") { g, filter in
        var filter = filter
        if g == 1 { filter.elements = filter.elements.map { $0 * (1 - 0x1p-10) } }
        return filter
      },
    ]
    if group == .p4m {
      faults.append(
        try fault("reflection-missing", "reflected copies of the first filter are turned only", laws: ["reflection"]) {
          g, filter in g >= 4 ? filter.moved { y, x, c in (y, filter.size - 1 - x, c) } : filter
        })
    }
    if places.count > 1 {
      let order = group.order
      faults.append(
        try fault("channels-not-rolled", "copies of the second filter meet orientations unturned", at: places[1]) {
          g, filter in
          let block = filter.channels / order
          return filter.moved { y, x, c in (y, x, group.product(g, c / block) * block + c % block) }
        })
    }
    if let apart = subject.apart, subject.layers[apart].isGroupConvolution {
      let untaught = try subject.copies { _, layer, x, scope in
        layer.turned(x, in: scope) { group, g, filter in filter.turned(group, group.inverse(g)) }
      }
      faults.append(
        Fault("turned-the-other-way", "copies are turned clockwise", laws: ["turned-copies"]) { programs in
          var programs = programs
          programs.copies = untaught
          return programs
        })
    }
    return faults
  }

  /// Slips in what goes in and what comes out.
  private var pictureFaults: [Fault<Programs>] {
    let width = images.width
    return [
      Fault<any Oracles.Subject>.inInputs("lost-column", "the last column of pixels is never read") { inputs in
        inputs.change("image") { for i in stride(from: width - 1, to: $0.count, by: width) { $0[i] = 0 } }
      }.of(\.network, laws: Self.moves),
      Fault<any Oracles.Subject>.inOutputs("batch-average", "scores lean towards the mean of the batch") {
        inputs, outputs in
        guard let image = inputs["image"], image.shape.count == 4 else { return }
        outputs.change("scores") { scores in
          let mean = scores.reduce(0, +) / Double(scores.count)
          scores = scores.map { $0 + 0x1p-8 * (mean - $0) }
        }
      }.of(\.network, laws: ["batch-is-single"]),
      Fault<any Oracles.Subject>.inOutputs("rows-exchanged", "the first images of a batch get each other's scores") {
        inputs, outputs in
        guard let image = inputs["image"], image.shape.count == 4, image.shape[0] > 1 else { return }
        outputs.change("scores") { scores in
          let row = scores.count / image.shape[0]
          scores = Array(scores[row..<2 * row] + scores[..<row] + scores[(2 * row)...])
        }
      }.of(\.network, laws: ["batch-is-single"]),
      Fault<any Oracles.Subject>.inInputs("bright-pixel", "training sees the first pixel brighter") { inputs in
        inputs.change("image") { $0[0] += 0x1p-6 }
      }.of(\.training, laws: ["training-translation", "training-turns"]),
    ]
  }

  private var gradientFaults: [Fault<Programs>] {
    @Sendable func largest(_ numbers: [Double]) -> Int {
      numbers.indices.max { numbers[$0].magnitude < numbers[$1].magnitude } ?? 0
    }
    func gradient(
      _ name: String, _ statement: String, _ change: @escaping @Sendable (inout [Double], Arrays) -> Void
    ) -> Fault<Programs> {
      Fault<any Oracles.Subject>.inOutputs(name, statement) { _, outputs in
        let all = outputs
        outputs.change("gradient") { change(&$0, all) }
      }.of(\.shares, laws: ["shared-gradient"])
    }
    @Sendable func use(_ gradient: inout [Double], _ outputs: Arrays, _ sign: Double) {
      let parts = outputs["parts"]?.doubles ?? []
      let rows = parts.count / max(1, gradient.count)
      // The use that weighs most, since a dark corner of a picture has none.
      let sizes = (0..<rows).map { row in
        gradient.indices.reduce(0) { $0 + parts[row * gradient.count + $1].magnitude }
      }
      let row = largest(sizes)
      for k in gradient.indices { gradient[k] += sign * parts[row * gradient.count + k] }
    }
    return [
      gradient("missed-use", "the gradient misses one use of the filter") { use(&$0, $1, -1) },
      gradient("double-use", "the gradient counts one use of the filter twice") { use(&$0, $1, 1) },
      gradient("sign-slip", "one component has the other sign") { numbers, _ in numbers[largest(numbers)].negate() },
      gradient("scaled-component", "one component is 1 + 1e-6 times too large") { numbers, _ in
        numbers[largest(numbers)] *= 1 + 1e-6
      },
      Fault<any Oracles.Subject>.inOutputs("chain-rule", "reverse mode drops a millionth of the change") {
        _, outputs in outputs.change("reverse") { $0[0] *= 1 - 1e-6 }
      }.of(\.modes, laws: ["forward-reverse"]),
    ]
  }
}

extension Layers.Layer {
  fileprivate var paddedByZeros: Self {
    switch self {
    case .convolution(let filters, let size, let stride, .circular):
      .convolution(filters: filters, size: size, stride: stride, padding: .zero)
    case .groupConvolution(let group, let filters, let size, let stride, .circular):
      .groupConvolution(group, filters: filters, size: size, stride: stride, padding: .zero)
    default: self
    }
  }
}

extension Classifier.LawSubject {
  /// A base filter `[size, size, channels, filters]`.
  struct Filter {
    let size, channels, filters: Int
    var elements: [Float]

    /// The filter whose taps come from other places.
    func moved(from place: (_ y: Int, _ x: Int, _ c: Int) -> (Int, Int, Int)) -> Filter {
      var moved = self
      moved.elements = (0..<size * size * channels).flatMap { tap in
        let (y, x, c) = place(tap / channels / size, tap / channels % size, tap % channels)
        let start = ((y * size + x) * channels + c) * filters
        return elements[start..<start + filters]
      }
      return moved
    }
  }

  /// The network with a copy of a group convolution's filter for every orientation, in the copy's own frame, where a
  /// sound copy is the filter itself.
  func withCopies(at place: Int, _ copy: (_ orientation: Int, _ filter: Filter) -> Filter) -> Self {
    guard case .groupConvolution(let group, let filters, let size, let stride, let padding) = layers[place] else {
      return self
    }
    var changed = self
    let name = "\(place + 1)-\(layers[place].name)."
    changed.layers[place] = .orientedConvolution(
      group, filters: filters, size: size, stride: stride, padding: padding)
    let copied = "\(place + 1)-\(changed.layers[place].name)."
    changed.parameters = parameters.flatMap { parameter -> [Parameter] in
      guard parameter.name.hasPrefix(name) else { return [parameter] }
      let rest = parameter.name.dropFirst(name.count)
      return (0..<group.order).map { g in
        var own = Parameter(
          name: copied + "\(g)." + rest, shape: parameter.shape, elements: parameter.elements)
        if parameter.shape.count == 4 {
          let filter = Filter(
            size: size, channels: parameter.shape[2], filters: filters, elements: parameter.elements)
          own.elements = copy(g, filter).elements
        }
        return own
      }
    }
    return changed
  }
}

import Autodiff
import Determinism
import Layers
import Testing

/// One filter in all orientations: the group, exact equivariance, and agreement with copies turned by hand.
@Suite struct GroupConvolutionTests {
  static let size = 6

  @Test(arguments: PlanarGroup.allCases) func productsAreOneMoveAfterTheOther(_ group: PlanarGroup) {
    for size in [3, 4] {
      let moves = (0..<group.order).map { group.sources($0, size: size) }
      #expect(Set(moves).count == group.order)
      for g in 0..<group.order {
        #expect(group.product(g, group.inverse(g)) == 0 && group.product(group.inverse(g), g) == 0)
        for h in 0..<group.order {
          // (T_g (T_h x))[p] = (T_h x)[g⁻¹ p].
          #expect(moves[group.product(g, h)] == moves[g].map { moves[h][$0] }, "\(group) \(g) \(h)")
        }
      }
    }
    // One quarter turn is numpy.rot90: the last column becomes the first row.
    #expect(group.sources(1, size: 2) == [1, 3, 0, 2])
  }

  /// A network of these layers: its program from `x` to `y`, in single or double precision, and weights.
  struct Subject {
    let program: Program
    let layout: ParameterLayout
    let values: [Double]
    let masks: [(name: String, elements: [Double])]

    init(
      _ layers: [Layer], isTraining: Bool = false, channels: Int = 2, _ replacement: Network.Replacement? = nil
    ) throws {
      program = try Program.model { trace in
        let scope = Scope(trace, isTraining: isTraining)
        let x = trace.data("x", shape: [1, size, size, channels])
        return [("y", Network(layers)(x, in: scope, replacing: replacement))]
      }
      layout = ParameterLayout([program])
      let stream = RandomStream(seed: 7, name: "weights")
      // Biases that are not zero, so that they are seen.
      values = layout.entries.flatMap { entry in
        Initializer.uniform(bound: 0.5).draw(entry.count, from: stream.child(entry.name))
      }
      masks = program.inputs.filter { $0.name.hasSuffix("mask") }.map { input in
        var own = stream.child(input.name)
        return (input.name, (0..<input.shape.count).map { _ in own.nextUniform() < 0.3 ? 0 : 1.25 })
      }
    }

    func run<Element: TensorElement>(_ x: [Element], _ values: [Double]? = nil) throws -> [Element] {
      let session = try program.compiled(as: Element.self).makeSession()
      session.load("x", x)
      for entry in layout.entries {
        session.load(entry.name, (values ?? self.values)[entry.offset..<entry.offset + entry.count].map { Element($0) })
      }
      for mask in masks { session.load(mask.name, mask.elements.map { Element($0) }) }
      session.run()
      return session.output("y")
    }
  }

  static func picture(_ number: Int, channels: Int = 2) -> [Float] {
    var stream = RandomStream(seed: UInt64(number), name: "picture")
    return (0..<size * size * channels).map { _ in Float(stream.nextNormal()) }
  }

  static func moved(_ x: [Float], _ group: PlanarGroup, _ g: Int, channels: Int = 2) -> [Float] {
    group.sources(g, size: size).flatMap { x[$0 * channels..<($0 + 1) * channels] }
  }

  /// Padding by zeros, strides on even sizes, filters of even size, windows: all keep turns exact.
  static let networks: [[Layer]] = PlanarGroup.allCases.flatMap { group -> [[Layer]] in
    func conv(
      _ filters: Int, size: Int = 3, stride: Int = 1, _ padding: Layer.PaddingChoice = .circular
    ) -> Layer {
      .groupConvolution(group, filters: filters, size: size, stride: stride, padding: padding)
    }
    return [
      [conv(3), .relu, conv(4), .silu, .groupPool(.max), .globalAveragePool, .dense(5)],
      [conv(3, .zero), .groupNorm(3), .relu, conv(4, stride: 2, .zero), .groupPool(.mean), .globalMaximumPool],
      [
        conv(3, size: 2, .none), .layerNorm, .channelDropout(0.3), conv(2, size: 1), .globalAveragePool,
        .groupPool(.mean),
      ],
      [conv(4), .relu, .averagePool(2), conv(3), .maximumPool(3), .globalMaximumPool, .groupPool(.max), .dropout(0.3)],
    ]
  }

  @Test(arguments: networks) func turnsAndReflectionsChangeNoBit(_ layers: [Layer]) throws {
    for isTraining in [false, true] {
      let subject = try Subject(layers, isTraining: isTraining)
      guard case .groupConvolution(let group, _, _, _, _) = layers[0] else { return }
      #expect(Network(layers).symmetry(height: Self.size, width: Self.size).group == group)
      for number in 0..<6 {
        let x = Self.picture(number)
        let y = try subject.run(x)
        #expect(y.contains { $0 != 0 })
        for g in 0..<group.order {
          let moved = try subject.run(Self.moved(x, group, g))
          #expect(moved.map(\.bitPattern) == y.map(\.bitPattern), "\(layers[0].name) \(group) by \(g)")
        }
      }
    }
  }

  @Test func fewerCopiesAreNotReflected() throws {
    let subject = try Subject(Self.networks[0])
    let x = Self.picture(1)
    #expect(try subject.run(Self.moved(x, .p4m, 4)) != subject.run(x))
  }

  @Test(arguments: PlanarGroup.allCases) func framesAreCopiesTurnedByHand(_ group: PlanarGroup) throws {
    let layers: [Layer] = [
      .groupConvolution(group, filters: 3, size: 3, stride: 1, padding: .zero), .silu,
      .groupConvolution(group, filters: 2, size: 3, stride: 1, padding: .circular), .tanh,
    ]
    let (fast, slow) = (try Subject(layers), try Subject(layers) { _, layer, x, scope in layer.turned(x, in: scope) })
    let x = Self.picture(3).map(Double.init)
    let (a, b) = (try fast.run(x), try slow.run(x))
    #expect(a.count == group.order * Self.size * Self.size * 2)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test(arguments: PlanarGroup.allCases) func ownFiltersThatAreEqualAreOneFilter(_ group: PlanarGroup) throws {
    let shared: [Layer] = [.groupConvolution(group, filters: 3, size: 3, stride: 1, padding: .circular)]
    let own: [Layer] = [.orientedConvolution(group, filters: 3, size: 3, stride: 1, padding: .circular)]
    let (one, many) = (try Subject(shared), try Subject(own))
    #expect(many.layout.count == group.order * one.layout.count)
    let copied = many.layout.entries.flatMap { entry in
      one.layout.entries.first { $0.shape == entry.shape }.map { Array(one.values[$0.offset..<$0.offset + $0.count]) }
        ?? []
    }
    let x = Self.picture(2)
    #expect(try one.run(x) == many.run(x, copied))
  }

  /// The gradient of the one filter is the sum over orientations, or positions, of those of its untied copies.
  @Test(arguments: [
    Layer.groupConvolution(.p4, filters: 2, size: 3, stride: 1, padding: .circular),
    .groupConvolution(.p4m, filters: 2, size: 3, stride: 2, padding: .zero),
    .convolution(filters: 2, size: 3, stride: 1, padding: .circular),
  ]) func gradientsAddUpOverUses(_ layer: Layer) throws {
    func loss(_ replacement: Network.Replacement?) throws -> Program {
      try Program.model { trace in
        let x = trace.data("x", shape: [1, Self.size, Self.size, 2])
        let y = Network([layer, .silu])(x, in: Scope(trace), replacing: replacement)
        return [("loss", square(y).sum())]
      }
    }
    let name = "1-\(layer.name).weights"
    let whole = try loss(nil).gradient(of: "loss", withRespectTo: [name])
    let untied = try loss { _, layer, x, scope in layer.apart(x, in: scope) }.untied([name])
    let copies = untied.inputs.map(\.name).filter { $0.hasPrefix(name) }
    let parts = try untied.gradient(of: "loss", withRespectTo: copies)
    let uses =
      switch layer {
      case .groupConvolution(let group, _, _, _, _): group.order
      default: Self.size * Self.size
      }
    #expect(copies.count == uses)
    var stream = RandomStream(seed: 1, name: "filter")
    let filter = (0..<36).map { _ in stream.nextNormal() }
    func run(_ program: Program) throws -> Session<Double> {
      let session = try program.compiled(as: Double.self).makeSession()
      session.load("x", Self.picture(5).map(Double.init))
      for input in program.inputs where input.role == .parameter {
        session.load(input.name, input.name.hasPrefix(name) ? filter : [0.25, -0.5])
      }
      session.run()
      return session
    }
    let gradient = try run(whole).output(whole.outputs[1].label)
    let session = try run(parts)
    let each = parts.outputs.filter { !$0.derivatives.isEmpty }.map { session.output($0.label) }
    for k in gradient.indices {
      let sum = each.reduce(0) { $0 + $1[k] }
      #expect(abs(sum - gradient[k]) <= 1e-12 * (1 + each.reduce(0) { $0 + abs($1[k]) }))
    }
  }

  @Test func whatIsNotExactIsSaid() {
    func symmetry(_ layers: [Layer]) -> NetworkSymmetry { Network(layers).symmetry(height: 8, width: 8) }
    func conv(_ stride: Int = 1, _ padding: Layer.PaddingChoice = .circular) -> Layer {
      .convolution(filters: 2, size: 3, stride: stride, padding: padding)
    }
    let exact = symmetry([conv(), .relu, .globalAveragePool, .dense(3)])
    #expect(exact.translationStep == 1 && exact.group == nil && exact.holdsInTraining && exact.warnings.isEmpty)
    let strided = symmetry([conv(2), .maximumPool(2), .globalMaximumPool])
    #expect(strided.translationStep == 4)
    #expect(
      strided.warnings.last
        == "2-max-pool: features are 4 pixels apart; only translations by multiples of that are exact"
    )
    let zeros = symmetry([conv(1, .zero), .dropout(0.5), .globalMaximumPool])
    #expect(zeros.translationStep == nil && !zeros.holdsInTraining)
    #expect(zeros.warnings.count == 2 && zeros.warnings[0].hasPrefix("1-conv: zeros beyond the edges"))
    #expect(symmetry([conv(), .flatten, .dense(3)]).translationStep == nil)
    let lifted = Layer.groupConvolution(.p4, filters: 2, size: 3, stride: 1, padding: .circular)
    #expect(symmetry([lifted, .groupPool(.max), .globalMaximumPool]).group == .p4)
    let plain = symmetry([lifted, .groupPool(.max), conv(), .globalMaximumPool])
    #expect(plain.group == nil && plain.warnings.last?.hasSuffix("no turn is exact") == true)
  }

  @Test(arguments: [
    (
      [
        Layer.groupConvolution(.p4, filters: 2, size: 3, stride: 1, padding: .circular),
        .convolution(
          filters: 2, size: 3, stride: 1, padding: .circular),
      ], "write group-conv, or group-pool first"
    ),
    ([.groupPool(.max)], "features of every orientation"),
    (
      [
        .groupConvolution(.p4, filters: 2, size: 3, stride: 1, padding: .circular),
        .groupConvolution(
          .p4m, filters: 2, size: 3, stride: 1, padding: .circular),
      ], "maps [n, 8, s, s, channels] of p4m"
    ),
    ([.groupNorm(3)], "a number of channels that 3 divides"),
  ]) func layersThatDoNotFitAreRefused(_ layers: [Layer], _ said: String) {
    #expect { try Subject(layers) } throws: { "\($0)".contains(said) }
  }
}

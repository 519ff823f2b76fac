import Determinism
import Documents
import Layers
import Manifests
import Oracles

extension Siamese {
  /// The slips that twins' programs might have; each names the laws that are asked to notice it.
  func faults(_ anchor: Anchor) -> [Fault<Programs>] {
    weightFaults(anchor) + inputFaults(anchor) + outputFaults + gradientFaults + sampleFaults(anchor)
  }

  private static let exchange = ["twin-exchange", "self-distance"]

  private func weightFaults(_ anchor: Anchor) -> [Fault<Programs>] {
    func fault(
      _ name: String, _ statement: String, _ change: @escaping @Sendable (_ parameter: String, inout [Float]) -> Void
    ) -> Fault<Programs> {
      let planted = manifest.isShared ? untied(anchor, change) : nil
      return Fault(name, statement, laws: Self.exchange) { programs in
        var programs = programs
        if let planted { programs.pair = planted }
        return programs
      }
    }
    let (rate, last) = (Float(parameters.descent.rate), anchor.layout.entries.last?.name ?? "")
    let first = anchor.layout.entries.first?.name ?? ""
    return [
      fault("untied-twin", "the second twin has weights of its own, a thousandth larger") { _, values in
        for k in values.indices { values[k] *= 1 + 0x1p-10 }
      },
      fault("stale-twin", "the last layer of the second twin is a step of the optimizer behind") { name, values in
        guard sameUTF8(name, last) else { return }
        for k in values.indices { values[k] -= k % 2 == 0 ? rate : -rate }
      },
      fault("transposed-filter", "the second twin reads its first filters in reversed order") { name, values in
        if sameUTF8(name, first) { values.reverse() }
      },
    ]
  }

  private func inputFaults(_ anchor: Anchor) -> [Fault<Programs>] {
    let (width, pixels) = (anchor.specimens.shape.width * anchor.specimens.shape.channels, anchor.specimens.size)
    func fault(
      _ name: String, _ statement: String, _ change: @escaping @Sendable (inout [Double]) -> Void
    ) -> Fault<Programs> {
      Fault<any Oracles.Subject>.inInputs(name, statement) { $0.change("second", change) }.of(
        \.pair, laws: Self.exchange)
    }
    return [
      fault("scaled-twin", "the second twin's pixels are divided by 256, the first one's by 255") {
        $0 = $0.map { $0 * 255 / 256 }
      },
      fault("mirrored-twin", "the second twin sees the mirror image") { numbers in
        let image = numbers
        for k in numbers.indices { numbers[k] = image[k / width * width + width - 1 - k % width] }
      },
      fault("moved-twin", "the second twin's image begins a pixel later") { numbers in
        numbers = Array(numbers.dropFirst() + numbers.prefix(1))
      },
      Fault<any Oracles.Subject>.inInputs("index-slip", "second images belong to the next pair") { inputs in
        inputs.change("second") { $0 = Array($0.dropFirst(pixels) + $0.prefix(pixels)) }
      }.of(\.batch, laws: ["batch-is-single"]),
    ]
  }

  private var outputFaults: [Fault<Programs>] {
    [
      Fault<any Oracles.Subject>.inOutputs("softened-root", "√(s + 10⁻¹²) stands for √s") { _, outputs in
        outputs.change("distance") { $0 = $0.map { ($0 * $0 + 1e-12).squareRoot() } }
      }.of(\.pair, laws: ["self-distance"]),
      Fault<any Oracles.Subject>.inOutputs("forgotten-root", "the distance is squared") { _, outputs in
        outputs.change("distance") { $0 = $0.map { $0 * $0 } }
      }.of(\.pair, laws: ["triangle"]),
      Fault<any Oracles.Subject>.inOutputs("batch-leak", "distances are centred by those of the batch") { _, outputs in
        outputs.change("distance") { distances in
          let mean = distances.reduce(0, +) / Double(distances.count)
          distances = distances.map { $0 + 0x1p-10 * (mean - $0) }
        }
      }.of(\.batch, laws: ["batch-is-single"]),
      Fault<any Oracles.Subject>.inOutputs("asymmetric-loss", "the margin grows with the first image's ink") {
        inputs, outputs in
        let pixels = inputs["images"]?.doubles ?? []
        let ink = pixels.prefix(pixels.count / 2).reduce(0, +)
        outputs.change("loss") { $0 = $0.map { $0 + 0x1p-16 * ink } }
      }.of(\.loss, laws: ["loss-exchange"]),
    ]
  }

  private var gradientFaults: [Fault<Programs>] {
    func fault(
      _ name: String, _ statement: String, _ factor: @escaping @Sendable (_ use: Int) -> Double
    ) -> Fault<Programs> {
      Fault<any Oracles.Subject>.inOutputs(name, statement) { _, outputs in
        let parts = outputs["parts"]?.doubles ?? []
        outputs.change("gradient") { gradient in
          let width = gradient.count
          for k in gradient.indices {
            gradient[k] = (0..<parts.count / max(1, width)).reduce(0) { $0 + factor($1) * parts[$1 * width + k] }
          }
        }
      }.of(\.shares, laws: ["shared-gradient"])
    }
    return [
      fault("missed-use", "the gradient of the second twin is forgotten") { $0 == 1 ? 0 : 1 },
      fault("double-use", "the first twin counts twice") { $0 == 0 ? 2 : 1 },
      fault("sign-slip", "the second twin's gradient has the other sign") { $0 == 1 ? -1 : 1 },
      fault("averaged-twins", "the twins' gradients are averaged, not added") { _ in 0.5 },
    ]
  }

  private func sampleFaults(_ anchor: Anchor) -> [Fault<Programs>] {
    let owners = anchor.specimens.owners
    let seen = owners.indices.first { split.test.contains(owners[$0]) } ?? 0
    let width = parameters.loss.images
    func fault(
      _ name: String, _ statement: String, _ change: @escaping @Sendable (inout Arrays) -> Void
    ) -> Fault<Programs> {
      Fault<any Oracles.Subject>.inOutputs(name, statement) { _, outputs in change(&outputs) }.of(
        \.samples, laws: ["honest-pairs"])
    }
    return [
      fault("label-slip", "a pair bears the label of the next one, a triplet its images") { outputs in
        outputs.change(width == 2 ? "same" : "images") { $0 = Array($0.dropFirst() + $0.prefix(1)) }
      },
      fault("test-leak", "an image of a test class is among those of a step") { outputs in
        outputs.change("images") { $0[0] = Double(seen) }
      },
      fault("pair-of-one", "an image is paired with itself") { outputs in
        outputs.change("images") { $0[1] = $0[0] }
      },
    ]
  }
}

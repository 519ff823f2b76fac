import Autodiff
import Documents
import Foundation
import Testing

/// Values and gradients of array operations against PyTorch in double precision (Fixtures/references.py).
@Suite struct TorchReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let document: JSON
    var name: String { document["name"]?.asString ?? "" }
    var testDescription: String { name }

    func numbers(_ path: [String]) -> [Double] { document.path(path)?.asArray?.compactMap(\.asNumber) ?? [] }
    func shape(_ path: [String]) -> [Int] { numbers(path).map { Int($0) } }
    var inputs: [String] { document["inputs"]?.asObject?.map(\.key) ?? [] }
  }

  static let cases: [Case] = {
    guard let url = Bundle.module.url(forResource: "references", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url), let document = try? JSON(parsing: Array(data))
    else { return [] }
    return document["cases"]?.asArray?.map(Case.init) ?? []
  }()

  static func spread(_ names: [String], _ trace: Trace, _ item: Case) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for name in names { tensors[name] = trace.parameter(name, shape: item.shape(["inputs", name, "shape"])) }
    return tensors
  }

  static func record(_ name: String, _ t: [String: Tensor], _ trace: Trace) -> Tensor {
    let x = t["x"] ?? 0, w = t["w"] ?? 0, a = t["a"] ?? 0, b = t["b"] ?? 0, y = t["y"] ?? 0
    func rows() -> Tensor { trace.indices("rows", shape: [5]) }
    switch name {
    case "product", "products": return product(a, b)
    case "product of transposes": return product(a, b, transposingA: true, transposingB: true)
    case "affine": return affine(x, w, bias: b)
    case "convolution, zero": return convolution(x, w, bias: b, padding: .zero(1, 1))
    case "convolution, circular": return convolution(x, w, bias: b, padding: .circular(1, 1))
    case "convolution, strides": return convolution(x, w, stride: (2, 3))
    case "convolution, dilated": return convolution(x, w, dilation: (2, 3), padding: .zero(2, 1))
    case "convolution, groups": return convolution(x, w, groups: 2, padding: .zero(1, 1))
    case "average pool": return x.averagePooled(window: (2, 2))
    case "maximum pool": return x.maximumPooled(window: (2, 2), stride: (2, 1))
    case "sum": return x.sum(over: [0, 2])
    case "maximum": return x.maximum(over: [0, 2])
    case "transpose": return x.transposed([2, 0, 1])
    case "flip": return x.flipped([0, 2])
    case "roll": return x.rolled(1, by: 2)
    case "slice": return x.sliced(1, 1..<4)
    case "concatenate": return concatenated([x, y], axis: 1)
    case "spread": return x * y + tanh(x)
    case "gather": return x.gathered(rows())
    case "scatter": return x.scattered(rows(), rows: 4)
    case "cross-entropy":
      let oneHot = [1, 0, 4, 2].map { k in
        concatenated((0..<5).map { Tensor($0 == k ? 1 : 0) + 0 * x.sum().reshaped(to: [1, 1]) }, axis: 1)
      }
      let shifted = x - detached(x.maximum(over: [1]).reshaped(to: [4, 1]))
      return log(exp(shifted).sum(over: [1])) - (shifted * detached(concatenated(oneHot, axis: 0))).sum(over: [1])
    case "layer norm":
      let centred = x - x.mean(over: [1]).reshaped(to: [3, 1])
      return centred * rsqrt(square(centred).mean(over: [1]).reshaped(to: [3, 1]) + 1e-5)
    case "relu": return relu(x)
    case "silu": return silu(x)
    case "sigmoid": return sigmoid(x)
    case "softplus": return softplus(x)
    case "tanh": return tanh(x)
    case "erf": return erf(x)
    case "rsqrt": return rsqrt(x * x + 0.1)
    case "exp": return exp(x)
    case "sin": return sin(x)
    case "cos": return cos(x)
    default: return square(gradient(of: square(tanh(product(x, w))).sum(), withRespectTo: [x])[0]).sum()
    }
  }

  @Test func thereAreCases() { #expect(Self.cases.count == 34) }

  @Test(arguments: cases)
  func valuesAndGradients(_ item: Case) throws {
    let program = try Program.model { trace in
      let y = Self.record(item.name, Self.spread(item.inputs, trace, item), trace)
      let weights = trace.data("weights", shape: item.shape(["shape"]))
      return [("y", y), ("loss", (y * weights).sum())]
    }
    #expect(program.outputs[0].shape.extents == item.shape(["shape"]))
    let session = try program.gradient(of: "loss").compiled(as: Double.self).makeSession()
    for name in item.inputs { session.load(name, item.numbers(["inputs", name, "values"])) }
    session.load("weights", item.numbers(["weights"]))
    if session.takes("rows") { try session.load("rows", indices: [2, 0, 3, 2, 2]) }
    session.run()
    func check(_ label: String, _ path: [String]) {
      let (found, expected) = (session.output(label), item.numbers(path))
      #expect(found.count == expected.count)
      for (a, b) in zip(found, expected) {
        #expect(abs(a - b) <= 1e-12 * max(1, abs(b)), "\(item.name), \(label): \(a), PyTorch \(b)")
      }
    }
    check("y", ["values"])
    for name in item.inputs { check("∂loss/∂\(name)", ["gradients", name]) }
  }
}

import Determinism
import Documents
import YAML

/// Values for some fields of a manifest, every combination of which is run.
///
/// ```yaml
/// matrix: {seed: [1, 2, 3], parameters.tau.start: [1, 10]}
/// ```
struct Matrix: Sendable {
  struct Axis: Sendable {
    let path: FieldPath
    /// Where the path is written.
    let place: Place
    let values: [YAMLNode]
  }

  let axes: [Axis]

  /// How many combinations there are; at most `Int.max`.
  var count: Int {
    axes.reduce(1) { product, axis in
      let (next, overflows) = product.multipliedReportingOverflow(by: axis.values.count)
      return overflows ? .max : next
    }
  }

  /// The combination of a number below `count`; the last axis moves fastest.
  func combination(_ number: Int) -> [(axis: Axis, value: YAMLNode)] {
    var rest = number
    var chosen: [(axis: Axis, value: YAMLNode)] = []
    for axis in axes.reversed() {
      chosen.append((axis, axis.values[rest % axis.values.count]))
      rest /= axis.values.count
    }
    return chosen.reversed()
  }
}

extension Schema where Value == Matrix {
  static var matrix: Schema {
    let values = Schema<[YAMLNode]>.list(of: .scalar, atLeast: 1)
    return Schema<[Named<[YAMLNode]>]>.map(.label, to: values, atLeast: 1).refine { axes, review in
      var paths: [Matrix.Axis] = []
      for axis in axes {
        guard let path = FieldPath(parsing: axis.name), path.steps.count <= YAMLLimits().depth,
          case .key(let first)? = path.steps.first
        else {
          review.reject(
            axis.namePlace.problem(expected: "a field such as parameters.tau.start", found: quoted(axis.name)))
          continue
        }
        if Manifest.fixedFields.contains(first) {
          review.reject(axis.namePlace.problem("a matrix may not change \(first)"))
        }
        let texts = axis.value.map { $0.scalar?.text ?? "" }
        if let twice = texts.indices.first(where: { k in texts[..<k].contains { sameUTF8($0, texts[k]) } }) {
          review.reject(axis.place.problem("the value \(quoted(texts[twice])) stands here twice; each is run once"))
        }
        paths.append(Matrix.Axis(path: path, place: axis.namePlace, values: axis.value))
      }
      return Matrix(axes: paths)
    }
  }
}

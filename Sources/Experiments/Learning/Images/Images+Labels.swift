import Determinism
import Documents
import Manifests

/// The classes of images, and for each image which it is of.
struct ImageLabels {
  let classes: [String]
  let labels: [Int]

  /// - Parameters:
  ///   - count: how many classes there are by declaration, labelled from 0; nil for those that occur.
  ///   - line: what the message calls an image, from its number: `labels.csv:7`.
  ///   - place: where the manifest names the labels.
  /// - Throws: a label out of range, a declared class without images, fewer than two classes.
  init(
    _ values: Table.Values, declared count: Int?, of file: String, at place: Place, line: (Int) -> String
  ) throws(ManifestErrors) {
    let names = values.names
    guard let count else {
      classes = values.classes
      var number: [UTF8Name: Int] = [:]
      for (i, name) in classes.enumerated() { number[UTF8Name(name)] = i }
      labels = names.map { number[UTF8Name($0)] ?? 0 }
      guard classes.count > 1 else {
        throw ManifestErrors([
          place.problem("\(file) has images of \(classes.count) class; at least 2 are due")
        ])
      }
      return
    }
    var labels: [Int] = []
    for (i, name) in names.enumerated() {
      guard let label = Int(name), label >= 0, label < count else {
        throw ManifestErrors([
          place.problem(
            "\(line(i)): the label \(name) is out of range; classes: \(count) makes them 0 to \(count - 1)")
        ])
      }
      labels.append(label)
    }
    let present = Set(labels)
    if let empty = (0..<count).first(where: { !present.contains($0) }) {
      throw ManifestErrors([
        place.problem("the class \(empty) of \(file) is empty; give it images, or declare fewer classes")
      ])
    }
    (classes, self.labels) = ((0..<count).map { "\($0)" }, labels)
  }
}

/// A name that equals another when their bytes do.
private struct UTF8Name: Hashable {
  let bytes: [UInt8]
  init(_ text: String) { bytes = Array(text.utf8) }
}

extension Table.Values {
  fileprivate var names: [String] {
    switch self {
    case .numbers(let numbers): numbers.map { Numeral.render($0) }
    case .integers(let integers): integers.map { Numeral.render($0) }
    case .texts(let texts): texts
    }
  }

  /// The different values, in order.
  fileprivate var classes: [String] {
    switch self {
    case .numbers(let numbers): Set(numbers).sorted().map { Numeral.render($0) }
    case .integers(let integers): Set(integers).sorted().map { Numeral.render($0) }
    case .texts(let texts):
      texts.sorted(by: orderedByUTF8).reduce(into: []) {
        if $0.isEmpty || !sameUTF8($0[$0.count - 1], $1) { $0.append($1) }
      }
    }
  }
}
